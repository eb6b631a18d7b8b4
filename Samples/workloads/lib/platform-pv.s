; The platform of a paravirtual kernel: the requests that platform.s lists, by hypercalls. It runs
; in ring 1, and events stay masked but where it waits for one.

GATE_BITS = GATE_PRESENT | 1 << GATE_TARGET_SHIFT       ; to ring 1
KERNEL_PAGE = PTE_PRESENT | 1 << PTE_RING_SHIFT

.macro get_shared register, place
    mov \register, \place
    load \register, [\register]
.endm

; A hypercall that must not be refused.
.macro request call
    hcall \call
    cmp r0, STATUS_DONE
    jne refused
.endm
refused:
    say "the hypervisor has refused a call\n"
    mov r1, 1
    hcall HCALL_SHUTDOWN

; The register holds the number of a page; it gets the number of its machine frame, or the other way
; round.
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

; ---- Page tables: nobody may be able to write them, and the hypervisor does it for us ----

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
    platform_drop_table
.endm

; The kernel's page of the frame r1 gets the bits r2. r1 stays as it is.
map_kernel_page:
    or r2, r1
    platform_entry r2
    mov r3, 1                           ; the TLB's entry is dropped, too
    request HCALL_UPDATE_MAPPING
    ret

; The directory r1 is checked while it is empty, and stays one while no space uses it.
pin_directory:
    shr r1, 12
    look_up r1, PV_FRAME_OF_PAGE
    mov r2, 2
    request HCALL_PIN
    ret

; r1 stays as it is.
unpin_directory:
    mov r3, r1
    shr r1, 12
    look_up r1, PV_FRAME_OF_PAGE
    request HCALL_UNPIN
    mov r1, r3
    ret

; Updates wait in a queue while they may, so that one hypercall makes many.
QUEUE_SIZE = 128
.section data
queue_length:
    .word 0
queue_waits:
    .word 0
flush_waits:
    .word 0
queue:
    .space QUEUE_SIZE * 8
.section text

.macro platform_set_entry
    call set_entry
.endm
.macro platform_begin_batch
    set queue_waits, r1, r1             ; anything but 0
.endm
.macro platform_force_batch
    call force_batch
.endm
.macro platform_end_batch
    call end_batch
.endm

set_entry:
    shr r3, r1, 12
    look_up r3, PV_FRAME_OF_PAGE
    shl r3, 12
    and r1, PAGE_SIZE - 1
    or r1, r3                           ; the entry's machine address
    mov r3, queue_length
    load r0, [r3]
    shl r12, r0, 3
    add r12, r3
    store [r12 + queue - queue_length], r1
    store [r12 + queue - queue_length + 4], r2
    inc r0
    store [r3], r0
    cmp r0, QUEUE_SIZE
    je force_batch
    load r0, [r3 + queue_waits - queue_length]
    cmp r0, 0
    je force_batch
    ret
end_batch:
    clr r0
    set queue_waits, r0, r3
    call force_batch
    get r1, flush_waits
    cmp r1, 0
    je .flushed
    clr r0
    set flush_waits, r0, r1
    hcall HCALL_FLUSH_TLB
.flushed:
    ret
force_batch:
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

; In a batch, one flush at its end does for all pages.
.macro platform_flush_page
    call flush_page
.endm
flush_page:
    get r0, queue_waits
    cmp r0, 0
    jne .later
    hcall HCALL_FLUSH_PAGE
    ret
.later:
    set flush_waits, r0, r1
    ret

.macro platform_load_space
    shr r1, 12
    look_up r1, PV_FRAME_OF_PAGE
    request HCALL_SET_TABLE_BASE
.endm

; ---- Traps, the start and the end ----

.macro platform_set_stack
    request HCALL_SET_KERNEL_STACK
.endm
.macro platform_set_handler
    shl r1, 3
    mov r3, trap_table
    add r1, r3
    store [r1], r2
    mov r2, GATE_BITS
    store [r1 + 4], r2
    mov r1, r3
    request HCALL_SET_TRAP_TABLE
.endm
.macro platform_fault_address
    get_shared r0, PV_SHARED + SHARED_FAULT_ADDRESS
.endm
.macro platform_interrupts_off
    mov r1, PV_SHARED
    store [r1 + SHARED_EVENTS_MASKED], r1
.endm
.macro platform_interrupts_on           ; there is no callback: what comes is seen after waiting
    mov r1, PV_SHARED
    clr r0
    store [r1 + SHARED_EVENTS_MASKED], r0
.endm
.macro platform_wait                    ; the caller looks which events have come
    hcall HCALL_BLOCK
    mov r1, PV_SHARED
    store [r1 + SHARED_EVENTS_MASKED], r1
    clr r0
    store [r1 + SHARED_EVENTS_PENDING], r0
.endm

.macro platform_write
    hcall HCALL_CONSOLE_WRITE
.endm
.macro platform_power_off
    hcall HCALL_SHUTDOWN
.endm

.macro platform_start
    mov r1, trap_table
    request HCALL_SET_TRAP_TABLE
    get_shared r1, PV_START + START_FLAGS
    and r1, START_PRIVILEGED_RETURN
    set returns_by_call, r1, r2
    get_shared r0, PV_START + START_TABLE_BASE
.endm

.macro call_kernel
    int 0x80                            ; the gate leads from ring 3 straight to ring 1
.endm
.macro return_from_trap
    jmp leave_kernel
.endm
.macro return_to_program
    jmp leave_kernel
.endm

.section data
returns_by_call:
    .word 0
.section text

; Back to the frame at sp: without the hypervisor, where the host's `iret` is not privileged.
leave_kernel:
    push r14
    get r14, returns_by_call
    cmp r14, 0
    pop r14
    jne .by_call
    iret
.by_call:
    hcall HCALL_IRET
