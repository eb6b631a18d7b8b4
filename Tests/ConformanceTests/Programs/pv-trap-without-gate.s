; pins: a trap for which the guest has no gate is the end of it
; expect stop: crash
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    mov r5, 1
    clr r6
    div r5, r5, r6
    mov r5, 2
    finish
    untrapped
