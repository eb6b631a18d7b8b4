; attacks: stacks, trap frames and a trap table in the display's memory, and executing there
; expect stop: halt
; expect r3: 0x1234
; expect r4: 0x81
; expect word vector: 6
; expect word count: 3
.include "lib/traps.s"
TABLE = DISPLAY_CELLS + 0x800
_start:
    traps
    ; the trap table moves into the display
    mov r6, trap_table
    mov r7, TABLE
    mov r8, TABLE + 0x700
.copy:
    load r9, [r6]
    store [r7], r9
    add r6, 4
    add r7, 4
    cmp r7, r8
    jb .copy
    mov r0, TABLE
    lidt r0
    mov sp, DISPLAY_CELLS + 0x400
    mov r0, 0x1234
    push r0
    pop r3
    call leaf
site:
    int 0x81
    mov r4, vector
    load r4, [r4]
    ; ring 3, whose traps bring their frames to the display
    mov r0, DISPLAY_CELLS + 0x600
    mov sp0, r0
    user on_3
on_3:
    mov sp, DISPLAY_CELLS + 0x300
    push r4
    int 0x81
    mov r13, done
    mov r0, DISPLAY_CELLS + 0x100
    jmp r0
leaf:
    ret
done:
    int 0x80
caught:
    mov r1, vector
    load r1, [r1]
    cmp r1, VECTOR_UNDEFINED
    jne .back
    store [sp], r13
.back:
    iret
