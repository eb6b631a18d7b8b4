; pins: with paging turned on, the next instruction is fetched from where the tables say
; expect stop: halt
; expect r5: 2
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, here
    mov r2, frame_a
copy:
    load r3, [r1]
    store [r2], r3
    add r1, 4
    add r2, 4
    mov r3, end
    cmp r1, r3
    jb copy
    mov r2, frame_a                     ; the copy says 2
    mov r1, other
    load r3, [r1]
    store [r2 + 4], r3
    poke identity + (here >> 12) * 4, frame_a | ALL
    mov r0, directory
    mov cr3, r0
    mov r0, CR0_PAGING
    jmp here
other:
    mov r5, 2
.align PAGE_SIZE
here:
    mov cr0, r0
    mov r5, 1
    clr r0
    hlt
end:
site:
caught:
    hlt
