; pins: a list may unmap the page that it lies on: what r1 says has been done, and no more
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    window
    map WINDOW, frame_a, KERNEL
    mov r8, WINDOW
    machine_address r9, table
    store [r8], r9
    clr r10
    store [r8 + 4], r10
    add r9, 8
    store [r8 + 8], r9
    entry r10, frame_b, READ
    store [r8 + 12], r10
    ask HCALL_UPDATE_TABLES, r8, 2
    get r9, table + 8
    clr r4
    cmp r1, 2
    je .both
    cmp r1, 1
    jne .end
    cmp r9, 0
    jne .end
    inc r4
    jmp .end
.both:
    cmp r9, r10
    jne .end
    inc r4
.end:
    finish
    untrapped
