; A small hypervisor: root mode, a VMCS, a guest, and the few exits that it takes to run it.
;
; The processor does most of the work. `vmlaunch` loads the guest's registers from the VMCS, and the guest runs at full
; speed in a ring 0 of its own, until it does something that the VMCS names: that is an exit, and leads to `on_exit`.
; The hypervisor looks at the reason, does what the guest wanted in the way that it likes, and resumes the guest.
;
; The guest's memory begins at its address 0x1000, where the hypervisor itself lies; a table maps its pages elsewhere.
; On a host with nested paging that is the nested table. On one without, it is the page table of a guest that does not
; know that it is paged: it sees the cr0 that it expects. What is printed is the same.
;
; expect output: hypervisor: the guest starts
; expect output: guest| all this machine is mine
; expect output: guest| cpuid calls it Tiny
; expect output: hypervisor: the guest reaches for 0x100000 and gets a page
; expect output: guest| what I have written there, I can read
; expect output: hypervisor: the guest shows 42
; expect output: hypervisor: the guest waits and gets an interrupt
; expect output: guest| interrupt 32
; expect output: guest| awake, and my registers are what they were
; expect output: hypervisor: the guest stops after these exits: cpuid 1, I/O 140, hlt 1, vmcall 2, memory 1
; expect exit: 0
; expect engines: native

.include "lib/console.s"

NO_ROOT_MODE = 10                       ; exit codes
ENTRY_REFUSED = 11
UNEXPECTED_EXIT = 12

; Pages of the hypervisor's, by physical address.
ROOT_REGION = 0x100000
VMCS = 0x101000
DIRECTORY = 0x102000
TABLE = 0x103000
SPARE = 0x104000
GUEST_RAM = 0x200000                    ; the guest's pages lie in a row from here

GUEST_PAGES = 4                         ; it has these from its address 0 on, and one more at
GIFT = 0x100000                         ; as soon as it reaches for it
MAPPED = NESTED_READABLE | NESTED_WRITABLE

; What guest and hypervisor have agreed upon.
OWN_PORT = 0x1000                       ; a device of the hypervisor's: reads as
OWN_VALUE = 42
INTERRUPT = 32                          ; the vector that ends a hlt
CALL_SHOW = 0                           ; vmcall with this in r0 prints the number in r1,
CALL_STOP = 1                           ; and with this it ends the guest

; read RD, FIELD and write FIELD, RA: a field of the VMCS. r0 is lost.
.macro read register, field
    mov r0, \field
    vmread \register, r0
.endm
.macro write field, register
    mov r0, \field
    vmwrite r0, \register
.endm

; Five registers onto the stack, or from it.
.macro push5 a, b, c, d, e
    push \a
    push \b
    push \c
    push \d
    push \e
.endm
.macro pop5 a, b, c, d, e
    pop \a
    pop \b
    pop \c
    pop \d
    pop \e
.endm

; ---- The way to the guest ----

_start:
    mov r1, CPUID_FEATURES
    cpuid r9, r1
    test r9, CPUID_FEATURE_ROOT_MODE
    jnz .able
    say "this host has no root mode\n"
    mov r1, NO_ROOT_MODE
    jmp exit
.able:
    call root_mode_on
    call map_guest
    mov r2, fields
    call write_fields
    mov r2, nested_fields
    test r9, CPUID_FEATURE_NESTED_PAGING
    jnz .nested
    mov r2, memory_kind                 ; the guest has page faults in place of nested violations
    mov r1, EXIT_EXCEPTION
    store [r2], r1
    mov r2, paged_fields
.nested:
    call write_fields
    say "hypervisor: the guest starts\n"
    vmlaunch

; An entry that succeeds does not come back here. After one that fails, the VMCS says why.
refused:
    say "hypervisor: the entry is refused, error "
    read r1, VMCS_INSTRUCTION_ERROR
    call print_decimal
    say "\n"
    mov r1, ENTRY_REFUSED
    jmp exit

; Root mode on, with a VMCS that is clear and current. Either region is a page that begins with the revision.
root_mode_on:
    mov r1, CR0_ROOT_MODE
    mov cr0, r1
    mov r2, VMCS_REVISION
    mov r1, ROOT_REGION
    store [r1], r2
    vmxon r1
    mov r1, VMCS
    store [r1], r2
    vmclear r1
    vmptrld r1
    clr r2                              ; each field is 0 first; those that only exits write stay as they are
    clr r1
.next:
    vmwrite r1, r2
    inc r1
    cmp r1, VMCS_HOST_TRAP_TABLE
    jbe .next
    ret

; Writes the fields of the list at r2, pairs of number and value, up to a number of -1.
write_fields:
    load r0, [r2]
    cmp r0, -1
    je .end
    load r1, [r2 + 4]
    vmwrite r0, r1
    add r2, 8
    jmp write_fields
.end:
    ret

; All that is not 0.
fields:
    .word VMCS_HOST_PC, on_exit         ; the hypervisor, as an exit finds it
    .word VMCS_HOST_SP, stack
    .word VMCS_HOST_CR0, CR0_ROOT_MODE
    .word VMCS_HOST_LIMIT, STRIP_BASE
    .word VMCS_GUEST_PC, guest          ; the guest, as a processor is at reset: ring 0, interrupts off
    .word VMCS_GUEST_SP, GUEST_PAGES * PAGE_SIZE
    .word VMCS_GUEST_LIMIT, STRIP_BASE
    .word VMCS_CR0_MASK, CR0_PAGING | CR0_ROOT_MODE     ; bits of cr0 that the guest sees clear, as in the shadow
    .word -1

CONTROLS = CONTROL_HLT_EXITING | CONTROL_IO_EXITING     ; cpuid and vmcall always exit

nested_fields:
    .word VMCS_CONTROLS, CONTROLS | CONTROL_NESTED_PAGING
    .word VMCS_NESTED_TABLE, DIRECTORY
    .word VMCS_GUEST_CR0, CR0_ROOT_MODE
    .word -1

paged_fields:
    .word VMCS_CONTROLS, CONTROLS
    .word VMCS_EXCEPTION_BITMAP, 1 << VECTOR_PAGE_FAULT
    .word VMCS_GUEST_CR0, CR0_ROOT_MODE | CR0_PAGING
    .word VMCS_GUEST_CR3, DIRECTORY
    .word -1

; Maps the guest's first pages. Nested tables and page tables alike have two levels, the frame in the upper bits of an
; entry, and in the lowest two whether it can be read (is present) and written.
map_guest:
    mov r1, DIRECTORY
    mov r2, TABLE | MAPPED
    store [r1], r2
    mov r1, TABLE
    mov r2, GUEST_RAM | MAPPED
    mov r3, GUEST_RAM + GUEST_PAGES * PAGE_SIZE
.next:
    store [r1], r2
    add r1, 4
    add r2, PAGE_SIZE
    cmp r2, r3
    jb .next
    ret

; ---- Exits ----

; The processor has saved pc, sp and FLAGS in the VMCS. r0 to r14 are still the guest's, and the hypervisor's to save.
on_exit:
    push5 r14, r13, r12, r11, r10
    push5 r9, r8, r7, r6, r5
    push5 r4, r3, r2, r1, r0
    mov r10, sp                         ; for the handlers: the guest's rN is at [r10 + 4 * N],
    read r4, VMCS_EXIT_REASON           ; the reason in r4,
    read r5, VMCS_QUALIFICATION         ; and what it leaves open in r5
    mov r3, kinds
    mov r2, kinds_end
.find:
    load r1, [r3]
    cmp r1, r4
    je .found
    add r3, KIND_SIZE
    cmp r3, r2
    jb .find
    jmp unexpected
.found:
    load r1, [r3 + KIND_COUNT]
    inc r1
    store [r3 + KIND_COUNT], r1
    load r1, [r3 + KIND_HANDLER]
    call r1
    pop5 r0, r1, r2, r3, r4
    pop5 r5, r6, r7, r8, r9
    pop5 r10, r11, r12, r13, r14
    vmresume
    jmp refused

; The kinds of exits: reason, handler, how many there were, and a name of at most 11 letters.
KIND_HANDLER = 4
KIND_COUNT = 8
KIND_NAME = 12
KIND_SIZE = 24

.macro kind reason, handler, name
    .word \reason, \handler, 0
.name\@:
    .ascii \name
    .space KIND_SIZE - KIND_NAME - ($ - .name\@)
.endm

kinds:
    kind EXIT_CPUID, on_cpuid, "cpuid"
    kind EXIT_IO, on_io, "I/O"
    kind EXIT_HLT, on_hlt, "hlt"
    kind EXIT_VMCALL, on_vmcall, "vmcall"
memory_kind:
    kind EXIT_NESTED_VIOLATION, on_memory, "memory"
kinds_end:

; What has exited has not been executed. Once its work is done otherwise, the guest goes on behind it, and the
; instruction for which interrupts waited after sti has been.
skip:
    read r1, VMCS_GUEST_PC
    read r2, VMCS_INSTRUCTION_LENGTH
    add r1, r2
    write VMCS_GUEST_PC, r1
    clr r1
    write VMCS_GUEST_INTERRUPTIBILITY, r1
    ret

; cpuid rd, ra. The exit does not tell the registers, the word does: d in bits 23...20, a in bits 19...16.
on_cpuid:
    read r1, VMCS_GUEST_PC
    mov r2, GUEST_RAM
    add r1, r2
    load r6, [r1]
    shr r1, r6, 16
    call place_of_register
    load r2, [r1]                       ; the leaf
    cpuid r7, r2                        ; as the host answers
    cmp r2, CPUID_FEATURES
    jne .name
    and r7, 1                           ; root mode, and what belongs to it, is not for the guest
.name:
    mov r1, CPUID_HYPERVISOR
    cmp r2, r1
    jne .answer
    mov r7, 'T' | 'i' << 8 | 'n' << 16 | 'y' << 24
.answer:
    shr r1, r6, 20
    call place_of_register
    store [r1], r7
    jmp skip

; r1 = where the guest's register is whose number is in the lowest four bits of r1. (Not sp, which is in the VMCS.)
place_of_register:
    and r1, 15
    shl r1, 2
    add r1, r10
    ret

; in or out: the port in bits 31...16 of r5, bit 3 for in, the register in bits 11...8. Only two ports do anything.
on_io:
    shr r1, r5, 8
    call place_of_register
    mov r7, r1
    shr r6, r5, 16
    test r5, 1 << 3
    jnz .in
    cmp r6, CONSOLE_DATA
    jne skip
    loadb r1, [r7]                      ; the low byte counts
    call print_for_guest
    jmp skip
.in:
    mov r2, -1                          ; what is read where nothing is
    mov r1, OWN_PORT
    cmp r6, r1
    jne .answer
    mov r2, OWN_VALUE
.answer:
    store [r7], r2
    jmp skip

; Prints the character in r1. Each line says that it is the guest's.
print_for_guest:
    mov r3, in_line
    load r2, [r3]
    cmp r2, 0
    jne .go_on
    say "guest| "
.go_on:
    out CONSOLE_DATA, r1
    sub r1, '\n'                        ; 0 at the end of a line
    store [r3], r1
    ret
in_line:
    .word 0

; hlt. There is nothing to wait for, so what the guest waits for comes at once: the entry delivers it, by the guest's own
; trap table. With interrupts off the guest would wait for ever.
on_hlt:
    read r1, VMCS_GUEST_FLAGS
    test r1, FLAG_INTERRUPT
    jz unexpected
    say "hypervisor: the guest waits and gets an interrupt\n"
    mov r1, EVENT_VALID | EVENT_INTERRUPT | INTERRUPT
    write VMCS_ENTRY_EVENT, r1
    jmp skip

; An address without memory. The one that is foreseen gets a page; then the guest executes the instruction again.
on_memory:
    cmp r4, EXIT_NESTED_VIOLATION
    jne .paged                          ; the qualification of a page fault is its address
    read r5, VMCS_GUEST_PHYSICAL
.paged:
    shr r1, r5, 12
    mov r2, GIFT >> 12
    cmp r1, r2
    jne unexpected
    say "hypervisor: the guest reaches for "
    mov r1, r5
    call print_hex
    say " and gets a page\n"
    mov r1, TABLE + (GIFT >> 12) * 4
    mov r2, SPARE | MAPPED
    store [r1], r2
    ret

; vmcall: the call in the guest's r0, its argument in r1.
on_vmcall:
    load r2, [r10]
    cmp r2, CALL_STOP
    je report
    cmp r2, CALL_SHOW
    jne unexpected
    say "hypervisor: the guest shows "
    load r1, [r10 + 4]
    call print_decimal
    say "\n"
    jmp skip

; The end: what has come of it.
report:
    say "hypervisor: the guest stops after these exits: "
    mov r3, kinds
    mov r2, kinds_end
.next:
    add r1, r3, KIND_NAME
    call print
    say " "
    load r1, [r3 + KIND_COUNT]
    call print_decimal
    add r3, KIND_SIZE
    cmp r3, r2
    je .end
    say ", "
    jmp .next
.end:
    say "\n"
    vmxoff
    clr r1
    jmp exit

unexpected:
    say "hypervisor: unexpected exit "
    mov r1, r4
    call print_hex
    say "\n"
    mov r1, UNEXPECTED_EXIT
    jmp exit

    .space 256
stack:

; ---- The guest ----

; It is assembled for its own address 0x1000, and loaded to where the table leads from there.
.section guest, 0x1000, GUEST_RAM + 0x1000

; tell "text" prints it. r1 and r2 are lost.
.macro tell text
    call guest_print
    .asciz \text
    .align 4
.endm

guest:
    mov r1, guest_traps
    lidt r1
    tell "all this machine is mine\n"

    tell "cpuid calls it "
    mov r2, CPUID_HYPERVISOR
    cpuid r1, r2
.letter:
    out CONSOLE_DATA, r1
    shr r1, 8
    cmp r1, 0
    jne .letter
    tell "\n"

    mov r3, GIFT
    mov r4, 0x600d
    store [r3], r4
    load r5, [r3]
    cmp r5, r4
    jne .stop
    tell "what I have written there, I can read\n"

    mov r2, OWN_PORT
    in r1, r2
    mov r0, CALL_SHOW
    vmcall

    mov r14, 0x1234
    sti
    hlt
    mov r5, 0x1234
    cmp r14, r5
    jne .stop
    tell "awake, and my registers are what they were\n"
.stop:
    mov r0, CALL_STOP
    vmcall

on_interrupt:
    push r1
    push r2
    tell "interrupt 32\n"
    pop r2
    pop r1
    iret

; Prints the text that follows the call, and returns behind it.
guest_print:
    pop r1
.next:
    loadb r2, [r1]
    inc r1
    cmp r2, 0
    je .end
    out CONSOLE_DATA, r2
    jmp .next
.end:
    add r1, 3                           ; code goes on at the next multiple of 4
    shr r1, 2
    shl r1, 2
    jmp r1

.align 8
guest_traps:
    .space INTERRUPT * 8
    .word on_interrupt, GATE_PRESENT
