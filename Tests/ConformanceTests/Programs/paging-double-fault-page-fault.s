; pins: a page fault whose frame meets another missing page leaves the stack's address in cr2, not its own
; expect stop: halt
; expect word log0: 0x00080000
; expect word error: 0
; expect word address: 0x40000ffc
; expect word old_sp: 0x40001000
; expect word frame: 0x1fff0
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r6, SECOND
    mov sp, SECOND
site:
    load r1, [r6]
caught:
    hlt
