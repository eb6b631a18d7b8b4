; Arithmetic on 32 bits, checked by the program itself: wrapping, signs, shifts, flags and every condition.
;
; Nothing here is privileged but the printing and `pushf`, so every engine lets it run at full speed: compare
; the cycles with those of hello.s. Look at `conditions`, which asks all ten branches about one pair of numbers.
;
; expect output: addition and subtraction wrap: ok
; expect output: multiplication keeps the low word: ok
; expect output: division, unsigned and signed: ok
; expect output: bits and shifts: ok
; expect output: constants: ok
; expect output: bytes and half-words: ok
; expect output: flags: ok
; expect output: conditions: ok
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"

; expect REGISTER, VALUE ends the program with a report unless the register holds the value. r1 and r2 are lost.
.macro expect register, value
    mov r1, \register
    mov r2, \value
    call check
.endm

_start:
    mov r3, 0x7fffffff
    add r4, r3, 1                   ; past the largest signed number lies the smallest
    expect r4, 0x80000000
    mov r3, -1
    add r4, r3, r3
    expect r4, -2
    clr r3
    sub r4, r3, 1
    expect r4, 0xffffffff
    neg r4, r4
    expect r4, 1
    mov r3, 0x80000000
    neg r4, r3                      ; the one negative number without a counterpart
    expect r4, 0x80000000
    say "addition and subtraction wrap: ok\n"

    mov r3, 0x10001
    mul r4, r3, r3                  ; 0x1_0002_0001
    expect r4, 0x20001
    mul r4, r3, -3
    expect r4, 0xfffcfffd
    say "multiplication keeps the low word: ok\n"

    mov r3, -7                      ; unsigned, this is 4294967289
    mov r4, 2
    div r5, r3, r4
    expect r5, 0x7ffffffc
    mod r5, r3, r4
    expect r5, 1
    idiv r5, r3, r4                 ; signed division rounds towards zero,
    expect r5, -3
    imod r5, r3, r4                 ; so the remainder has the sign of the dividend
    expect r5, -1
    mov r4, -2
    idiv r5, r3, r4
    expect r5, 3
    imod r5, r3, r4
    expect r5, -1
    say "division, unsigned and signed: ok\n"

    mov r3, 0x0ff0
    mov r4, 0x00ff
    and r5, r3, r4
    expect r5, 0x00f0
    or r5, r3, r4
    expect r5, 0x0fff
    xor r5, r3, r4
    expect r5, 0x0f0f
    not r5, r3
    expect r5, 0xfffff00f
    mov r3, 0x80000001
    shl r5, r3, 1
    expect r5, 2
    shr r5, r3, 1                   ; zeros come in from the left,
    expect r5, 0x40000000
    sar r5, r3, 1                   ; or copies of the sign
    expect r5, 0xc0000000
    mov r4, 33
    shl r5, r3, r4                  ; a count in a register is taken modulo 32
    expect r5, 2
    shr r5, r3, r4
    expect r5, 0x40000000
    sar r5, r3, r4
    expect r5, 0xc0000000
    say "bits and shifts: ok\n"

    mov r3, -1                      ; constants of add, sub, mul and cmp are signed,
    add r4, r3, -32768
    expect r4, 0xffff7fff
    and r4, r3, 0xffff              ; those of and, or, xor and test are not
    expect r4, 0x0000ffff
    xor r4, r3, 0xffff
    expect r4, 0xffff0000
    mov r4, 0x1234
    movhi r4, 0x5678                ; the lower half stays
    expect r4, 0x56781234
    mov r4, 0x89abcdef              ; too wide for one word: the assembler makes mov and movhi of it
    shr r4, 16
    expect r4, 0x89ab
    say "constants: ok\n"

    mov r3, scratch
    mov r4, 0x8081f2f3
    store [r3], r4
    loadb r5, [r3]                  ; little-endian: the lowest byte comes first
    expect r5, 0xf3
    loadsb r5, [r3+3]
    expect r5, 0xffffff80
    loadh r5, [r3+2]
    expect r5, 0x8081
    loadsh r5, [r3]
    expect r5, 0xfffff2f3
    clr r4
    storeb [r3+1], r4
    load r5, [r3]
    expect r5, 0x808100f3
    storeh [r3+2], r4
    load r5, [r3]
    expect r5, 0xf3
    say "bytes and half-words: ok\n"

    mov r3, 5
    cmp r3, 5
    call flags
    expect r0, FLAG_ZERO
    cmp r3, 6                       ; a borrow; the result is negative
    call flags
    expect r0, FLAG_CARRY | FLAG_NEGATIVE
    mov r4, 0x80000000
    cmp r4, r3                      ; below the smallest number: positive again, which is an overflow
    call flags
    expect r0, FLAG_OVERFLOW
    cmp r3, r4
    call flags
    expect r0, FLAG_CARRY | FLAG_NEGATIVE | FLAG_OVERFLOW
    test r4, r4
    call flags
    expect r0, FLAG_NEGATIVE
    cmp r3, 6
    test r3, 2                      ; 5 AND 2 is 0, and test clears the carry that cmp has left
    call flags
    expect r0, FLAG_ZERO
    cmp r3, 6
    add r3, r3, r3                  ; arithmetic leaves the flags alone
    call flags
    expect r0, FLAG_CARRY | FLAG_NEGATIVE
    say "flags: ok\n"

    mov r7, pairs
.pair:
    load r3, [r7]
    load r4, [r7+4]
    load r8, [r7+8]
    call conditions
    expect r0, r8
    add r7, 12
    mov r1, pairs_end
    cmp r7, r1
    jb .pair
    say "conditions: ok\n"

    clr r1
    jmp exit

; Ends the program unless r1 equals r2. The return address tells which check it was.
check:
    cmp r1, r2
    jne .wrong
    ret
.wrong:
    say "wrong: "
    call print_hex
    say " instead of "
    mov r1, r2
    call print_hex
    say ", before the address "
    load r1, [sp]
    call print_hex
    say "\n"
    mov r1, 1
    jmp exit

; The arithmetic flags, in r0. `call` has not changed them.
flags:
    pushf
    pop r0
    and r0, FLAG_CARRY | FLAG_ZERO | FLAG_NEGATIVE | FLAG_OVERFLOW
    ret

E = 1 << 0
NE = 1 << 1
L = 1 << 2
GE = 1 << 3
LE = 1 << 4
G = 1 << 5
B = 1 << 6
AE = 1 << 7
BE = 1 << 8
A = 1 << 9

; Which conditions hold between r3 and r4? One bit each, in r0.
conditions:
    clr r0
    cmp r3, r4                      ; once: neither `or` nor a jump writes the flags
    jne .c1
    or r0, E
.c1: je .c2
    or r0, NE
.c2: jge .c3
    or r0, L
.c3: jl .c4
    or r0, GE
.c4: jg .c5
    or r0, LE
.c5: jle .c6
    or r0, G
.c6: jae .c7
    or r0, B
.c7: jb .c8
    or r0, AE
.c8: ja .c9
    or r0, BE
.c9: jbe .c10
    or r0, A
.c10:
    ret

; Two numbers, and what holds between them: signed and unsigned order may disagree.
pairs:
    .word 5, 5,                    E | GE | LE | AE | BE
    .word 1, 2,                    NE | L | LE | B | BE
    .word 2, 1,                    NE | G | GE | A | AE
    .word -1, 1,                   NE | L | LE | A | AE
    .word 1, -1,                   NE | G | GE | B | BE
    .word 0x80000000, 0x7fffffff,  NE | L | LE | A | AE
    .word 0x7fffffff, 0x80000000,  NE | G | GE | B | BE
    .word 0, 0x80000000,           NE | G | GE | B | BE
pairs_end:

scratch:
    .word 0
