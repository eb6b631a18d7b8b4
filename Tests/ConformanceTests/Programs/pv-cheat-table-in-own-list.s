; pins: a list of updates may lie on the page table that it changes: it is only read there
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    machine_address r10, table
    mov r9, r10
    add r9, 0x100
    poke table, r9                      ; as an entry: not present; as an update: of the table's entry 64
    poke table + 4, 0
    window
    ask HCALL_UPDATE_TABLES, table, 1
    mov r4, r1
    finish
    untrapped
