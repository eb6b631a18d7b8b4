; pins: a guest without paging has guest-physical addresses, which the nested tables lead on, for code, data and stack
; expect engines: native
; expect stop: halt
; expect r4: 0x1234
; expect word 0x31ff8: 0x1234
; expect word exits: 1
; expect word reason: 18
; expect word guest_pc: 0x2000000c
; expect word guest_sp: 0x20001ff8
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_window, frame_a | NESTED_READABLE
    put nested_window + 4, frame_b | NESTED_ALL
    mov r0, guest                       ; the code is copied to where it runs
    mov r1, frame_a
    load r2, [r0]
    store [r1], r2
    load r2, [r0 + 4]
    store [r1 + 4], r2
    load r2, [r0 + 8]
    store [r1 + 8], r2
    load r2, [r0 + 12]
    store [r1 + 12], r2
    vmset VMCS_GUEST_PC, NESTED
    vmset VMCS_GUEST_SP, NESTED + 0x2000
    put nested_directory, 0             ; there is nothing else
    launch
guest:
    mov r4, 0x1234
    push r4
    push r4
    vmcall
site:
exited:
caught:
    hlt
