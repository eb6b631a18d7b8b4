; pins: the shared page's time goes on, as rdtsc does, and a timer's event is not before its time
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 1
; expect word timer_events: 1
.include "lib/pv.s"
_start:
    traps
    events
    now
    mov r8, r0
    linger 1000
    now
    clr r4
    cmp r0, r8
    jbe .stands
    inc r4
.stands:
    now
    mov r8, 30000
    add r8, r0
    must HCALL_SET_TIMER, r8, 0
    hcall HCALL_BLOCK
    now
    clr r5
    cmp r0, r8
    jb .early
    inc r5
.early:
    finish
    untrapped
