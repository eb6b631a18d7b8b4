; Processes: fork, exec, exit, wait and kill.
;
; fork copies the process that calls it, exec replaces the program of the one that calls it. Between the two the child
; is still its parent's program, and can prepare what the new one needs. What a process leaves behind when it ends is
; kept until its parent has asked for it: hence the zombies.

; ---- Making processes ----

; r0 = a slot for a child of the present process; 0 if there is none, or no frame. The child has a pid, a kernel stack
; and the program of its parent; it still needs a space, and the contents of its trap frame.
process_new:
    enter
    mov r4, processes + P_SIZE
.next:
    load r1, [r4 + P_STATE]
    cmp r1, FREE
    je .found
    add r4, P_SIZE
    mov r1, processes_end
    cmp r4, r1
    jb .next
    clr r0
    jmp .done
.found:
    call frame_zeroed
    cmp r0, 0
    je .done
    store [r4 + P_STACK], r0
    ; The stack is made to look as if the process had called schedule where it was to enter ring 3 next.
    mov r1, trap_return
    store [r0 + PAGE_SIZE - T_SIZE - 4], r1         ; schedule returns there,
    add r0, PAGE_SIZE - T_SIZE - 4 - 8 * 4          ; once it has popped r11 to r4
    store [r4 + P_SP], r0

    mov r1, next_pid
    load r2, [r1]
    store [r4 + P_PID], r2
    inc r2
    store [r1], r2
    this r1
    store [r4 + P_PARENT], r1
    load r1, [r1 + P_PROGRAM]
    store [r4 + P_PROGRAM], r1
    clr r1
    store [r4 + P_KILLED], r1
    mov r0, r4
.done:
    leave

; r0 = the trap frame with which the process r1 came from ring 3: always at the top of its kernel stack.
process_frame:
    load r0, [r1 + P_STACK]
    add r0, PAGE_SIZE - T_SIZE
    ret

; r0 = the pid of a new process that is a copy of the present one, or -1. In the copy, fork returns 0.
process_fork:
    enter
    this r5
    call process_new
    mov r4, r0
    cmp r0, 0
    je .none
    load r1, [r5 + P_SPACE]
    call space_copy
    cmp r0, 0
    je .no_space
    store [r4 + P_SPACE], r0

    mov r1, r5
    call process_frame
    mov r2, r0
    mov r1, r4
    call process_frame
    mov r1, r0
    add r3, r1, T_SIZE
.copy:
    load r0, [r2]
    store [r1], r0
    add r1, 4
    add r2, 4
    cmp r1, r3
    jb .copy
    clr r0
    store [r1 + T_R0 - T_SIZE], r0

    mov r1, READY
    store [r4 + P_STATE], r1
    load r0, [r4 + P_PID]
.done:
    leave
.no_space:
    load r1, [r4 + P_STACK]
    call frame_release
.none:
    mov r0, -1
    jmp .done

; The process r1, whose space is empty, is to run the program at row r2 from its beginning. r0 = 0 if frames ran out.
process_load:
    enter
    mov r5, r1
    mov r6, r2
    store [r5 + P_PROGRAM], r6
    load r1, [r5 + P_SPACE]
    mov r2, USER_BASE
    load r3, [r6 + PROGRAM_LOAD]
    load r4, [r6 + PROGRAM_END]
    call space_map_image
    cmp r0, 0
    je .done
    load r1, [r5 + P_SPACE]
    mov r2, LIBRARY_BASE                ; one library for all programs, in frames that all of them share
    mov r3, library.load
    mov r4, library.loadend
    call space_map_image
    cmp r0, 0
    je .done

    mov r1, r5
    call process_frame
    mov r1, USER_BASE
    store [r0 + T_PC], r1
    mov r1, STACK_TOP
    store [r0 + T_SP], r1
    mov r1, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
    store [r0 + T_FLAGS], r1
    mov r0, 1
.done:
    leave

; The present process starts over with the program number r1, which gets r2 in its own r1. r0 = -1 if there is no such
; program. If frames run out there is nothing left to return to: the process ends.
process_exec:
    enter
    mov r0, -1
    cmp r1, PROGRAMS
    jae .done
    mov r5, r2
    mul r4, r1, PROGRAM_SIZE
    mov r1, programs
    add r4, r1
    this r6
    load r1, [r6 + P_SPACE]
    call space_clear
    mov r1, r6
    mov r2, r4
    call process_load
    cmp r0, 0
    je .failed
    load r1, [r6 + P_SPACE]
    platform_load_space                 ; the TLB may still hold pages of the old program
    mov r1, r6
    call process_frame
    store [r0 + T_R1], r5
    clr r0
.done:
    leave
.failed:
    mov r1, KILLED
    jmp process_exit

; ---- Ending them ----

; The present process ends with the status r1. Its memory goes back at once, except for what it is standing on: the
; kernel stack and the directory, which its parent gives back. This does not return.
process_exit:
    this r4
    store [r4 + P_STATUS], r1
    load r1, [r4 + P_SPACE]
    call space_clear

    mov r5, processes
    mov r6, processes + P_SIZE          ; children that are left behind become those of process 1, which waits for any
.next:
    load r1, [r5 + P_PARENT]
    cmp r1, r4
    jne .skip
    store [r5 + P_PARENT], r6
.skip:
    add r5, P_SIZE
    mov r1, processes_end
    cmp r5, r1
    jb .next
    mov r1, r6
    call wakeup

    mov r1, ZOMBIE
    store [r4 + P_STATE], r1
    load r1, [r4 + P_PARENT]
    call wakeup                         ; a parent waits on its own slot
    jmp schedule

; Waits until the child with the pid r1 (or any, if r1 is 0) has ended. r0 = its pid, r1 = its status; r0 = -1 if there
; is no such child.
process_wait:
    enter
    this r4
    mov r5, r1
.again:
    mov r0, -1
    mov r1, processes + P_SIZE
.next:
    load r2, [r1 + P_STATE]
    cmp r2, FREE
    je .skip
    load r3, [r1 + P_PARENT]
    cmp r3, r4
    jne .skip
    cmp r5, 0
    je .child
    load r3, [r1 + P_PID]
    cmp r3, r5
    jne .skip
.child:
    cmp r2, ZOMBIE
    je .ended
    clr r0                              ; there is one, at least
.skip:
    add r1, P_SIZE
    mov r2, processes_end
    cmp r1, r2
    jb .next
    cmp r0, -1
    je .done
    mov r1, r4
    call sleep
    jmp .again
.ended:
    call process_reap
.done:
    leave

; Gives back what is left of the zombie in the slot r1. r0 = its pid, r1 = its status.
process_reap:
    enter
    mov r4, r1
    load r1, [r4 + P_SPACE]
    call space_free
    load r1, [r4 + P_STACK]
    call frame_release
    mov r1, FREE
    store [r4 + P_STATE], r1
    load r0, [r4 + P_PID]
    load r1, [r4 + P_STATUS]
    leave

; The process with the pid r1 is to end, when it next would return to ring 3. r0 = -1 if there is none.
; Real world: one that sleeps is woken for it, unless what it waits for cannot be called off.
process_kill:
    mov r2, processes + P_SIZE
.next:
    load r3, [r2 + P_STATE]
    cmp r3, FREE
    je .skip
    load r3, [r2 + P_PID]
    cmp r3, r1
    je .found
.skip:
    add r2, P_SIZE
    mov r3, processes_end
    cmp r2, r3
    jb .next
    mov r0, -1
    ret
.found:
    store [r2 + P_KILLED], r1           ; anything but 0
    clr r0
    ret
