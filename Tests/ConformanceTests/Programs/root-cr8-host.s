; pins: without CONTROL_TASK_PRIORITY_SHADOW the guest has the host's cr8, and what it writes stays
; expect engines: native
; expect stop: halt
; expect r4: 3
; expect r6: 5
; expect r7: 9
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR8, 9
    mov r0, 3
    mov cr8, r0
    mov r5, 5
    launch
guest:
site:
    mov r4, cr8
    mov cr8, r5
    vmcall
exited:
    mov r6, cr8
    vmget r7, VMCS_GUEST_CR8
caught:
    hlt
