; pins: unsigned conditional jumps look at exactly the flags that they should, for every combination
; expect stop: halt
; expect r1: 0xaaaa
; expect r2: 0x5555
; expect r3: 0xeeee
; expect r4: 0x1111

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
    try jb, r1
    try jae, r2
    try jbe, r3
    try ja, r4
    shl r8, 1
    inc r9
    cmp r9, 16
    jb next
    hlt
