; pins: the hypervisor has read the gates when it was asked, and does not look at them later
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word vector: 0x83
.include "lib/pv.s"
_start:
    traps
    gate 0x83, on_81, GATE
site:
    int 0x83
caught:
    finish
