; pins: a guest that claims to have read more input than came, or writes the hypervisor's words, harms only itself
; given input: some input
; expect engines: pv
; expect stop: exit
; expect r4: 1
.include "lib/pv.s"
_start:
    poke PV_CONSOLE + RING_INPUT_CONSUMED, 0x12345678
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    poke PV_CONSOLE + RING_INPUT_PRODUCED, 0xfffffffe
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    linger 50000
    poke PV_CONSOLE + RING_INPUT_CONSUMED, -1
    poke PV_CONSOLE + RING_INPUT_PRODUCED, 0
    ask HCALL_SEND_EVENT, CHANNEL_CONSOLE
    linger 50000
    mov r4, 1
    finish
    untrapped
