; Traps: where every way into the kernel meets, what each asks for, and the way back.

; The trap frame: what the platform and trap_common have pushed, from the lowest address up.
T_NUMBER = 0
T_R0 = 4                                ; r0 to r14
T_R1 = 8
T_R2 = 12
T_R3 = 16
T_PC = 64
T_FLAGS = 68                            ; with the ring
T_SP = 72
T_ERROR = 76
T_SIZE = 80

trap_common:
    push r13
    push r12
    push r11
    push r10
    push r9
    push r8
    push r7
    push r6
    push r5
    push r4
    push r3
    push r2
    push r1
    push r0
    push r14
    platform_identify
    mov r4, sp                          ; the trap frame, from here on
    cmp r14, TRAP_SYSTEM_CALL
    je .system_call
    cmp r14, VECTOR_PAGE_FAULT
    je .page_fault
    cmp r14, TRAP_TIMER
    je .timer
    cmp r14, TRAP_DISK
    je .disk
    cmp r14, TRAP_CONSOLE
    je .console
    jmp trap_illegal

.system_call:
    call system_call
    jmp trap_return

.page_fault:
    call from_user
    jne trap_illegal                    ; the kernel checks addresses before it uses them
    platform_fault_address
    mov r2, r0
    this r1
    load r1, [r1 + P_SPACE]
    load r3, [r4 + T_ERROR]
    and r3, PAGEFAULT_WRITE
    call page_touch
    cmp r0, 0
    je trap_illegal
    jmp trap_return                     ; and the instruction is tried again

.timer:
    platform_answer_timer
    platform_end_interrupt              ; now: the next process will not come back through here
    call from_user
    jne trap_return                     ; slot 0 was waiting; it looks for work by itself
    call yield
    jmp trap_return

.disk:
    call disk_interrupt
    platform_end_interrupt
    jmp trap_return

.console:
    call console_interrupt
    platform_end_interrupt

; The way back. A process that has been killed ends here, where it holds nothing of the kernel's any more.
trap_return:
    mov r4, sp
    call from_user
    jne .resume
    this r1
    load r2, [r1 + P_KILLED]
    cmp r2, 0
    je .resume
    mov r1, KILLED
    jmp process_exit
.resume:
    platform_resume

; Compares: `je` if the trap frame r4 is of ring 3.
from_user:
    load r1, [r4 + T_FLAGS]
    shr r1, FLAG_RING_SHIFT
    cmp r1, 3
    ret

; The process has done what it may not: report it and end it. If it was the kernel, that is the end of everything.
trap_illegal:
    call from_user
    jne .kernel
    this r5
    print "nano: process "
    load r1, [r5 + P_PID]
    call print_decimal
    print " ("
    load r1, [r5 + P_PROGRAM]
    load r1, [r1 + PROGRAM_NAME]
    call print_text
    print ") killed: "
    call print_cause
    print "\n"
    mov r1, KILLED
    jmp process_exit
.kernel:
    print "nano: panic: "
    call print_cause
    print ", pc "
    load r1, [r4 + T_PC]
    call print_hex
    print "\n"
    mov r1, 1
    platform_power_off

; Prints what happened, by the trap frame r4.
print_cause:
    push r5
    push r6
    load r5, [r4 + T_NUMBER]
    mov r6, causes
.next:
    load r1, [r6]
    cmp r1, r5
    je .found
    cmp r1, -1                          ; the last row fits everything
    je .found
    add r6, 8
    jmp .next
.found:
    load r1, [r6+4]
    call print_text
    cmp r5, VECTOR_PAGE_FAULT
    jne .done
    print " at "
    platform_fault_address
    mov r1, r0
    call print_hex
.done:
    pop r6
    pop r5
    ret

causes:
    .word VECTOR_DIVIDE, cause_divide
    .word VECTOR_BREAKPOINT, cause_breakpoint
    .word VECTOR_UNDEFINED, cause_undefined
    .word VECTOR_DOUBLE_FAULT, cause_double_fault
    .word VECTOR_PROTECTION, cause_protection
    .word VECTOR_PAGE_FAULT, cause_page_fault
    .word -1, cause_other
cause_divide:
    .asciz "divide error"
cause_breakpoint:
    .asciz "breakpoint"
cause_undefined:
    .asciz "undefined instruction"
cause_double_fault:
    .asciz "double fault"
cause_protection:
    .asciz "protection fault"
cause_page_fault:
    .asciz "page fault"
cause_other:
    .asciz "unexpected trap"
.align 4
