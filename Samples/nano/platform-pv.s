; The platform of a paravirtual kernel: what platform-bare.s answers with privileged instructions and devices is answered here
; by hypercalls, and by pages shared with the hypervisor. The requests are described there.
;
; The kernel runs in ring 1. Its page tables are the processor's, with machine addresses in them; a frame that is a page table
; cannot be written, by anybody but the hypervisor. Interrupts are events: bytes in a shared page, and a callback.

TRAP_TIMER = 0x20                       ; numbers of our own: nothing of the hardware comes by them
TRAP_CONSOLE = 0x21
TRAP_DISK = 0x22
TRAP_EVENTS = 0x2f                      ; some event, or several, or none
TRAP_SYSTEM_CALL = 0x80                 ; a gate from ring 3 straight to ring 1

DISK_READ = REQUEST_READ
DISK_WRITE = REQUEST_WRITE

KERNEL_PAGE = PTE_PRESENT | 1 << PTE_RING_SHIFT

; A word of one of the pages that are shared with the hypervisor.
.macro get_shared register, place
    mov \register, \place
    load \register, [\register]
.endm

; ---- Memory ----

.macro platform_ram
    get_shared r0, PV_START + START_PAGES
    shl r0, 12
    mov r1, MAX_RAM
    cmp r0, r1
    jbe .fits\@
    mov r0, r1
.fits\@:
.endm

.macro platform_frames_end              ; what lies above are the page tables that we were started with
    get_shared r0, PV_START + START_FREE_END
    mov r1, MAX_RAM
    cmp r0, r1
    jbe .fits\@
    mov r0, r1
.fits\@:
.endm

; The register holds the number of a page; it gets the number of its machine frame. The other way round with
; PV_PAGE_OF_FRAME.
.macro look_up register, table
    shl \register, 2
    mov r12, \table
    add \register, r12
    load \register, [\register]
.endm

.macro platform_frame register
    shr \register, 12
    look_up \register, PV_PAGE_OF_FRAME
    shl \register, 12
.endm

.macro platform_entry register
    shr r13, \register, 12
    look_up r13, PV_FRAME_OF_PAGE
    shl r13, 12
    and \register, PAGE_SIZE - 1
    or \register, r13
.endm

; Page tables must not be writable: neither for us nor for anybody else.
.macro platform_use_table
    mov r2, KERNEL_PAGE
    call map_kernel_page
.endm

.macro platform_drop_table
    mov r2, KERNEL_PAGE | PTE_WRITABLE
    call map_kernel_page
.endm

.macro platform_use_directory
    platform_use_table
    call pin_directory
.endm

.macro platform_drop_directory
    call unpin_directory
    mov r1, r3
    platform_drop_table
.endm

.macro platform_set_entry
    call set_entry
.endm

.macro platform_begin_batch
    mov r0, queue_waits
    store [r0], r0
.endm

.macro platform_end_batch
    call end_batch
.endm

.macro platform_flush_page
    hcall HCALL_FLUSH_PAGE
.endm

.macro platform_load_space
    shr r1, 12
    look_up r1, PV_FRAME_OF_PAGE
    request HCALL_SET_TABLE_BASE
.endm

; A hypercall that must not be refused.
.macro request call
    hcall \call
    cmp r0, STATUS_DONE
    jne refused
.endm

; The kernel's page of the frame r1 is to be mapped with the bits r2, and the TLB to forget what it was. r1 stays as it is.
map_kernel_page:
    or r2, r1
    platform_entry r2
    mov r3, 1
    request HCALL_UPDATE_MAPPING
    ret

; The directory r1 is checked now, while it is empty, and stays one while no space uses it.
pin_directory:
    shr r1, 12
    look_up r1, PV_FRAME_OF_PAGE
    mov r2, 2
    request HCALL_PIN
    ret

; r3 = r1.
unpin_directory:
    mov r3, r1
    shr r1, 12
    look_up r1, PV_FRAME_OF_PAGE
    request HCALL_UNPIN
    ret

; Updates of page tables wait here while they may, so that one hypercall makes many.
QUEUE_SIZE = 128
queue_length:
    .word 0
queue_waits:                            ; not 0: until the end of the batch
    .word 0
queue:
    .space QUEUE_SIZE * 8

; The entry at r1 becomes r2: its machine address, and the entry, go to the queue.
set_entry:
    shr r3, r1, 12
    look_up r3, PV_FRAME_OF_PAGE
    shl r3, 12
    and r1, PAGE_SIZE - 1
    or r1, r3
    mov r3, queue_length
    load r0, [r3]
    shl r12, r0, 3
    add r12, r3
    store [r12 + queue - queue_length], r1
    store [r12 + queue - queue_length + 4], r2
    inc r0
    store [r3], r0
    cmp r0, QUEUE_SIZE
    je flush_queue
    load r0, [r3 + queue_waits - queue_length]
    cmp r0, 0
    je flush_queue
    ret

end_batch:
    clr r0
    mov r3, queue_length
    store [r3 + queue_waits - queue_length], r0
flush_queue:
    mov r3, queue_length
    load r2, [r3]
    clr r0
    store [r3], r0
    cmp r2, 0
    je .empty
    add r1, r3, queue - queue_length
    request HCALL_UPDATE_TABLES
.empty:
    ret

refused:
    mov r1, .text
    call print_text
    mov r1, 1
    hcall HCALL_SHUTDOWN
.text:
    .asciz "nano: panic: the hypervisor has refused a call\n"
.align 4

; ---- Traps ----

.macro platform_set_stack
    request HCALL_SET_KERNEL_STACK
.endm

.macro platform_fault_address
    get_shared r0, PV_SHARED + SHARED_FAULT_ADDRESS
.endm

.macro platform_system_call
    int 0x80                            ; the number of TRAP_SYSTEM_CALL
.endm

.macro platform_resume
    jmp leave_kernel
.endm

.macro platform_wait
    hcall HCALL_BLOCK                   ; unmasks events; returns when one has been taken
    mov r1, PV_SHARED
    store [r1 + SHARED_EVENTS_MASKED], r1
.endm

.macro platform_end_interrupt           ; its byte has been cleared
.endm

; ---- Devices ----

.macro platform_start_timer
    call start_timer
.endm

.macro platform_answer_timer
.endm

.macro platform_write_console
    call write_console
.endm

.macro platform_read_console
    call read_console
.endm

.macro platform_start_disk
    call start_disk
.endm

.macro platform_answer_disk
    call answer_disk
.endm

.macro platform_power_off
    hcall HCALL_SHUTDOWN
.endm

.macro platform_start
    call start_platform
.endm

; The page tables that we are started with map RAM at its physical addresses for us, as the kernel wants it.
start_platform:
    enter
    clr r1
    clr r2
    mov r3, 1
    request HCALL_UPDATE_MAPPING        ; a kernel that follows a null pointer should notice
    mov r1, trap_table
    request HCALL_SET_TRAP_TABLE
    mov r1, event_callback
    request HCALL_SET_EVENT_CALLBACK
    get_shared r1, PV_START + START_FLAGS
    and r1, START_PRIVILEGED_RETURN
    mov r2, returns_by_call
    store [r2], r1

    call frame_zeroed                   ; the disk's ring
    mov r1, disk_ring
    store [r1], r0
    platform_entry r0
    mov r1, GRANT_PERMITTED
    mov r2, PV_GRANTS + RING_GRANT * GRANT_SIZE
    call grant
    mov r1, CHANNEL_DISK
    mov r2, RING_GRANT
    request HCALL_CONNECT_RING
    get_shared r0, PV_START + START_TABLE_BASE
    leave

; One event when r1 ticks have passed. An event that has come and was not taken yet is from before.
start_timer:
    mov r2, PV_SHARED
    clr r0
    storeb [r2 + SHARED_PENDING + CHANNEL_TIMER], r0
    push r1
    rdtsc r0, r1                        ; now = the shared page's time + (the counter - its stamp), all of 64 bits
    load r3, [r2 + SHARED_TIME_STAMP]
    load r12, [r2 + SHARED_TIME_STAMP + 4]
    cmp r0, r3
    jae .no_borrow
    dec r1
.no_borrow:
    sub r0, r3
    sub r1, r12
    load r3, [r2 + SHARED_TIME]
    load r12, [r2 + SHARED_TIME + 4]
    add r1, r12
    call .add
    pop r3
    call .add
    mov r2, r1
    mov r1, r0
    request HCALL_SET_TIMER
    ret
.add:                                   ; r1:r0 += r3
    add r0, r3
    cmp r0, r3
    jae .no_carry
    inc r1
.no_carry:
    ret

; ---- The console: a ring of bytes each way, in a page of the hypervisor's ----

; As much as fits at a time. The hypervisor prints while we wait for it.
write_console:
    add r2, r1
    mov r3, PV_CONSOLE
.next:
    cmp r1, r2
    jae .flush
    load r12, [r3 + RING_OUTPUT_PRODUCED]
    load r13, [r3 + RING_OUTPUT_CONSUMED]
    sub r13, r12, r13
    cmp r13, RING_OUTPUT_SIZE
    jae .full
    and r13, r12, RING_OUTPUT_SIZE - 1
    add r13, r3
    loadb r0, [r1]
    storeb [r13 + RING_OUTPUT], r0
    inc r12
    store [r3 + RING_OUTPUT_PRODUCED], r12
    inc r1
    jmp .next
.full:
    push r1
    mov r1, CHANNEL_CONSOLE
    hcall HCALL_SEND_EVENT
    pop r1
    jmp .next
.flush:
    mov r1, CHANNEL_CONSOLE
    hcall HCALL_SEND_EVENT
    ret

read_console:
    mov r3, PV_CONSOLE
    load r12, [r3 + RING_INPUT_CONSUMED]
    load r13, [r3 + RING_INPUT_PRODUCED]
    mov r0, -1
    cmp r12, r13
    je .none
    and r0, r12, RING_INPUT_SIZE - 1
    add r0, r3
    loadb r0, [r0 + RING_INPUT]
    sub r13, r12
    inc r12
    store [r3 + RING_INPUT_CONSUMED], r12
    cmp r13, RING_INPUT_SIZE            ; it was full: more may be waiting
    jne .none
    push r0
    mov r1, CHANNEL_CONSOLE
    hcall HCALL_SEND_EVENT
    pop r0
.none:
    ret

; ---- The disk: a ring of requests, whose buffers are granted ----

RING_GRANT = 0
BUFFER_GRANT = 1

disk_ring:
    .word 0

; The grant at r2 permits the frame r0, an entry, with the bits r1.
grant:
    shr r0, 12
    store [r2 + 4], r0
    store [r2], r1
    ret

start_disk:
    enter
    mov r4, r1
    mov r5, r3
    and r6, r2, PAGE_SIZE - 1           ; the offset on the page
    mov r0, r2
    platform_entry r0
    mov r1, GRANT_PERMITTED
    mov r2, PV_GRANTS + BUFFER_GRANT * GRANT_SIZE
    call grant
    get r7, disk_ring
    load r1, [r7 + RING_REQUESTS_PRODUCED]
    and r2, r1, RING_SLOT_COUNT - 1
    mul r2, RING_SLOT_SIZE
    add r2, r7
    store [r2 + RING_SLOTS + REQUEST_ID], r1
    store [r2 + RING_SLOTS + REQUEST_OPERATION], r5
    store [r2 + RING_SLOTS + REQUEST_SECTOR], r4
    mov r3, BUFFER_GRANT
    store [r2 + RING_SLOTS + REQUEST_GRANT], r3
    store [r2 + RING_SLOTS + REQUEST_OFFSET], r6
    mov r3, 1
    store [r2 + RING_SLOTS + REQUEST_COUNT], r3
    inc r1
    store [r7 + RING_RESPONSE_EVENT], r1            ; there is one response a request: this one's will have this number
    store [r7 + RING_REQUESTS_PRODUCED], r1
    load r2, [r7 + RING_REQUEST_EVENT]
    cmp r1, r2                          ; a disk that is at work looks by itself
    jne .told
    mov r1, CHANNEL_DISK
    request HCALL_SEND_EVENT
.told:
    leave

answer_disk:
    get r2, disk_ring
    load r1, [r2 + RING_RESPONSES_PRODUCED]
    dec r1                              ; one at a time, so it is the last one
    and r1, RING_SLOT_COUNT - 1
    mul r1, RING_SLOT_SIZE
    add r1, r2
    load r0, [r1 + RING_SLOTS + REQUEST_STATUS]
    cmp r0, STATUS_DONE
    je .done
    mov r0, -1
.done:
    ret

; ---- Into the kernel and out of it ----

; The virtual interrupt flag is a word of the shared page. Setting it is a store, and so an event can come between the store
; and the return to the program; and between a program's system call and the store that clears it. In these two places the
; callback must not simply interrupt the kernel.

.macro stub name, number
\name:
    push r14
    mov r14, \number
    jmp trap_common
.endm

    stub on_divide, VECTOR_DIVIDE
    stub on_debug, VECTOR_DEBUG
    stub on_breakpoint, VECTOR_BREAKPOINT
    stub on_undefined, VECTOR_UNDEFINED
    stub on_double_fault, VECTOR_DOUBLE_FAULT
    stub on_protection, VECTOR_PROTECTION
    stub on_page_fault, VECTOR_PAGE_FAULT

; From ring 3, and not by way of the hypervisor: nobody has masked events for us.
on_system_call:
    push r14
    mov r14, PV_SHARED
    store [r14 + SHARED_EVENTS_MASKED], r14
system_call_masked:
    mov r14, TRAP_SYSTEM_CALL
    jmp trap_common

; sp is at a trap frame of the kernel's, which stays as it is up to the last moment.
leave_kernel:
    mov r1, returns_by_call
    load r1, [r1]
    cmp r1, 0
    load r0, [sp + T_R0]
    load r1, [sp + T_R0 + 4]
    load r2, [sp + T_R0 + 8]
    load r3, [sp + T_R0 + 12]
    load r4, [sp + T_R0 + 16]
    load r5, [sp + T_R0 + 20]
    load r6, [sp + T_R0 + 24]
    load r7, [sp + T_R0 + 28]
    load r8, [sp + T_R0 + 32]
    load r9, [sp + T_R0 + 36]
    load r10, [sp + T_R0 + 40]
    load r11, [sp + T_R0 + 44]
    load r12, [sp + T_R0 + 48]
    jne leave_by_call
    mov r13, PV_SHARED
    clr r14
    store [r13 + SHARED_EVENTS_MASKED], r14
leaving:                                ; from here on an event may come, up to
    load r14, [r13 + SHARED_EVENTS_PENDING]
    cmp r14, 0
    jne look_again                      ; one came before we looked
    load r13, [sp + T_R0 + 52]
    load r14, [sp + T_R0 + 56]
    add sp, T_PC
returning:
    iret                                ; to ring 3, and not by way of the hypervisor
look_again:
    store [r13 + SHARED_EVENTS_MASKED], r13
left:                                   ; here
    jmp identify_events

; Where iret is privileged. The hypervisor unmasks events and returns, both at once.
leave_by_call:
    load r13, [sp + T_R0 + 52]
    load r14, [sp + T_R0 + 56]
    add sp, T_PC
    hcall HCALL_IRET

returns_by_call:
    .word 0

; Events are masked now; on the stack is a trap frame of the hardware's.
event_callback:
    push r14
    push r13
    load r13, [sp + 8 + FRAME_PC]
    mov r14, on_system_call
    sub r14, r13, r14
    cmp r14, system_call_masked - on_system_call
    jb .entering
    mov r14, leaving
    sub r14, r13, r14
    cmp r14, left - leaving
    jb .leaving
    pop r13
    mov r14, TRAP_EVENTS
    jmp trap_common

; A system call was about to mask events: they are masked now, and wait until it is done.
.entering:
    load r14, [sp + 8 + FRAME_FLAGS]
    xor r14, FLAG_INTERRUPT
    store [sp + 8 + FRAME_FLAGS], r14
    mov r14, returns_by_call
    load r14, [r14]
    cmp r14, 0
    pop r13
    pop r14
    jne .by_call
    iret
.by_call:
    hcall HCALL_IRET

; The kernel was about to return by a frame of its own, which is still there: go back to when it was whole.
.leaving:
    cmp r14, returning - leaving
    je .returning
    load sp, [sp + 8 + FRAME_SP]
    jmp identify_events
.returning:                             ; sp was past the saved registers, but they are all in the registers
    pop r13
    pop r14
    add sp, FRAME_SIZE
    push r14
    mov r14, TRAP_EVENTS
    jmp trap_common

; Which event it was, of those that may have come: one at a time.
.macro platform_identify
    cmp r14, TRAP_EVENTS
    jne known_trap
identify_events:
    mov r1, PV_SHARED
    clr r2
    store [r1 + SHARED_EVENTS_PENDING], r2          ; first this, then look: what comes later is seen later
    mov r14, TRAP_TIMER
    add r3, r1, SHARED_PENDING + CHANNEL_TIMER
    loadb r0, [r3]
    cmp r0, 0
    jne .event\@
    mov r14, TRAP_CONSOLE
    add r3, r1, SHARED_PENDING + CHANNEL_CONSOLE
    loadb r0, [r3]
    cmp r0, 0
    jne .event\@
    mov r14, TRAP_DISK
    add r3, r1, SHARED_PENDING + CHANNEL_DISK
    loadb r0, [r3]
    cmp r0, 0
    je leave_kernel                     ; none
.event\@:
    storeb [r3], r2
    store [r1 + SHARED_EVENTS_PENDING], r1          ; there may be more
    store [sp + T_NUMBER], r14
known_trap:
.endm

; The trap table: the hypervisor reads it once.
.macro gate vector, handler, bits
.org trap_table + 8 * (\vector)
    .word \handler, \bits | GATE_PRESENT | 1 << GATE_TARGET_SHIFT
.endm

.align 8
trap_table:
    gate VECTOR_DIVIDE, on_divide, 0
    gate VECTOR_DEBUG, on_debug, 0
    gate VECTOR_BREAKPOINT, on_breakpoint, GATE_USER
    gate VECTOR_UNDEFINED, on_undefined, 0
    gate VECTOR_DOUBLE_FAULT, on_double_fault, GATE_FRESH_STACK
    gate VECTOR_PROTECTION, on_protection, 0
    gate VECTOR_PAGE_FAULT, on_page_fault, 0
    gate TRAP_SYSTEM_CALL, on_system_call, GATE_USER | GATE_KEEP_INTERRUPTS
.org trap_table + 8 * 256
