; Reads a sector, then writes four and reads them back. The process sleeps through each request.

FIRST = 200
COUNT = 4

sectors_main:
    mov r1, 3
    mov r2, HEAP_BASE                   ; any multiple of 512 will do
    system READ_SECTOR
    say "sectors: the disk says: "
    mov r1, HEAP_BASE
    call say_text

    mov r5, HEAP_BASE                   ; what is written: 5, 8, 11, ...
    mov r6, HEAP_BASE + COUNT * 512
    mov r1, 5
.fill:
    store [r5], r1
    add r1, 3
    add r5, 4
    cmp r5, r6
    jb .fill

    clr r11                             ; results other than 0
    clr r4
    mov r5, HEAP_BASE
.write:
    add r1, r4, FIRST
    mov r2, r5
    system WRITE_SECTOR
    or r11, r0
    add r5, 512
    inc r4
    cmp r4, COUNT
    jb .write

    clr r4                              ; back again, behind what was written
.read:
    add r1, r4, FIRST
    mov r2, r5
    system READ_SECTOR
    or r11, r0
    add r5, 512
    inc r4
    cmp r4, COUNT
    jb .read

    mov r4, HEAP_BASE
    mov r5, r6
.compare:
    load r1, [r4]
    load r2, [r5]
    cmp r1, r2
    jne .wrong
    add r4, 4
    add r5, 4
    cmp r4, r6
    jb .compare

    mov r1, 100000                      ; far beyond the end
    mov r2, HEAP_BASE
    system READ_SECTOR
    cmp r0, -1
    jne .wrong
    mov r1, 0
    mov r2, HEAP_BASE + 4               ; not a multiple of 512
    system READ_SECTOR
    cmp r0, -1
    jne .wrong
    cmp r11, 0
    jne .wrong
    say "sectors: four written, read back, and the same\n"
    clr r1
    system EXIT
.wrong:
    say "sectors: wrong\n"
    mov r1, 1
    system EXIT
