; pins: an injected page fault leaves cr2 alone: software sets it
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word count: 1
; expect word vector: 14
; expect word error: 6
; expect word address: 0x1234
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_PAGE_FAULT
    vmset VMCS_ENTRY_ERROR, 6
    mov r0, 0x1234
    mov cr2, r0
    launch
guest:
site:
    ud
caught:
    vmcall
exited:
    hlt
