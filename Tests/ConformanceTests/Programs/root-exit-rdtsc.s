; pins: rdtsc exits with CONTROL_RDTSC_EXITING, in ring 3 too, before it has written its registers
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect r5: 0x55
; expect word exits: 3
; expect word reason0: 16
; expect word place0: 0
; expect word reason1: 16
; expect word qual1: 0
; expect word length: 4
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_RDTSC_EXITING
    mov r4, 0x44
    mov r5, 0x55
    launch
guest:
site:
    rdtsc r4, r5
    user inside
inside:
    rdtsc r4, r5
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
