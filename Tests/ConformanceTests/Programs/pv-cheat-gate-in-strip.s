; pins: a gate into the strip is refused, or a protection fault of ring 1 when it is used
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    traps
    gate 0x83, 0xffc00100, GATE
    gate 0x82, 0xffc00100, OPEN_GATE | GATE_KEEP_INTERRUPTS
    ask HCALL_SET_TRAP_TABLE, trap_table
    cmp r0, STATUS_DONE
    jne good
    mov r10, direct
site:
    int 0x83
caught:
    get r5, vector
    cmp r5, VECTOR_PROTECTION
    jne failed
    get r5, error
    cmp r5, PROTECTION_STRIP
    jne failed
    get r5, flags
    shr r5, FLAG_RING_SHIFT
    cmp r5, 1
    jne failed
    jmp r10
direct:
    mov r10, good
    user start
good:
    mov r4, 1
    finish
.align 4096
start:
    int 0x82
