; attacks: every opcode past the guest's own instructions, monitor forms, hypercalls and root mode among them, in ring 0 and ring 3
; expect stop: halt
; expect r9: 786
; expect r10: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    call all
    user site
site:
    call all
    int 0x80
; The words from opcode 0x7e on, with three kinds of operands; all but the privileged are undefined.
all:
    mov r5, 0x7e
.opcode:
    shl r6, r5, 24
    mov r7, patch
    store [r7], r6
    call try
    mov r1, 0x00120000
    or r1, r6, r1
    store [r7], r1
    call try
    mov r1, 0x0ff0fffc
    or r1, r6, r1
    store [r7], r1
    call try
    inc r5
    cmp r5, 0x100
    jne .opcode
    mov r6, 0x65001234
    store [r7], r6
    call try
    mov r6, 0x65000000
    store [r7], r6
    call try
    mov r6, 0x6500ffff
    store [r7], r6
    call try
    ret
try:
    mov r1, STRIP_BASE
    mov r2, 0x1000
    mov r0, STRIP_BASE + 0x1000
patch:
    ud
    ret
caught:
    inc r9
    mov r11, vector
    load r11, [r11]
    xor r11, r11, VECTOR_UNDEFINED
    or r10, r10, r11
    skip
