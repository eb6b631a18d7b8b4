; The disk driver: one request at a time; a process sleeps until the disk's interrupt wakes it, and others run.

disk_busy:
    .word 0                             ; a request is under way; waited for by those who have one, too
disk_done:
    .word 0                             ; the interrupt has come; waited for by the one whose request it was
disk_result:
    .word 0

; Moves the sector r1 from the disk to the 512 bytes at r2, or the other way; r3 says which. r0 = 0, or -1. The address
; must be a multiple of 512, so that the buffer lies in a single frame, for DMA goes straight to it: no copies.
disk_transfer:
    enter
    mov r4, r1
    mov r5, r2
    mov r6, r3
    test r5, 511
    jnz .refused
    mov r1, r5
    mov r2, 512
    clr r3
    cmp r6, DISK_READ                   ; the disk will write to memory, and does not know of copy-on-write:
    jne .check                          ; the frame must be this process's own before it starts
    mov r3, 1
.check:
    call user_check
    cmp r0, 0
    je .refused

    mov r7, disk_busy
.wait:
    load r1, [r7]
    cmp r1, 0
    je .start
    mov r1, r7
    call sleep
    jmp .wait
.start:
    mov r1, 1
    store [r7], r1
    clr r1
    store [r7 + disk_done - disk_busy], r1
    this r1
    load r1, [r1 + P_SPACE]
    mov r2, r5
    call entry_find
    load r2, [r0]                       ; the page's frame, and the offset in it: the physical address
    platform_frame r2
    and r5, PAGE_SIZE - 1
    or r2, r5
    mov r1, r4
    mov r3, r6
    platform_start_disk
.done:
    load r1, [r7 + disk_done - disk_busy]
    cmp r1, 0
    jne .finish
    add r1, r7, disk_done - disk_busy
    call sleep
    jmp .done
.finish:
    load r4, [r7 + disk_result - disk_busy]
    clr r1
    store [r7], r1
    mov r1, r7
    call wakeup                         ; the next, please
    mov r0, r4
    jmp .return
.refused:
    mov r0, -1
.return:
    leave

disk_interrupt:
    platform_answer_disk
    mov r1, disk_result
    store [r1], r0
    mov r1, disk_done
    store [r1], r1                      ; anything but 0
    jmp wakeup
