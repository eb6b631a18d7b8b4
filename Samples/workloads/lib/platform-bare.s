; The platform on bare metal: the requests that platform.s lists, by privileged instructions.

GATE_BITS = GATE_PRESENT                ; to ring 0

.macro platform_use_table               ; on bare metal a page table is memory like any other
.endm
.macro platform_drop_table
.endm
.macro platform_use_directory
.endm
.macro platform_drop_directory
.endm

.macro platform_frame register
    shr \register, 12
    shl \register, 12
.endm
.macro platform_entry register
.endm
.macro platform_set_entry
    store [r1], r2
.endm
.macro platform_begin_batch
.endm
.macro platform_force_batch
.endm
.macro platform_end_batch
.endm
.macro platform_flush_page
    invlpg r1
.endm
.macro platform_load_space
    mov cr3, r1
.endm

.macro platform_set_stack
    mov sp0, r1
.endm
.macro platform_set_handler
    shl r1, 3
    mov r3, trap_table
    add r1, r3
    store [r1], r2
    mov r2, GATE_BITS
    store [r1 + 4], r2
.endm
.macro platform_fault_address
    mov r0, cr2
.endm

.macro platform_interrupts_off
    cli
.endm
.macro platform_interrupts_on
    sti
.endm
.macro platform_wait
    sti                                 ; in force when hlt waits, and not before
    hlt
    cli
.endm

.macro platform_power_off
    out POWER_EXIT, r1
.endm

.macro platform_write
    call write_console
.endm

.macro platform_start
    call start_platform
.endm

; Maps the first 4 MiB to themselves, for ring 0 only, and turns paging on. This workload's frames
; all lie there.
start_platform:
    enter
    call frame_new
    mov r4, r0                          ; the directory
    call frame_new
    or r1, r0, PTE_PRESENT | PTE_WRITABLE
    store [r4], r1
    mov r1, PTE_PRESENT | PTE_WRITABLE
    add r2, r0, PAGE_SIZE
.next:
    store [r0], r1
    add r1, PAGE_SIZE
    add r0, 4
    cmp r0, r2
    jb .next
    mov cr3, r4
    mov r1, CR0_PAGING
    mov cr0, r1
    mov r1, trap_table
    lidt r1
    mov r1, enter_system_call
    mov sysentry, r1
    mov r0, r4
    leave

write_console:
    add r2, r1
.next:
    cmp r1, r2
    jae .end
    loadb r0, [r1]
    out CONSOLE_DATA, r0
    inc r1
    jmp .next
.end:
    ret

.macro call_kernel
    syscall
.endm

; `syscall` has pushed nothing: make the frame that a gate would have made, so that a system call
; can be left for another program's.
enter_system_call:
    push r0                             ; where the error code would be
    push r14
    or r12, 3 << FLAG_RING_SHIFT
    push r12
    push r13
    jmp system_call

.macro return_from_trap
    iret
.endm
.macro return_to_program
    load r12, [sp + FRAME_FLAGS]
    and r12, 0x0fff                     ; without the ring
    load r13, [sp + FRAME_PC]
    load r14, [sp + FRAME_SP]
    sysret
.endm
