; Gives pages back and touches them again: they must be new, and the pool must not run dry. The exit
; code comes of all rounds; 1 if a page still has what it had, 2 if it does not keep what is written.
.include "platform.s"

    mov r1, HEAP + 3 * PAGE_SIZE        ; it has no frame: nothing happens
    call_kernel CALL_RELEASE
    mov r9, {{CODE}} - {{ROUNDS}} * {{KEY}}
    clr r4
.round:
    mul r5, r4, 7
    and r5, HEAP_PAGES - 1
    shl r5, 12
    mov r1, HEAP
    add r5, r1
    load r1, [r5]
    cmp r1, 0
    jne check_not_new
    add r1, r4, 77
    store [r5], r1
    store [r5 + 2044], r1
    load r2, [r5]
    cmp r1, r2
    jne check_not_kept
    mov r1, r5
    call_kernel CALL_RELEASE
    load r1, [r5]                       ; by an access that has just been made
    cmp r1, 0
    jne check_not_new
    add r9, r1
    load r1, [r5 + 2044]
    cmp r1, 0
    jne check_not_new
    add r9, r1
    mov r1, {{KEY}}
    add r9, r1
    mov r1, r5
    call_kernel CALL_RELEASE
    mov r1, r5                          ; and once more: nothing happens
    call_kernel CALL_RELEASE
    inc r4
    cmp r4, {{ROUNDS}}
    jb .round
    mov r1, r9
check_passed:
    call_kernel CALL_EXIT
check_not_new:
    mov r1, 1
    call_kernel CALL_EXIT
check_not_kept:
    mov r1, 2
    call_kernel CALL_EXIT
