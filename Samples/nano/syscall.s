; System calls: the kernel's side. user/system.s has the numbers, and says what each call does.

; Serves the call in the trap frame r4: the number in r0, arguments in r1 to r3; the result goes to r0.
system_call:
    load r0, [r4 + T_R0]
    cmp r0, SYSTEM_CALLS
    jae .unknown
    shl r0, 2
    mov r5, system_calls
    add r5, r0
    load r5, [r5]
    load r1, [r4 + T_R1]
    load r2, [r4 + T_R2]
    load r3, [r4 + T_R3]
    call r5
    store [r4 + T_R0], r0
    ret
.unknown:
    mov r0, -1
    store [r4 + T_R0], r0
    ret

; In the order of their numbers. What fits as it is needs no function of its own.
system_calls:
    .word process_exit, process_fork, sys_wait, process_exec, process_kill, sys_getpid, sys_yield
    .word sys_write, sys_read, sys_disk_read, sys_disk_write, sys_frames
SYSTEM_CALLS = 12

sys_wait:
    call process_wait
    store [r4 + T_R1], r1               ; the one call with two results
    ret

sys_getpid:
    this r0
    load r0, [r0 + P_PID]
    ret

sys_yield:
    call yield
    clr r0
    ret

sys_write:
    push r1
    push r2
    clr r3                              ; it is only read
    call user_check
    pop r2
    pop r1
    cmp r0, 0
    je sys_refuse
    push r2
    platform_write_console              ; all of it before anybody else runs: lines of two processes never mix
    pop r0
    ret

sys_read:
    push r1
    push r2
    mov r3, 1                           ; the kernel writes it
    call user_check
    pop r2
    pop r1
    cmp r0, 0
    je sys_refuse
    jmp console_read

sys_disk_read:
    mov r3, DISK_READ
    jmp disk_transfer

sys_disk_write:
    mov r3, DISK_WRITE
    jmp disk_transfer

sys_frames:
    get r0, free_count
    ret

sys_refuse:
    mov r0, -1
    ret
