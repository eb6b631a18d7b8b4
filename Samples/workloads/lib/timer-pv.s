; The timer of a hypervisor: it sends an event once a time has come. The functions are those of
; timer-bare.s.

start_timer:
    ret

; Waits until PERIOD has passed. Only low words are looked at, so that this is right for the first
; 2^32 ticks.
wait_for_tick:
    mov r2, PV_SHARED
    rdtsc r0, r1
    load r3, [r2 + SHARED_TIME_STAMP]
    sub r0, r3                          ; so long ago
    load r3, [r2 + SHARED_TIME]         ; it was that time
    add r1, r0, r3
    mov r3, PERIOD
    add r1, r3
    clr r2
    request HCALL_SET_TIMER
.wait:
    platform_wait
    mov r1, PV_SHARED + SHARED_PENDING + CHANNEL_TIMER
    loadb r2, [r1]
    cmp r2, 0
    je .wait
    clr r2
    storeb [r1], r2
    ret

stop_timer:
    ret
