; pins: an event can be sent to a device only, and a device with a ring at that
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -3
; expect r7: 0
.include "lib/pv.s"
_start:
    ask HCALL_SEND_EVENT, 3
    mov r4, r0
    ask HCALL_SEND_EVENT, -1
    mov r5, r0
    ask HCALL_SEND_EVENT, 0x10001
    mov r6, r0
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    mov r7, r0
    finish
    untrapped
