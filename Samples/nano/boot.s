; From reset to the first process, and from its end to power off.

kernel_space:
    .word 0                             ; the directory of slot 0, with the part that all spaces have in common
frames_at_start:
    .word 0

_start:
    mov sp, boot_stack + PAGE_SIZE
    call frames_init
    platform_start
    mov r1, kernel_space
    store [r1], r0
    mov r4, processes                   ; what runs here is process 0 from now on
    store [r4 + P_SPACE], r0
    mov r1, boot_stack
    store [r4 + P_STACK], r1
    mov r1, RUNNING
    store [r4 + P_STATE], r1

    print "nano: "
    platform_ram
    shr r1, r0, 20
    call print_decimal
    print " MiB of memory, "
    get r1, free_count
    mov r2, frames_at_start
    store [r2], r1
    call print_decimal
    print " frames free\n"

    call process_new                    ; the only process that is not made by fork
    mov r5, r0
    call space_new
    store [r5 + P_SPACE], r0
    mov r1, r5
    mov r2, programs                    ; the first program of the table
    call process_load
    mov r1, READY
    store [r5 + P_STATE], r1

; Process 0 is where the CPU goes when nobody wants it.
idle:
    call yield                          ; returns when no process is ready
    load r1, [r5 + P_STATE]
    cmp r1, ZOMBIE
    je .over
    platform_wait                       ; until an interrupt, which may have woken somebody
    jmp idle

.over:
    mov r1, r5
    call process_reap
    mov r6, r1
    print "nano: init has ended with status "
    mov r1, r6
    call print_decimal
    get r7, frames_at_start
    get r1, free_count
    cmp r1, r7
    je .all_back
    sub r7, r1
    print ", and frames are missing: "
    mov r1, r7
    call print_decimal
    print "\n"
    mov r1, 1
    platform_power_off
.all_back:
    print "\nnano: all "
    mov r1, r7
    call print_decimal
    print " frames are free again\n"
    mov r1, r6
    platform_power_off
