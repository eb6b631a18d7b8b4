; pins: with CONTROL_IO_BITMAP those ports exit whose bit is set, in both pages, and no others
; expect engines: native
; expect stop: halt
; expect r8: 0x12345
; expect r4: 0xffffffff
; expect word exits: 5
; expect word qual0: 0x003f0408
; expect word qual1: 0x00400408
; expect word qual2: 0x7fff0408
; expect word qual3: 0x80000408
; expect word reason4: 18
; expect word place4: 44
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_IO_BITMAP
    vmset VMCS_IO_BITMAP, bitmap
    put bitmap + (0x3f >> 5) * 4, 1 << 31
    put bitmap + (0x40 >> 5) * 4, 1
    put bitmap + 0xffc, 1 << 31
    put bitmap + 0x1000, 1
    mov r5, 0x12345
    mov r6, 0x7fff
    mov r7, 0x8000
    launch
guest:
site:
    in r4, 0x3f
    in r4, 0x40
    in r4, 0x3e
    out TIMER_PERIOD, r5
    in r8, TIMER_PERIOD
    in r4, r6
    in r4, r7
    sub r6, 1
    in r4, r6
    add r7, 1
    in r4, r7
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
