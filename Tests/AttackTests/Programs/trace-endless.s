; attacks: ring 3 single-steps itself for ever, in a loop that faults, calls and enters the kernel
; expect stop: limit
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r0, entered
    mov sysentry, r0
    user site, FLAG_TRACE
site:
    mov r6, WINDOW
    store [r6], r6
    syscall
    int 0x81
    load r7, [r6 + 0x1000]
    jmp site
entered:
    sysret
caught:
    mov r1, vector
    load r1, [r1]
    cmp r1, VECTOR_PAGE_FAULT
    jne .back
    skip
.back:
    iret
