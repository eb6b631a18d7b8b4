; Ten pages of the heap in an order of the check's: each is read from end to end, and must be zeroes;
; then it is written, and has what was written when all have been touched. The exit code comes of all that was read; 1 if
; a page was not zero, 2 if one has not kept what it was given.
.include "platform.s"

check_STEP = 2 * {{HALF}} + 1                     ; odd, so that no page comes twice
check_PAGES = 10

    mov r9, {{CODE}} - 20 * {{KEY}}
    clr r4                              ; how many pages
    mov r5, {{START}}
.page:
    call check_address
    mov r7, r6
    add r8, r6, PAGE_SIZE
.word:
    load r1, [r7]
    cmp r1, 0
    jne check_not_zero
    add r9, r1
    add r7, 4
    cmp r7, r8
    jb .word
    xor r1, r6, 0x5555
    store [r6], r1
    store [r8 - 4], r1
    add r5, check_STEP
    inc r4
    cmp r4, check_PAGES
    jb .page

    clr r4
    mov r5, {{START}}
.again:
    call check_address
    xor r1, r6, 0x5555
    load r2, [r6]
    cmp r1, r2
    jne check_not_kept
    call check_well
    load r2, [r6 + PAGE_SIZE - 4]
    cmp r1, r2
    jne check_not_kept
    call check_well
    add r5, check_STEP
    inc r4
    cmp r4, check_PAGES
    jb .again
    mov r1, r9
check_passed:
    call_kernel CALL_EXIT
check_not_zero:
    mov r1, 1
    call_kernel CALL_EXIT
check_not_kept:
    mov r1, 2
    call_kernel CALL_EXIT

; One word more that is what it should be.
check_well:
    add r9, r2
    sub r9, r1
    mov r2, {{KEY}}
    add r9, r2
    ret

; r6 = the address of heap page r5, modulo their number.
check_address:
    and r6, r5, HEAP_PAGES - 1
    shl r6, 12
    mov r1, HEAP
    add r6, r1
    ret
