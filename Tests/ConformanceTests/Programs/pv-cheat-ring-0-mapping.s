; pins: what only ring 0 may touch a hypercall does not read for ring 1, and a writable mapping for ring 0 is one
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 1
; expect word vector: 14
.include "lib/pv.s"
_start:
    traps
    window
    try_map WINDOW, frame_a, PTE_PRESENT | PTE_WRITABLE
    cmp r0, STATUS_DONE
    mov r4, 1
    mov r5, 1
    jne refused
    ask HCALL_CONSOLE_WRITE, WINDOW, 4
    cmp r0, -2                          ; STATUS_FAULT
    je .good
    clr r4
.good:
    map frame_a, frame_a, READ
    machine_frame r6, frame_a
    ask HCALL_PIN, r6, 1
    shr r5, r0, 31
    mov r9, WINDOW
site:
    load r8, [r9]
    jmp failed
refused:
    int 14
caught:
    finish
