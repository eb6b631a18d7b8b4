; A worker that computes and nothing else: how many primes are there among the r1-th five thousand numbers?

primes_main:
    mul r4, r1, 5000                    ; the number to try,
    add r5, r4, 5000                    ; and where to end
    clr r6
.number:
    cmp r4, 2
    jb .no
    mov r1, 2
.divisor:
    mul r2, r1, r1
    cmp r2, r4
    ja .prime                           ; a divisor beyond the root would have brought one below it
    mod r2, r4, r1
    cmp r2, 0
    je .no
    inc r1
    jmp .divisor
.prime:
    inc r6
.no:
    inc r4
    cmp r4, r5
    jb .number
    mov r1, r6
    system EXIT
