; pins: input comes into the ring with an event, and a byte lies at its number
; given input: abc
; expect engines: pv
; expect stop: exit
; expect r4: 3
; expect r5: 0x61
; expect r6: 0x63
; expect r7: 0
; expect r8: 1
.include "lib/pv.s"
_start:
    traps
    events
.more:
    hcall HCALL_BLOCK
    mask_events
    get r4, PV_CONSOLE + RING_INPUT_PRODUCED
    cmp r4, 3
    jne .more
    mov r9, PV_CONSOLE
    loadb r5, [r9 + RING_INPUT]
    loadb r6, [r9 + RING_INPUT + 2]
    load r7, [r9 + RING_INPUT_CONSUMED]
    get r8, console_events
    cmp r8, 1
    jbe .end
    mov r8, 1                           ; one each, or one for all
.end:
    finish
    untrapped
