; pins: a guest's tables need not be writable in the nested tables while their bits are set already
; expect engines: native
; expect stop: halt
; expect r4: 0xaa
; expect word exits: 1
; expect word reason: 18
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    nested
    poke frame_a + 4, 0xaa
    poke window, frame_a | ALL | PTE_ACCESSED | PTE_DIRTY
    poke window_pde, window | ALL | PTE_ACCESSED
    poke directory, identity | ALL | PTE_ACCESSED
    put nested_identity + 0x10 * 4, 0x10000 | NESTED_READABLE
    put nested_identity + 0x12 * 4, 0x12000 | NESTED_READABLE
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r5, WINDOW + 4
    launch
guest:
site:
    load r4, [r5]
    store [r5], r5
    vmcall
exited:
caught:
    hlt
