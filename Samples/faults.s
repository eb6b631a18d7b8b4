; Every fault and trap of the architecture, provoked on purpose; each must arrive with the right vector, error
; code and pc. A *fault* reports the pc of the instruction that failed, so that it can be tried again once the
; cause is mended; a *trap* reports the pc of the next one.
;
; Look at one check: `expect` notes what should happen and returns to the instruction right behind it, which is
; the one that fails. Under a monitor each of these first arrives at the monitor, which has to find out whether
; the fault is its own doing or the guest's, and hand the guest's on just as the hardware would have.
;
; expect output: division by zero: vector 0, error 0x0
; expect output: quotient too large: vector 0, error 0x0
; expect output: single step: vector 1, error 0x0
; expect output: breakpoint: vector 3, error 0x0
; expect output: undefined instruction: vector 6, error 0x0
; expect output: jump into zeroed memory: vector 6, error 0x0
; expect output: privileged instruction in ring 3: vector 13, error 0x1
; expect output: port access in ring 3: vector 13, error 0x1
; expect output: gate not present: vector 13, error 0x9002
; expect output: gate with a reserved bit: vector 13, error 0x9103
; expect output: gate for ring 0, called from ring 3: vector 13, error 0x9204
; expect output: return to ring 1: vector 13, error 0x5
; expect output: return to ring 0 from ring 3: vector 13
; expect output: load from the strip: vector 13, error 0x7
; expect output: misaligned load: vector 13, error 0x8
; expect output: misaligned half-word in ring 3: vector 13, error 0x8
; expect output: bad value for a control register: vector 13, error 0x9
; expect output: read, page not present: vector 14, error 0x0, address ok
; expect output: write, page not present: vector 14, error 0x2, address ok
; expect output: write to a read-only page: vector 14, error 0x3, address ok
; expect output: ring 3 reads a kernel page: vector 14, error 0xd, address ok
; expect output: ring 3 writes a read-only page: vector 14, error 0xf, address ok
; expect output: ring 3 jumps to a page not present: vector 14, error 0x1c, address ok
; expect output: reserved bit in an entry: vector 14, error 0x21, address ok
; expect output: fault on a lost stack: vector 8, error 0x0
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"
.include "lib/traps.s"

; expect "name", VECTOR, ERROR: the next instruction must fail like this, and the pc reported must be its own.
; expect_trap "name", VECTOR, DISTANCE: the pc reported must lie so many bytes behind it. Both lose r0.
.macro expect name, vector, error
    call expectation
    .word \vector, \error, 0
    .asciz \name
    .align 4
.endm
.macro expect_trap name, vector, distance
    call expectation
    .word \vector, 0, \distance
    .asciz \name
    .align 4
.endm

ANY = -1                                ; an error code that is neither checked nor printed

_start:
    mov sp, stack
    mov r1, handler_stack               ; where a trap from ring 3 begins, and one through a gate that asks for it
    mov sp0, r1
    gate VECTOR_DIVIDE, on_divide, GATE_PRESENT
    gate VECTOR_DEBUG, on_debug, GATE_PRESENT
    gate VECTOR_BREAKPOINT, on_breakpoint, GATE_PRESENT
    gate VECTOR_UNDEFINED, on_undefined, GATE_PRESENT
    gate VECTOR_DOUBLE_FAULT, on_double_fault, GATE_PRESENT | GATE_FRESH_STACK
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT
    gate 0x91, on_divide, GATE_PRESENT | 0x80           ; bit 7 is reserved
    gate 0x92, on_divide, GATE_PRESENT                  ; callable from ring 0 only
    mov r1, trap_table
    lidt r1

; ---- Arithmetic ----

    mov r1, 1
    clr r2
    expect "division by zero", VECTOR_DIVIDE, 0
    div r3, r1, r2
    mov r1, 0x80000000
    mov r2, -1
    expect "quotient too large", VECTOR_DIVIDE, 0
    idiv r3, r1, r2

; ---- Debugging ----

    pushf
    pop r1
    or r1, FLAG_TRACE
    push r1
    expect_trap "single step", VECTOR_DEBUG, 8
    popf                                ; sets the trace flag, which counts from the next instruction on:
    nop                                 ; after this one, the trap
    expect_trap "breakpoint", VECTOR_BREAKPOINT, 4
    brk

; ---- Instructions that there are not ----

    expect "undefined instruction", VECTOR_UNDEFINED, 0
    ud
    mov r1, zeroes
    expect "jump into zeroed memory", VECTOR_UNDEFINED, 0
    call elsewhere

; ---- Protection ----

    mov r1, user_privileged
    expect "privileged instruction in ring 3", VECTOR_PROTECTION, PROTECTION_PRIVILEGED
    call in_ring_3
    mov r1, user_port
    expect "port access in ring 3", VECTOR_PROTECTION, PROTECTION_PRIVILEGED
    call in_ring_3
    expect "gate not present", VECTOR_PROTECTION, PROTECTION_GATE_ABSENT | 0x90 << 8
    int 0x90
    expect "gate with a reserved bit", VECTOR_PROTECTION, PROTECTION_GATE_RESERVED | 0x91 << 8
    int 0x91
    mov r1, user_gate
    expect "gate for ring 0, called from ring 3", VECTOR_PROTECTION, PROTECTION_GATE_RING | 0x92 << 8
    call in_ring_3

    clr r1                              ; a frame that would return to ring 1
    mov r2, 1 << FLAG_RING_SHIFT
    push r1
    push r1
    push r2
    push r1
    expect "return to ring 1", VECTOR_PROTECTION, PROTECTION_RING_RESERVED
    iret
    add sp, FRAME_SIZE
    mov r1, user_return                 ; x86-like hosts: a return inward; classic ones forbid iret outside ring 0
    expect "return to ring 0 from ring 3", VECTOR_PROTECTION, ANY
    call in_ring_3

    mov r1, STRIP_BASE
    expect "load from the strip", VECTOR_PROTECTION, PROTECTION_STRIP
    load r2, [r1]
    mov r1, stack
    expect "misaligned load", VECTOR_PROTECTION, PROTECTION_ALIGNMENT
    load r2, [r1-2]
    mov r1, user_misaligned
    expect "misaligned half-word in ring 3", VECTOR_PROTECTION, PROTECTION_ALIGNMENT
    call in_ring_3
    mov r1, 16
    expect "bad value for a control register", VECTOR_PROTECTION, PROTECTION_CONTROL
    mov cr8, r1

; ---- Paging ----

    call paging_on
    mov r5, absent_page                 ; r5: the address that cr2 must hold
    expect "read, page not present", VECTOR_PAGE_FAULT, 0
    load r2, [r5]
    expect "write, page not present", VECTOR_PAGE_FAULT, PAGEFAULT_WRITE
    store [r5], r2
    mov r5, constant_page               ; even ring 0 cannot write what is not writable
    expect "write to a read-only page", VECTOR_PAGE_FAULT, PAGEFAULT_PROTECTION | PAGEFAULT_WRITE
    store [r5], r2

FROM_3 = 3 << PAGEFAULT_RING_SHIFT

    mov r5, kernel_page
    mov r1, user_read
    expect "ring 3 reads a kernel page", VECTOR_PAGE_FAULT, PAGEFAULT_PROTECTION | FROM_3
    call in_ring_3
    mov r5, constant_page
    mov r1, user_write
    expect "ring 3 writes a read-only page", VECTOR_PAGE_FAULT, PAGEFAULT_PROTECTION | PAGEFAULT_WRITE | FROM_3
    call in_ring_3
    mov r5, absent_page
    mov r1, r5
    expect "ring 3 jumps to a page not present", VECTOR_PAGE_FAULT, PAGEFAULT_FETCH | FROM_3
    call in_ring_3
    mov r5, reserved_page
    expect "reserved bit in an entry", VECTOR_PAGE_FAULT, PAGEFAULT_PROTECTION | PAGEFAULT_RESERVED
    load r2, [r5]

; ---- A fault that cannot be delivered ----

    ; The frame of the divide error cannot be pushed, which is a fault in its turn: together they are a double fault.
    ; Its gate asks for a fresh stack, or pushing *its* frame would fail as well (see triple-fault.s).
    clr r2
    expect "fault on a lost stack", VECTOR_DOUBLE_FAULT, 0
    call with_lost_stack

    load r0, [r4 + outstanding - state]
    cmp r0, 0
    jne missed
    clr r1
    jmp exit

; Notes what is expected of the instruction behind the text, and returns to it.
expectation:
    push r1
    push r2
    push r4
    mov r4, state
    load r0, [r4 + outstanding - state]
    cmp r0, 0
    jne missed
    load r1, [sp+12]                    ; three words and a text lie behind the call
    store [r4 + outstanding - state], r1
    add r0, r1, 12
.text:
    loadb r2, [r0]
    inc r0
    cmp r2, 0
    jne .text
    add r0, 3
    shr r0, 2
    shl r0, 2
    store [r4 + expected_pc - state], r0
    store [sp+12], r0
    pop r4
    pop r2
    pop r1
    ret

; The instruction expected to fail is the one at r1, here or in ring 3. These return once it has.
elsewhere:
    mov r4, state
    store [r4 + expected_pc - state], r1
    store [r4 + away - state], sp
    jmp r1

in_ring_3:
    mov r4, state
    store [r4 + expected_pc - state], r1
    store [r4 + away - state], sp
    clr r2
    push r2                             ; the error code, dropped
    mov r2, zeroes
    push r2                             ; sp
    mov r2, 3 << FLAG_RING_SHIFT
    push r2
    push r1                             ; pc
    iret

with_lost_stack:
    mov r1, .instruction
    mov r4, state
    store [r4 + expected_pc - state], r1
    store [r4 + away - state], sp
    mov sp, absent_page + 2048
.instruction:
    div r3, r1, r2

user_privileged:
    cli
user_port:
    in r2, CONSOLE_DATA
user_gate:
    int 0x92
user_return:
    iret                                ; the frame on this stack is all zeroes: ring 0
user_misaligned:
    loadh r2, [sp+1]
user_read:
    load r2, [r5]
user_write:
    store [r5], r2

; ---- The handlers: one for each vector, and what they share ----

.macro handler vector
    push r0
    mov r0, \vector
    jmp arrived
.endm

on_divide:
    handler VECTOR_DIVIDE
on_debug:
    handler VECTOR_DEBUG
on_breakpoint:
    handler VECTOR_BREAKPOINT
on_undefined:
    handler VECTOR_UNDEFINED
on_double_fault:
    handler VECTOR_DOUBLE_FAULT
on_protection:
    handler VECTOR_PROTECTION
on_page_fault:
    handler VECTOR_PAGE_FAULT

; Compares what arrived (r0: the vector) with what was expected, prints it, and goes on behind the instruction.
arrived:
    push r1
    push r2
    push r3
    push r4
    add r3, sp, 20                      ; the frame, above five registers
    mov r4, state
    load r2, [r4 + outstanding - state]
    add r1, r2, 12
    call print                          ; the name
    say ": vector "
    mov r1, r0
    call print_decimal
    load r1, [r2]
    cmp r0, r1
    jne wrong

    load r1, [r3 + FRAME_ERROR]
    load r0, [r2+4]
    cmp r0, ANY
    je .any
    say ", error "
    call print_hex
    cmp r0, r1
    jne wrong
.any:
    load r0, [r2]
    cmp r0, VECTOR_PAGE_FAULT
    jne .no_address
    mov r0, cr2
    cmp r0, r5
    jne wrong
    say ", address ok"
.no_address:
    load r2, [r2+8]                     ; how far the pc was to have moved
    load r1, [r4 + expected_pc - state]
    add r1, r2
    load r0, [r3 + FRAME_PC]
    cmp r0, r1
    jne wrong
    say "\n"

    clr r0
    store [r4 + outstanding - state], r0
    load r1, [r4 + away - state]
    cmp r1, 0
    jne .away
    cmp r2, 0                           ; a trap's pc is where to go on; a failed instruction must be skipped
    jne .resume
    load r1, [r3 + FRAME_PC]
    add r1, 4
    store [r3 + FRAME_PC], r1
.resume:
    load r1, [r3 + FRAME_FLAGS]
    and r1, ~FLAG_TRACE & 0xffff        ; one step was enough
    store [r3 + FRAME_FLAGS], r1
    pop r4
    pop r3
    pop r2
    pop r1
    pop r0
    iret
.away:
    store [r4 + away - state], r0
    mov sp, r1                          ; whatever ring and stack it happened on: back to the caller of elsewhere,
    ret                                 ; in_ring_3 or with_lost_stack

wrong:
    say " <- this is wrong\n"
    mov r1, 1
    jmp exit
missed:
    add r1, r0, 12
    call print
    say ": nothing happened\n"
    mov r1, 1
    jmp exit

; Identity-maps the first 4 MiB for all rings, with four exceptions, and turns paging on. r0 to r3 are lost.
paging_on:
    mov r1, page_table
    mov r2, PTE_PRESENT | PTE_WRITABLE | PTE_USER
    mov r3, 1024
.next:
    store [r1], r2
    add r1, 4
    add r2, PAGE_SIZE
    dec r3
    cmp r3, 0
    jne .next

    mov r1, page_table
    clr r2
    store [r1 + (absent_page >> 12) * 4], r2
    mov r2, constant_page + (PTE_PRESENT | PTE_USER)
    store [r1 + (constant_page >> 12) * 4], r2
    mov r2, kernel_page + (PTE_PRESENT | PTE_WRITABLE)
    store [r1 + (kernel_page >> 12) * 4], r2
    mov r2, reserved_page + (PTE_PRESENT | 1 << 4)
    store [r1 + (reserved_page >> 12) * 4], r2

    mov r2, page_table + (PTE_PRESENT | PTE_WRITABLE | PTE_USER)
    mov r1, page_directory
    store [r1], r2
    mov cr3, r1
    mov r1, CR0_PAGING
    mov cr0, r1
    ret

state:
outstanding:
    .word 0                             ; what is expected: the vector, the error, the distance, the name
expected_pc:
    .word 0
away:
    .word 0                             ; the stack to come back to if the instruction is not the next one

zeroes:
    .space 16

    .space 512
stack:
    .space 512
handler_stack:

.align PAGE_SIZE
page_directory:
    .space PAGE_SIZE
page_table:
    .space PAGE_SIZE
absent_page:
    .space PAGE_SIZE
constant_page:
    .space PAGE_SIZE
kernel_page:
    .space PAGE_SIZE
reserved_page:
    .space PAGE_SIZE
