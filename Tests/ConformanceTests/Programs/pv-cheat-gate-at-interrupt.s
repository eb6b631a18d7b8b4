; pins: gates at the vectors of the host's interrupts do not take these, and ring 3 comes to them by way of the hypervisor
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word vector: 0x81
; expect word count: 1
; expect word timer_events: 1
; expect r4: 0
.include "lib/pv.s"
_start:
    gate 0x20, on_81, OPEN_GATE | GATE_KEEP_INTERRUPTS
    gate 0x21, on_81, OPEN_GATE | GATE_KEEP_INTERRUPTS
    gate 0x22, on_81, OPEN_GATE | GATE_KEEP_INTERRUPTS
    traps
    events
    timer 500000
    user start, FLAG_INTERRUPT
caught:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    hcall HCALL_BLOCK
    finish
.align 4096
start:
site:
    int 0x20
