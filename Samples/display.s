; The text display: 80 x 25 cells in memory. A character appears because a store has put it there.
;
; A store to a device looks like any other store, so a monitor cannot tell the two apart by the instruction: it
; leaves the display's page unmapped and learns of each access from a page fault. Compare this with `out`, which
; names its device. The program ends by reading the screen back, to show on the console what is on it.
;
; expect output: +-----------------+
; expect output: | Hello, Ring32!  |
; expect output: | on 80x25 cells  |
; expect output: +-----------------+
; expect output: attributes: 0x1f 0x1e
; expect output: scrolled: | on 80x25 cells  |
; expect output: cursor: 83
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"

COLUMNS = 80
ROWS = 25
WIDTH = 19                              ; of the box
FRAME = 0x1f << 8                       ; attributes: white on blue,
TEXT = 0x1e << 8                        ; yellow on blue

; The address of a cell.
.macro cell register, row, column
    mov \register, DISPLAY_CELLS + 2 * ((\row) * COLUMNS + \column)
.endm

_start:
    cell r4, 0, 0                       ; a blank screen
    cell r5, ROWS, 0
    mov r2, ' '
.clear:
    storeh [r4], r2
    add r4, 2
    cmp r4, r5
    jb .clear

    mov r3, FRAME
    cell r4, 1, 0
    mov r1, edge
    call write
    cell r4, 2, 0
    mov r1, sides
    call write
    cell r4, 3, 0
    mov r1, sides
    call write
    cell r4, 4, 0
    mov r1, edge
    call write
    mov r3, TEXT
    cell r4, 2, 2
    mov r1, line1
    call write
    cell r4, 3, 2
    mov r1, line2
    call write

    cell r4, 1, 0
    call show_row
    cell r4, 2, 0
    call show_row
    cell r4, 3, 0
    call show_row
    cell r4, 4, 0
    call show_row

    cell r4, 2, 0
    say "attributes: "
    loadb r1, [r4+1]                    ; single bytes can be read, too
    call print_hex
    say " "
    loadb r1, [r4+5]
    call print_hex
    say "\n"

    call scroll
    say "scrolled: "
    cell r4, 2, 0
    call show_row

    mov r4, DISPLAY_CURSOR
    mov r1, 1 * COLUMNS + 3
    store [r4], r1
    load r1, [r4]
    say "cursor: "
    call print_decimal
    say "\n"
    clr r1
    jmp exit

; Writes the text at r1 into the cells from r4 on, with the attribute in r3.
write:
    loadb r2, [r1]
    cmp r2, 0
    je .end
    or r2, r3
    storeh [r4], r2
    inc r1
    add r4, 2
    jmp write
.end:
    ret

; Moves every row one up; the lowest stays as it is. Two cells make a word.
scroll:
    cell r4, 0, 0
    cell r5, ROWS - 1, 0
.next:
    load r1, [r4 + 2 * COLUMNS]
    store [r4], r1
    add r4, 4
    cmp r4, r5
    jb .next
    ret

; Prints the box's width of cells from r4 on to the console.
show_row:
    mov r3, WIDTH
.next:
    loadb r1, [r4]
    out CONSOLE_DATA, r1
    add r4, 2
    dec r3
    cmp r3, 0
    jne .next
    say "\n"
    ret

edge:
    .asciz "+-----------------+"
sides:
    .asciz "|                 |"
line1:
    .asciz "Hello, Ring32!"
line2:
    .asciz "on 80x25 cells"
