; pins: an exit loads HOST_CR0 and HOST_CR3: with paging turned on by it, the host's next access goes by its tables
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xbb
; expect word exits: 1
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_CONTROLS, CONTROL_VPID
    vmset VMCS_VPID, 7
    vmset VMCS_HOST_CR0, CR0_ROOT_MODE | CR0_PAGING
    vmset VMCS_HOST_CR3, directory
    poke identity + (frame_a >> 12) * 4, frame_b | ALL
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    mov r5, frame_a
    load r6, [r5]                       ; without paging: frame a
    launch
guest:
site:
    vmcall
exited:
    load r7, [r5]                       ; with paging: frame b
caught:
    hlt
