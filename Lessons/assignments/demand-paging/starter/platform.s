; The machine below your pager. It turns paging on with your tables, enters ring 3, and calls your
; three functions. Your part is paging.s.
;
; This file is given: a change here is not looked at.
;
; Physical memory, and what of it a program may do at the same (identical) addresses:
;
;   0x00000 …         the kernel's code and data, the page tables        nothing
;   PROGRAM … _END    the program's code                                 read
;   DATA … _END       its data and its stack                             read and write
;   POOL …            the frames for the heap                            nothing
;
; The heap is not there at first. Its pages come when they are touched:
;
;   HEAP …            HEAP_PAGES pages, of which the program may         read and write
;   CONSTANT …        CONSTANT_PAGES pages (they follow at once)         read
;   HEAP_END

PROGRAM     = 0x40000
PROGRAM_END = 0x50000
DATA        = 0x50000
DATA_END    = 0x54000
POOL        = 0x100000
POOL_FRAMES = 12                        ; fewer than the heap has pages

HEAP           = 0x40000000
HEAP_PAGES     = 16
CONSTANT       = HEAP + HEAP_PAGES * PAGE_SIZE
CONSTANT_PAGES = 4
HEAP_END       = CONSTANT + CONSTANT_PAGES * PAGE_SIZE

CALL_EXIT    = 0                        ; the calls of a program: the number in r0; r1 is the exit code,
CALL_PRINT   = 1                        ; a number to print,
CALL_RELEASE = 2                        ; or the address of a heap page that is no longer needed

EXIT_REFUSED   = 100
EXIT_NO_MEMORY = 101
EXIT_TRAP      = 99

.macro call_kernel number
    mov r0, \number
    int 0x80
.endm

; Code, and what is written: on pages of their own.
.section data, 0x8000
.section text, 0x1000

_start:
    mov sp, kernel_stack
    mov sp0, sp
    call fill_pool
    mov r1, trap_table
    lidt r1
    call make_tables                    ; yours
    mov r1, directory
    mov cr3, r1
    mov r1, CR0_PAGING
    mov cr0, r1

    mov sp, kernel_stack
    clr r0
    mov r1, DATA_END
    mov r2, 3 << FLAG_RING_SHIFT
    mov r3, PROGRAM
    push r0
    push r1
    push r2
    push r3
    iret

; A page fault: it is counted, and page_fault decides. If that returns, the access is tried again.
on_page_fault:
    push r0
    push r1
    push r2
    push r3
    push r4
    push r5
    mov r1, fault_count
    load r2, [r1]
    inc r2
    store [r1], r2
    mov r1, cr2
    load r2, [sp + 24 + FRAME_ERROR]
    call page_fault                     ; yours
    pop r5
    pop r4
    pop r3
    pop r2
    pop r1
    pop r0
    iret

on_call:
    push r1
    push r2
    push r3
    push r4
    push r5
    cmp r0, CALL_PRINT
    je .print
    cmp r0, CALL_RELEASE
    je .release
    out POWER_EXIT, r1
.print:
    call print_decimal
    mov r1, '\n'
    out CONSOLE_DATA, r1
    jmp .done
.release:
    mov r2, HEAP                        ; only whole pages of the heap reach you
    cmp r1, r2
    jb refuse
    mov r2, HEAP_END
    cmp r1, r2
    jae refuse
    test r1, PAGE_SIZE - 1
    jnz refuse
    call release_page                   ; yours
.done:
    pop r5
    pop r4
    pop r3
    pop r2
    pop r1
    iret

; Ends the program: it may not do that. (It does not return.)
refuse:
    mov r1, EXIT_REFUSED
    out POWER_EXIT, r1

on_trap:
    mov r1, EXIT_TRAP
    out POWER_EXIT, r1

; r0 = a frame of the pool, with anything in it. If there is none, the program ends. r3 is lost.
frame_take:
    mov r3, free_frames
    load r0, [r3]
    cmp r0, 0
    je .none
    push r1
    load r1, [r0]                       ; a free frame begins with the address of the next one
    store [r3], r1
    pop r1
    ret
.none:
    mov r1, EXIT_NO_MEMORY
    out POWER_EXIT, r1

; Gives the frame r0 back to the pool. r3 is lost.
frame_give:
    push r1
    mov r3, free_frames
    load r1, [r3]
    store [r0], r1
    store [r3], r0
    pop r1
    ret

; Puts all frames of the pool into the list, with what was in memory before.
fill_pool:
    mov r0, POOL + POOL_FRAMES * PAGE_SIZE
.frame:
    mov r1, POOL
    cmp r0, r1
    je .done
    mov r2, 0xdead
    store [r0 - 4], r2
    store [r0 - PAGE_SIZE / 2], r2
    sub r0, PAGE_SIZE
    call frame_give
    jmp .frame
.done:
    ret

; Prints r1 as an unsigned decimal number. r1 to r3 are lost.
print_decimal:
    mov r3, 10
    mod r2, r1, r3
    div r1, r3
    cmp r1, 0
    je .last
    push r2
    call print_decimal
    pop r2
.last:
    add r2, '0'
    out CONSOLE_DATA, r2
    ret

.include "paging.s"

.section data
fault_count:                            ; page faults so far
    .word 0
free_frames:
    .word 0

.align 8
trap_table:
.org trap_table + 8 * VECTOR_DIVIDE
    .word on_trap, GATE_PRESENT
.org trap_table + 8 * VECTOR_UNDEFINED
    .word on_trap, GATE_PRESENT
.org trap_table + 8 * VECTOR_PROTECTION
    .word on_trap, GATE_PRESENT
.org trap_table + 8 * VECTOR_PAGE_FAULT
    .word on_page_fault, GATE_PRESENT
.org trap_table + 8 * 0x80
    .word on_call, GATE_PRESENT | GATE_USER
.org trap_table + 8 * 256

    .space 512
kernel_stack:

.align PAGE_SIZE                        ; all zeroes at first
directory:
    .space PAGE_SIZE
low_table:                              ; for the addresses from 0 to 4 MiB
    .space PAGE_SIZE
heap_table:                             ; for the 4 MiB from HEAP on
    .space PAGE_SIZE

; What follows is the program's, in ring 3.
.section program, PROGRAM
