; pins: with CONTROL_IO_EXITING every port access exits before it happens; it tells port, direction and general register
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect r8: 0
; expect word exits: 5
; expect word reason0: 30
; expect word qual0: 0x00410500
; expect word qual1: 0x00410408
; expect word qual2: 0xfffe0500
; expect word qual3: 0xabcd0408
; expect word place3: 12
; expect word length: 4
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_IO_EXITING
    mov r4, 0x44
    mov r5, 0x12345
    mov r6, 0x1234fffe                  ; the port is the lower half
    mov r7, 0xabcd
    launch
guest:
site:
    out TIMER_PERIOD, r5
    in r4, TIMER_PERIOD
    out r6, r5
    in r4, r7
    vmcall
exited:
    in r8, TIMER_PERIOD
    past_until_vmcall
caught:
    hlt
