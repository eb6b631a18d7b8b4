; pins: byte n of the output lies at n modulo 2048, so that a text can lie across the ring's end
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect output:
; expect output: ends
; expect output: here
; expect r4: 2055
; expect r5: 2055
.include "lib/pv.s"
blank = frame_a                         ; a line of 2044 spaces
_start:
    mov r1, blank
    mov r2, blank + 2044
    mov r3, ' '
.fill:
    storeb [r1], r3
    inc r1
    cmp r1, r2
    jb .fill
    mov r3, 10
    storeb [r1], r3
    print blank, blank + 2045
    print text, text + 10
    get r4, PV_CONSOLE + RING_OUTPUT_PRODUCED
    get r5, PV_CONSOLE + RING_OUTPUT_CONSUMED
    finish
    untrapped
text:
    .ascii "ends\nhere\n"
.align 4
