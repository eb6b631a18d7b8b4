; pins: with CONTROL_VPID the host's own translations outlive an entry and its exit, and all that the guest flushes
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xbb
; expect r8: 0xaa
; expect r9: 0xbb
; expect word exits: 1
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    vmset VMCS_CONTROLS, CONTROL_VPID
    vmset VMCS_VPID, 7
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    vmset VMCS_HOST_CR0, CR0_ROOT_MODE | CR0_PAGING
    vmset VMCS_HOST_CR3, directory
    mov r0, directory
    mov cr3, r0
    mov r0, CR0_ROOT_MODE | CR0_PAGING
    mov cr0, r0
    mov r5, WINDOW
    load r6, [r5]
    poke window, frame_b | ALL
    launch
guest:
site:
    load r7, [r5]                       ; the guest has none of them
    invlpg r5
    mov r0, cr3
    mov cr3, r0
    vmcall
exited:
    load r8, [r5]
    invlpg r5
    load r9, [r5]
caught:
    hlt
