; pins: the bitmap is read at each access: a bit that the guest sets there itself counts at once
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 30
; expect word qual0: 0x00410408
; expect word place0: 12
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_IO_BITMAP
    vmset VMCS_IO_BITMAP, bitmap
    mov r1, bitmap + (TIMER_PERIOD >> 5) * 4
    mov r2, 1 << (TIMER_PERIOD & 31)
    launch
guest:
site:
    in r4, TIMER_PERIOD
    nop
    store [r1], r2
    in r4, TIMER_PERIOD
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
