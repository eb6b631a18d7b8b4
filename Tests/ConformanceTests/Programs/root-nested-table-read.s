; pins: a guest's table that the nested tables do not have exits as a read without bit 8; the linear address is the access's
; expect engines: native
; expect stop: halt
; expect r4: 0xaa
; expect r6: 0x14000
; expect r7: 0
; expect word exits: 3
; expect word reason0: 48
; expect word qual0: 0x1
; expect word place0: 0
; expect word reason1: 48
; expect word qual1: 0x1
; expect word place1: 0
; expect word physical: 0x12004
; expect word linear: 0x40001004
; expect word length: 4
; expect word reason2: 18
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    nested
    poke window + 4, frame_a | ALL
    poke frame_a + 4, 0xaa
    poke directory2, identity | ALL
    poke directory2 + 0x400, window | ALL
    put nested_identity + 0x14 * 4, 0   ; the directory
    put nested_identity + 0x12 * 4, 0   ; and one of its tables
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory2
    mov r5, SECOND + 4
    launch
guest:
site:
    load r4, [r5]
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je on_2
    cmp r3, 3
    je caught
    vmget r6, VMCS_GUEST_PHYSICAL
    vmget r7, VMCS_GUEST_LINEAR
    mov r0, guest
    sub r7, r0                          ; it was fetched from there
    put nested_identity + 0x14 * 4, 0x14000 | NESTED_ALL
    resume
on_2:
    put nested_identity + 0x12 * 4, 0x12000 | NESTED_ALL
    resume
caught:
    hlt
