; The scheduler: the table of processes, who runs next, sleeping and waking.
;
; A process is in one of five states. Only one is running, and as the kernel runs with interrupts off, nothing in here
; is ever interrupted: between two lines of code no other process comes in, unless the code calls `schedule`.

FREE = 0                                ; the slot is unused
READY = 1                               ; could run
RUNNING = 2
SLEEPING = 3                            ; waits until somebody calls wakeup with its channel
ZOMBIE = 4                              ; has ended; its parent has not asked yet

; A slot of the table.
P_STATE = 0
P_PID = 4
P_PARENT = 8                            ; the parent's slot
P_STACK = 12                            ; the page of its kernel stack
P_SP = 16                               ; where that stack stood when the process last gave up the CPU
P_SPACE = 20                            ; its page directory
P_CHANNEL = 24                          ; what it waits for: any address that those concerned agree on
P_STATUS = 28                           ; its exit status
P_KILLED = 32                           ; it must not return to ring 3
P_PROGRAM = 36                          ; its row of the program table
P_SIZE = 40

PROCESSES = 16
KILLED = -1                             ; the exit status of a process that has not ended by itself

processes:                              ; slot 0 is the kernel itself: it runs when nobody else can, and waits
    .space PROCESSES * P_SIZE
processes_end:
current:
    .word processes                     ; the slot of the process that runs
next_pid:
    .word 1

; Gives the CPU to the next ready process, in turn, or to slot 0 if there is none. It returns when it is this process's
; turn again. What must survive lies on the kernel stack of the process; so to switch processes is to switch stacks.
schedule:
    enter_all
    mov r7, current
    load r4, [r7]
    mov r5, r4
    mov r6, PROCESSES - 1
.next:
    add r5, P_SIZE                      ; the slot behind ours first, our own last
    mov r1, processes_end
    cmp r5, r1
    jb .look
    mov r5, processes + P_SIZE
.look:
    load r1, [r5 + P_STATE]
    cmp r1, READY
    je .found
    dec r6
    cmp r6, 0
    jne .next
    mov r5, processes
    jmp .switch
.found:
    mov r1, QUANTUM                     ; its time begins now
    platform_start_timer
.switch:
    mov r1, RUNNING
    store [r5 + P_STATE], r1
    cmp r5, r4
    je .same
    store [r7], r5
    load r1, [r5 + P_STACK]
    add r1, PAGE_SIZE
    platform_set_stack
    load r1, [r5 + P_SPACE]
    platform_load_space                 ; the kernel's part is the same: nothing moves under our feet
    store [r4 + P_SP], sp
    load sp, [r5 + P_SP]
.same:
    leave_all

; The present process gives up the rest of its time.
yield:
    this r1
    mov r2, READY
    store [r1 + P_STATE], r2
    jmp schedule

; The present process waits for the channel r1. Whoever calls this looks again when it returns: others are woken, too.
sleep:
    this r2
    store [r2 + P_CHANNEL], r1
    mov r1, SLEEPING
    store [r2 + P_STATE], r1
    jmp schedule

; Whoever waits for the channel r1 is ready again.
wakeup:
    mov r2, processes
.next:
    load r3, [r2 + P_STATE]
    cmp r3, SLEEPING
    jne .skip
    load r3, [r2 + P_CHANNEL]
    cmp r3, r1
    jne .skip
    mov r3, READY
    store [r2 + P_STATE], r3
.skip:
    add r2, P_SIZE
    mov r3, processes_end
    cmp r2, r3
    jb .next
    ret
