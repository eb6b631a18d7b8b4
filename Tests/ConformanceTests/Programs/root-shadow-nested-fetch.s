; pins: sti and hlt cannot be parted, even if hlt lies on a page that nested tables do not have yet
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 48
; expect word physical: 0x30000
; expect word reason1: 18
; expect word count: 1
; expect word log0: 0x00200004
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
site = 0x30000
_start:
    root
    nested
    put nested_identity + 0x30 * 4, 0
    put 0x2fffc, 0x72000000             ; sti
    put 0x30000, 0x70000000             ; hlt
    put 0x30004, 0x98000000             ; vmcall
    mov r0, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 64
    out TIMER_PERIOD, r0
    mov r0, 1
    out TIMER_CONTROL, r0
.wait:
    in r0, TIMER_STATUS
    cmp r0, 0
    je .wait
    vmset VMCS_GUEST_PC, 0x2fffc
    launch
guest:
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_ALL
    resume
caught:
    mov r0, 1
    out TIMER_STATUS, r0
    out PIC_EOI, r0
    iret
over:
    hlt
