; attacks: all interrupts held by cr8, by the controller's mask and by one that is never ended, while the guest spins
; expect stop: limit
; expect r9: 1
.include "lib/traps.s"
_start:
    traps
    mov r0, 0xfff0
    out PIC_MASK, r0
    mov r0, 64
    out TIMER_PERIOD, r0
    mov r0, 3
    out TIMER_CONTROL, r0
    mov r0, 15
    mov cr8, r0
    sti
    mov r5, 200
.spin:
    dec r5
    cmp r5, 0
    jne .spin
    clr r0
    mov cr8, r0
site:
    jmp $
caught:
    ; neither ended nor quieted
    inc r9
    iret
