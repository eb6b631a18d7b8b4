; pins: accessed and dirty bits in a guest's table that is only readable exit as a write without bit 8: bits 1 and 3
; expect engines: native
; expect stop: halt
; expect word exits: 4
; expect word reason0: 48
; expect word qual0: 0xa
; expect word place0: 0
; expect word qual1: 0xa
; expect word place1: 0
; expect word qual2: 0xa
; expect word place2: 4
; expect word physical: 0x12000
; expect word linear: 0x40000004
; expect word reason3: 18
; expect word 0x12000: 0x3006f
; expect word 0x10400: 0x1202f
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    nested
    poke window, frame_a | ALL
    ; What else the guest needs is marked already.
    poke directory, identity | ALL | PTE_ACCESSED
    mov r2, identity
.next:
    load r0, [r2]
    or r0, PTE_ACCESSED | PTE_DIRTY
    store [r2], r0
    add r2, 4
    mov r0, identity + PAGE_SIZE
    cmp r2, r0
    jb .next
    put nested_identity + 0x10 * 4, 0x10000 | NESTED_READABLE
    put nested_identity + 0x12 * 4, 0x12000 | NESTED_READABLE
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r5, WINDOW + 4
    mov r7, nested_directory
    launch
guest:
site:
    load r4, [r5]                       ; accessed, in the directory and in the table
    store [r5], r5                      ; dirty, in the table
    vmcall
exited:
    mov r4, exits
    load r4, [r4]
    cmp r4, 2
    jb on_1
    je on_2
    cmp r4, 4
    je caught
    put nested_identity + 0x12 * 4, 0x12000 | NESTED_ALL
    invept r7
    resume
on_1:
    put nested_identity + 0x10 * 4, 0x10000 | NESTED_ALL
    invept r7
    resume
on_2:
    ; The processor cannot set it; software can.
    poke window, frame_a | ALL | PTE_ACCESSED
    resume
caught:
    hlt
