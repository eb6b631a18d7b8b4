; pins: a changed sp0 counts from the next entry on
; expect stop: halt
; expect word frame: 0x1eff0
; expect r5: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    user site
site:
    int 0x81
    int 0x81
caught:
    cmp r5, 0
    jne end
    mov r5, sp
    mov r1, 0x1f000
    mov sp0, r1
    iret
end:
    hlt
