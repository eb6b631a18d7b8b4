; pins: a port access in ring 3 is a protection fault before it is an exit, as other privileged instructions are
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 4
; expect word log0: 0x000d0000
; expect word log3: 0x000d000c
; expect word err3: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_IO_EXITING | CONTROL_HLT_EXITING | CONTROL_INVLPG_EXITING | CONTROL_TABLE_BASE_LOAD_EXITING
    launch
guest:
    user site
site:
    in r4, TIMER_PERIOD
    hlt
    invlpg r4
    mov cr3, r4
    vmcall
exited:
    hlt
caught:
    skip
