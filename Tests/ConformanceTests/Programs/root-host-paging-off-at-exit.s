; pins: an exit loads HOST_CR0: with paging turned off by it, the host's next access is physical
; expect engines: native
; expect stop: halt
; expect r6: 0xbb
; expect r7: 0xaa
; expect word exits: 1
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_CONTROLS, CONTROL_VPID
    vmset VMCS_VPID, 7
    poke identity + (frame_a >> 12) * 4, frame_b | ALL
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    mov r0, directory
    mov cr3, r0
    mov r0, CR0_ROOT_MODE | CR0_PAGING
    mov cr0, r0
    mov r5, frame_a
    load r6, [r5]                       ; with paging: frame b
    launch
guest:
site:
    vmcall
exited:
    load r7, [r5]                       ; without paging: frame a
caught:
    hlt
