; pins: the guest's limit binds its outer rings, and the host's is back after the exit
; expect engines: native
; expect stop: halt
; expect r4: 0xffc00000
; expect word exits: 1
; expect word count: 1
; expect word vector: 13
; expect word error: 7
; expect word pc: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_LIMIT, 0x30000
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    mov r5, 0x30000
    launch
guest:
    load r6, [r5 - 4]
site:
    load r6, [r5]
caught:
    vmcall
exited:
    mov r4, limit
    hlt
