; pins: the nested tables are the guest's: the host's accesses do not go through them, nor does the bitmap of ports
; expect engines: native
; expect stop: halt
; expect r4: 0xaa
; expect r6: 0xbb
; expect word exits: 2
; expect word reason0: 30
; expect word reason1: 18
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    nested CONTROL_IO_BITMAP
    vmset VMCS_IO_BITMAP, bitmap
    put bitmap + (TIMER_PERIOD >> 5) * 4, 1 << (TIMER_PERIOD & 31)
    put nested_identity + (bitmap >> 12) * 4, 0
    put nested_identity + (frame_a >> 12) * 4, frame_b | NESTED_ALL
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    mov r5, frame_a
    launch
guest:
site:
    load r6, [r5]
    in r0, TIMER_PERIOD
    vmcall
exited:
    load r4, [r5]
    past_until_vmcall
caught:
    hlt
