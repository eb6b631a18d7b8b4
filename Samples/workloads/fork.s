; Processes that come and go: fork, exec, exit and wait, as a shell does for every command.
;
; fork copies page tables and no pages: the parent and the child may only read what they have in
; common, so that the first write of either is a page fault. exec throws the copy away for a fresh
; space. Hence a round makes two directories and two tables, fills them, changes entries of a table
; in use, and takes faults that are the kernel's own business. All of that is what a monitor with
; shadow page tables has to follow store by store; for nested paging it is nothing special. The port
; has to ask for every table that begins or ends, and for every entry that changes later.
;
; given port: fork-pv.s
; expect output: 40 children, and the sum of what they ended with is 243160
; expect exit: 0
; expect engines: native trap bt pv hvm

ROUNDS = 40                             ; each is a fork, an exec, an exit and a wait
PAGES = 16                              ; of data
CHILD_PAGES = 6                         ; of these are written by the child, before it calls exec,
PARENT_PAGES = 4                        ; and so many by the parent after the child's end

DATA = USER_BASE + (1 << 20)

CALL_FORK = 0                           ; r0 = 0 in the child, 1 in the parent
CALL_EXEC = 1                           ; starts the program anew, with r1 in r4
CALL_WAIT = 2                           ; lets the child run to its end; r0 = what it ended with
CALL_EXIT = 3                           ; ends with r1

.include "lib/platform.s"
.include "lib/process.s"
.include "lib/copy.s"

.section data
parent:
    .space P_SIZE
child:
    .space P_SIZE
status:                                 ; what the child has ended with
    .word 0
    .space 512
parent_stack:
    .space 512
child_stack:
.section text

main:
    mov r1, VECTOR_PAGE_FAULT
    mov r2, on_page_fault
    platform_set_handler
    call program_space
    mov r4, r0
    mov r1, r0
    mov r2, DATA
    mov r3, PAGES
    call map_new
    mov r1, parent
    mov r2, r4
    mov r3, parent_stack
    clr r4                              ; the program is the first one
    call process_new
    mov r4, parent
    jmp switch_for_good

system_call:
    cmp r0, CALL_FORK
    je .fork
    cmp r0, CALL_EXEC
    je .exec
    cmp r0, CALL_WAIT
    je .wait
    get r2, current
    mov r3, parent
    cmp r2, r3
    je .end
    set status, r1, r2                  ; the child's end: its parent takes the rest away
    mov r4, r3
    jmp switch_for_good

.fork:
    get r1, current
    load r1, [r1 + P_SPACE]
    call space_copy
    mov r1, child
    mov r2, r0
    mov r3, child_stack
    call process_fork
    mov r0, 1
    return_to_program

.exec:
    mov r4, r1                          ; the program's registers are not needed any more
    call program_space
    mov r5, r0
    mov r1, r0
    platform_load_space
    mov r6, child
    load r1, [r6 + P_SPACE]
    store [r6 + P_SPACE], r5
    call space_free
    mov sp, child_stack
    call push_program_frame
    return_from_trap

.wait:
    mov r1, child
    call switch
    mov r1, child
    load r1, [r1 + P_SPACE]
    call space_free
    get r0, status
    return_to_program

.end:
    mov r4, r1
    mov r1, ROUNDS
    call print_decimal
    say " children, and the sum of what they ended with is "
    mov r1, r4
    call print_decimal
    say "\n"
    clr r1
    platform_power_off

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    cmp r4, 0
    jne .executed
    mov r5, ROUNDS
    clr r8                              ; the sum
.round:
    mov r0, CALL_FORK
    call_kernel
    cmp r0, 0
    je .child
    mov r0, CALL_WAIT
    call_kernel
    add r8, r0
    mov r1, 1
    mov r2, PARENT_PAGES
    call write
    dec r5
    cmp r5, 0
    jne .round
    mov r0, CALL_EXIT
    mov r1, r8
    call_kernel

.child:
    mov r1, 1000
    mov r2, CHILD_PAGES
    call write
    mov r1, r0
    mov r0, CALL_EXEC
    call_kernel

.executed:                              ; a fresh space: only the argument has been kept
    push r4
    pop r1
    inc r1
    mov r0, CALL_EXIT
    call_kernel

; Adds r1 to the first word of the first r2 pages of data; r0 = the sum of all these words.
write:
    clr r0
    mov r3, DATA
.next:
    load r12, [r3]
    add r12, r1
    store [r3], r12
    add r0, r12
    add r3, PAGE_SIZE
    dec r2
    cmp r2, 0
    jne .next
    ret
