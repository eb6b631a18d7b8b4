; Drivers that do their work by programmed I/O: the console's, and one for the interrupt
; controller's mask.

; r0 = the length of the line that is read to r1.
read_line:
    clr r0
.wait:
    in r2, CONSOLE_STATUS
    test r2, 1
    jz .wait
    in r2, CONSOLE_DATA
    storeb [r1], r2
    inc r1
    inc r0
    cmp r2, '\n'
    jne .wait
    ret

; Writes r2 bytes from r1 on.
write_bytes:
    add r2, r1
.wait:
    in r3, CONSOLE_STATUS
    test r3, 2
    jz .wait
    loadb r3, [r1]
    out CONSOLE_DATA, r3
    inc r1
    cmp r1, r2
    jb .wait
    ret

; The mask of line r1, both ways: each time it is read, changed and written.
change_mask:
    mov r2, 1
    shl r2, r1
    in r3, PIC_MASK
    or r3, r2
    out PIC_MASK, r3
    in r3, PIC_MASK
    not r2
    and r3, r2
    out PIC_MASK, r3
    ret
