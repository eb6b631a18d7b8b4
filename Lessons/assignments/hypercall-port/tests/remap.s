; Other pages of the file come to addresses that the program has used before: what it reads must be theirs, and what it has
; written must be where it was written. {{FIRST}} (0 to 20), {{VALUE}} (1 to 99)
; and {{CODE}} (50 to 250) vary. The exit code comes of what was read.

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
    mov r11, {{CODE}} - 24 * {{VALUE}} - 1236  ; once, twice and three times what the pages hold
    add r11, r9
    call check_sum
    mul r8, r9, 5                       ; 0 if all is well
    add r11, r8
    mov r10, {{VALUE}} + 100
    call check_fill
    unmap WINDOW, check_PAGES
    map WINDOW + 0x5000, {{FIRST}}, check_PAGES   ; the first ones again, elsewhere,
    map WINDOW, check_OTHER, check_PAGES            ; and the others where they were
    mov r4, WINDOW + 0x5000
    call check_sum_at
    shl r9, 1
    add r11, r9
    call check_sum
    mul r9, 3
    add r11, r9
    mov r1, r11
check_passed:
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
