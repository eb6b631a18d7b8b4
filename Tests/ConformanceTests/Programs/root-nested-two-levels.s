; pins: both dimensions are walked: linear to guest-physical by the guest's tables, that to physical by the nested ones
; expect engines: native
; expect stop: halt
; expect r4: 0xaa
; expect r6: 0xaa
; expect word 0x30008: 0xcc
; expect word 0x33000: 0x20001063
; expect word 0x32004: 0x20003023
; expect word exits: 1
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    nested
    ; Guest-physical NESTED + 0x1000, 0x2000, 0x3000 are frames a, c, d.
    put nested_window + 4, frame_a | NESTED_ALL
    put nested_window + 8, frame_c | NESTED_ALL
    put nested_window + 12, frame_d | NESTED_ALL
    poke frame_a + 4, 0xaa
    ; The guest's directory is NESTED + 0x2000: its first entry maps the first 4 MiB, its second leads to a table in
    ; NESTED + 0x3000, whose first entry leads to NESTED + 0x1000.
    call fill_tables
    poke frame_c, identity | ALL
    poke frame_c + 4, NESTED + 0x3000 | KERNEL
    poke frame_d, NESTED + 0x1000 | KERNEL
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, NESTED + 0x2000
    mov r5, 0x400000
    mov r7, 0xcc
    launch
guest:
site:
    load r4, [r5 + 4]
    store [r5 + 8], r7
    vmcall
exited:
    mov r0, frame_a
    load r6, [r0 + 4]                   ; the host's own addresses are none of these
caught:
    hlt
