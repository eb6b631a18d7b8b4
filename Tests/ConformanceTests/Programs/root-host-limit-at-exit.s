; pins: an exit loads HOST_LIMIT: it binds the host's ring 3 from then on
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word count: 2
; expect word log1: 0x000d0000
; expect word err1: 7
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_VPID
    vmset VMCS_VPID, 7
    vmset VMCS_HOST_LIMIT, 0x30000
    mov r5, 0x30000
    user .inside
.inside:
    load r6, [r5]
    int 0x81
guest:
    vmcall
exited:
    user site
site:
    load r6, [r5]
caught:
    mov r0, exits
    load r0, [r0]
    cmp r0, 1
    je .over
    launch
.over:
    hlt
