; pins: without CONTROL_VPID an entry and its exit flush the host's own translations, too
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xaa
; expect r8: 0xbb
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
    vmset VMCS_HOST_CR0, CR0_ROOT_MODE | CR0_PAGING
    vmset VMCS_HOST_CR3, directory
    mov r0, directory
    mov cr3, r0
    mov r0, CR0_ROOT_MODE | CR0_PAGING
    mov cr0, r0
    mov r5, WINDOW
    load r6, [r5]
    poke window, frame_b | ALL
    load r7, [r5]
    launch
guest:
site:
    vmcall
exited:
    load r8, [r5]
caught:
    hlt
