; pins: signed conditional jumps look at exactly the flags that they should, for every combination
; expect stop: halt
; expect r1: 0xcccc
; expect r2: 0x3333
; expect r3: 0xff0
; expect r4: 0xf00f
; expect r5: 0xcffc
; expect r6: 0x3003

; A bit for each of the sixteen combinations of V N Z C: whether the jump was taken.
.macro try jump, register
    push r9
    popf
    \jump .yes\@
    jmp .no\@
.yes\@:
    or \register, r8
.no\@:
.endm

    clr r9
    mov r8, 1
next:
    try je, r1
    try jne, r2
    try jl, r3
    try jge, r4
    try jle, r5
    try jg, r6
    shl r8, 1
    inc r9
    cmp r9, 16
    jb next
    hlt
