; pins: a guest that fills the shared page with what it likes harms only itself
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word timer_events: 1
; expect r4: 1
.include "lib/pv.s"
_start:
    traps
    events
    mov r1, PV_SHARED
    mov r2, PV_SHARED + PAGE_SIZE
    mov r3, -1
.fill:
    store [r1], r3
    add r1, 4
    cmp r1, r2
    jb .fill
    must HCALL_SEND_EVENT, CHANNEL_CONSOLE
    mov r1, PV_SHARED
    clr r3
    mov r2, PV_SHARED + SHARED_MASKED + 32
.clear:
    store [r1], r3
    add r1, 4
    cmp r1, r2
    jb .clear
    must HCALL_SET_TIMER, 1, 0
    linger 20000
    mov r4, 1
    finish
    untrapped
