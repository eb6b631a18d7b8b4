; pins: in ring 0 pushf, sidt, smsw and rdring answer for the guest: its IF, its table, its cr0, its ring
; expect stop: halt
; expect engines: native hvm bt
; expect r1: 0x200
; expect r2: 0
; expect r3: 5
; expect r4: 0
; expect r5: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, CR0_PAGING | CR0_TRAP_TIME
    mov cr0, r0
    clr r1
    test r1, r1
    cmp sp, 0                           ; no arithmetic flag is set
    sti
    pushf
    pop r1
    cli
    pushf
    pop r5
    sidt r2
    mov r6, trap_table
    sub r2, r2, r6
    smsw r3
    rdring r4
site:
caught:
    hlt
