; pins: a thousand system calls keep a counter in the kernel and one in ring 3 in step
; expect stop: halt
; expect r5: 1000
; expect r6: 1000
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    mov r1, entry
    mov sysentry, r1
    clr r5
    clr r6
    user site
site:
    inc r5
    syscall
    cmp r5, r6
    jne caught
    cmp r5, 1000
    jb site
caught:
    int 0x80
entry:
    inc r6
    sysret
