; pins: sysret takes N Z C V from r12, ignores the ring there, and drops bits that do not exist
; expect stop: halt
; expect word flags: 0x3005
; expect word pc: 4
; expect word old_sp: 0x24000
.include "lib/traps.s"
_start:
    traps
    mov r12, 0xffff8cf5
    mov r13, site
    mov r14, user_stack
    sysret
site:
    int 0x81
caught:
    hlt
