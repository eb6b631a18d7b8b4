; pins: iret reads its frame at sp and writes nothing, and the error word has no effect
; expect stop: halt
; expect word log0: 0x00810004
; expect word 0x21fec: 0xdead
; expect word 0x21fe0: 0x1234
; expect word old_sp: 0x23000
; expect word flags: 0x3004
.include "lib/traps.s"
_start:
    traps
    mov sp, 0x21fe0
    mov r0, site
    store [sp + FRAME_PC], r0
    mov r0, 3 << FLAG_RING_SHIFT | FLAG_NEGATIVE
    store [sp + FRAME_FLAGS], r0
    mov r0, 0x23000
    store [sp + FRAME_SP], r0
    mov r0, 0xdead
    store [sp + FRAME_ERROR], r0
    iret
site:
    int 0x81
caught:
    mov r0, 0x1234
    mov r1, 0x21fe0
    store [r1], r0
    hlt
