; pins: int on a misaligned stack is a fault of the int, here through a gate with a fresh stack
; expect stop: halt
; expect word log0: 0x000d0000
; expect word error: 8
; expect word old_sp: 0x21ffd
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT | GATE_FRESH_STACK
    sub sp, 3
site:
    int 0x81
caught:
    hlt
