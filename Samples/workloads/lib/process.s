; Processes that have a space and a stack in the kernel each, and how the processor goes from one to
; the other.
;
; A process that does not run has left its registers on its stack, as `switch` has pushed them.

P_SP = 0                                ; where, while it does not run
P_STACK = 4                             ; where its stack ends
P_SPACE = 8
P_SIZE = 12

.macro enter_all                        ; all registers that a call must keep
    enter
    push r8
    push r9
    push r10
    push r11
.endm
.macro leave_all
    pop r11
    pop r10
    pop r9
    pop r8
    leave
.endm

.section data
current:                                ; the process that runs
    .word 0
.section text

; The process r1 gets the space r2 and the stack that ends at r3; it will start with the program,
; and r4 as it is here.
process_new:
    store [r1 + P_SPACE], r2
    store [r1 + P_STACK], r3
    mov r13, r1
    mov r14, sp
    mov sp, r3
    call push_program_frame
    mov r1, program_starts
    push r1                             ; where `switch` returns to for the first time
    enter_all
    store [r13 + P_SP], sp
    mov sp, r14
    ret
program_starts:
    return_from_trap

; The process r1 gets the space r2 and the stack that ends at r3; it will return from the system
; call that sp is at the frame of, with the registers as they are here, but 0 in r0. (The caller's
; own return address lies below the frame.)
process_fork:
    store [r1 + P_SPACE], r2
    store [r1 + P_STACK], r3
    mov r13, r1
    add r14, sp, 4                      ; the frame is copied
    sub r3, FRAME_SIZE
    load r0, [r14 + FRAME_PC]
    store [r3 + FRAME_PC], r0
    load r0, [r14 + FRAME_FLAGS]
    store [r3 + FRAME_FLAGS], r0
    load r0, [r14 + FRAME_SP]
    store [r3 + FRAME_SP], r0
    mov r14, sp
    mov sp, r3
    mov r1, fork_returns
    push r1
    enter_all
    store [r13 + P_SP], sp
    mov sp, r14
    ret
fork_returns:
    clr r0
    return_to_program

; Goes on with the process r1. Returns when somebody goes on with the process that has called.
switch:
    enter_all
    mov r4, r1
    get r2, current
    store [r2 + P_SP], sp
; The same, but the one that has called is never gone on with.
switch_for_good:
    set current, r4, r2
    load sp, [r4 + P_SP]
    load r1, [r4 + P_SPACE]
    platform_load_space
    load r1, [r4 + P_STACK]
    platform_set_stack
    leave_all
