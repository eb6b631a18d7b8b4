; Other pages of the file come to addresses that the program has used before: what it reads must be theirs, and what it has
; written must be where it was written. {{FIRST}} (0 to 20) and {{VALUE}} (1 to 99) vary.

.include "kernel.s"
.include "calls.s"

WINDOW = USER_BASE + 0x200000
check_PAGES = 4
check_OTHER = {{FIRST}} + 30

    mov r10, {{VALUE}}
    map WINDOW, {{FIRST}}, check_PAGES            ; {{VALUE}}, {{VALUE}} + 1, ... into the first pages
    call check_fill
    call check_sum
    unmap WINDOW, check_PAGES
    map WINDOW, check_OTHER, check_PAGES            ; the same addresses, other pages: they hold 0
    call check_sum
    mov r8, r9
    mov r10, {{VALUE}} + 100
    call check_fill
    unmap WINDOW, check_PAGES
    map WINDOW + 0x5000, {{FIRST}}, check_PAGES   ; the first ones again, elsewhere,
    map WINDOW, check_OTHER, check_PAGES            ; and the others where they were
    mov r4, WINDOW + 0x5000
    call check_sum_at
    sub r7, r9, 4 * {{VALUE}} + 6           ; what r6 to r8 hold must be 0 now
    call check_sum
    sub r6, r9, 4 * {{VALUE}} + 406
    clr r1
    kernel CALL_EXIT

; Writes r10, r10 + 1, ... into the words that the pages at WINDOW begin with.
check_fill:
    mov r4, WINDOW
    mov r5, check_PAGES
.next:
    store [r4], r10
    inc r10
    add r4, PAGE_SIZE
    dec r5
    cmp r5, 0
    jne .next
    ret

; r9 = what these words add up to.
check_sum:
    mov r4, WINDOW
check_sum_at:
    mov r5, check_PAGES
    clr r9
.next:
    load r0, [r4]
    add r9, r0
    add r4, PAGE_SIZE
    dec r5
    cmp r5, 0
    jne .next
    ret
