; pins: the console prints what is in its ring when it is told, and says that it has
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect output: one
; expect output: two
; expect r4: 8
; expect r5: 8
.include "lib/pv.s"
_start:
    print text, text + 4
    print text + 4, text + 8
    get r4, PV_CONSOLE + RING_OUTPUT_PRODUCED
    get r5, PV_CONSOLE + RING_OUTPUT_CONSUMED
    finish
    untrapped
text:
    .ascii "one\ntwo\n"
.align 4
