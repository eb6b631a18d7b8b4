; pins: in ring 3 with CR0_TRAP_TIME, cpuid and rdtsc are protection faults before they are exits
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 2
; expect word log0: 0x000d0000
; expect word log1: 0x000d0004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_RDTSC_EXITING
    vmset VMCS_GUEST_CR0, CR0_TRAP_TIME
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    launch
guest:
site:
    cpuid r1, r1
    rdtsc r1, r1
    vmcall
caught:
    skip
exited:
    hlt
