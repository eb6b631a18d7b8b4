; The part of the kernel that does not touch the machine. Do not change it.
;
; It loads one program into ring 3, and serves its system calls. Everything that needs the machine it asks of the file that
; includes it (kernel-bare.s, or your kernel.s), which has to define these routines. They may change r0 to r12.
;
;   start_machine   paging on, user_table in the page directory for USER_BASE, traps lead to on_system_call and on_page_fault
;                   on the stack kernel_stack
;   map_pages       maps r3 pages (1 to MAX_PAGES) of memory, from page number r2 on, for ring 3 to read and write, at the
;                   address r1 and on. Nothing is mapped there yet.
;   unmap_pages     unmaps r3 pages (1 to MAX_PAGES) from the address r1 on. Afterwards nobody gets at them by these addresses.
;   write_text      prints the r2 bytes (any number) at r1
;   fault_address   r0 = the address of the last page fault
;   power_off       ends all with the exit code r1, after everything has been printed; does not return

USER_BASE = 0x40000000                  ; the program lies here, and all that it maps is within 4 MiB from here:
USER_STACK = 0x40400000                 ; one page table, user_table, is enough
PROGRAM_PAGE = 0x80                     ; where it is in memory, as a page's number,
PROGRAM_PAGES = 8
STACK_PAGE = 0x90
FILE_PAGE = 0x100                       ; and the pages of the file that it can map
FILE_PAGES = 64
MAX_PAGES = 64

CALL_EXIT = 0                           ; the program ends with r1
CALL_WRITE = 1                          ; prints r2 bytes at r1
CALL_MAP = 2                            ; maps r3 pages of the file, from its page r2 on, at the address r1
CALL_UNMAP = 3                          ; unmaps r3 pages from the address r1 on
PAGE_FAULT_CODE = 14                    ; the exit code after a page fault of the program's

.entry _start
_start:
    mov sp, kernel_stack
    call start_machine
    mov r1, USER_BASE
    mov r2, PROGRAM_PAGE
    mov r3, PROGRAM_PAGES
    call map_pages
    mov r1, USER_STACK - PAGE_SIZE
    mov r2, STACK_PAGE
    mov r3, 1
    call map_pages
    clr r1                              ; a trap frame to start with: error code, sp, flags with ring 3, pc
    push r1
    mov r1, USER_STACK
    push r1
    mov r1, 3 << FLAG_RING_SHIFT
    push r1
    mov r1, USER_BASE
    push r1
    iret

; From ring 3 by int 0x80: the call in r0. The program finds all its registers as they were.
on_system_call:
    push r14
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
    mov r4, calls
    load r5, [r4]                       ; how many there have been
    inc r5
    store [r4], r5
    cmp r0, CALL_EXIT
    je power_off
    cmp r0, CALL_WRITE
    je .write
    cmp r0, CALL_MAP
    je .map
    cmp r0, CALL_UNMAP
    je .unmap
    jmp .done
.write:
    call write_text
    jmp .done
.map:
    add r2, FILE_PAGE
    call map_pages
    jmp .done
.unmap:
    call unmap_pages
.done:
    pop r0
    pop r1
    pop r2
    pop r3
    pop r4
    pop r5
    pop r6
    pop r7
    pop r8
    pop r9
    pop r10
    pop r11
    pop r12
    pop r13
    pop r14
    iret

; The program has reached for what it has not got: that is its end.
on_page_fault:
    call fault_address
    mov r1, fault_at
    store [r1], r0
    mov r1, .text
    mov r2, .text_end - .text
    call write_text
    mov r1, PAGE_FAULT_CODE
    jmp power_off
.text:
    .ascii "kernel: page fault\n"
.text_end:

.align 4
calls:
    .word 0
fault_at:
    .word 0

.align PAGE_SIZE
user_table:                             ; the page table for USER_BASE and on
    .space PAGE_SIZE
    .space PAGE_SIZE
kernel_stack:                           ; its upper end
    .word 0
