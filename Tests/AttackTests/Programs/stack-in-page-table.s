; attacks: the kernel's stack in the live page table: each trap's frame becomes entries, of the host's frames and of the strip
; expect stop: halt
; expect r9: 60
; expect r3: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    ; the stack is the end of the window's own table, and maps what it maps while it is used
    mov r0, window + PAGE_SIZE
    mov sp0, r0
    paging
    user site
site:
    mov r10, WINDOW
    mov r11, WINDOW + 0x3ff000
round:
    store [r10], r10
    int 0x81
    ; the page of the error code's word, of the stack pointer's, of the pc's
    load r1, [r11]
    load r1, [r11 - 0x1000]
    load r1, [r11 - 0x3000]
    load r3, [r10]
    xor r3, r3, r10
    inc r12
    cmp r12, 15
    jne round
    int 0x80
caught:
    inc r9
    mov r1, vector
    load r1, [r1]
    cmp r1, 0x81
    je .back
    skip
.back:
    iret
