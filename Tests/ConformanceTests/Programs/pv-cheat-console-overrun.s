; pins: a guest that claims more output than the ring holds, or less than is printed, gets no more than a ring's worth a time
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    mov r2, PV_CONSOLE + RING_OUTPUT
    mov r3, 0x0a0a0a0a
.fill:
    store [r2], r3
    add r2, 4
    mov r1, PV_CONSOLE + PAGE_SIZE
    cmp r2, r1
    jb .fill
    poke PV_CONSOLE + RING_OUTPUT_PRODUCED, 5000
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    poke PV_CONSOLE + RING_OUTPUT_PRODUCED, 1
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    poke PV_CONSOLE + RING_OUTPUT_PRODUCED, -1
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    poke PV_CONSOLE + RING_OUTPUT_CONSUMED, 0x80000000
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    mov r4, 1
    finish
    untrapped
