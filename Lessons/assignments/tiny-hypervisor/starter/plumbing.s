; The plumbing of a small hypervisor: root mode, the nested tables, lists of fields, printing. Do not change it.
;
; It needs from the file that includes it: fields, a list for write_fields; prepare, called before the guest is entered;
; on_exit, where exits lead.

; Pages of the hypervisor's, by physical address.
ROOT_REGION = 0x100000
VMCS = 0x101000
NESTED_DIRECTORY = 0x102000
NESTED_TABLE = 0x103000
IO_BITMAP = 0x104000                    ; two pages: bit n for port n
GUEST_RAM = 0x200000                    ; the guest's pages lie in a row from here: its address 0 is ours GUEST_RAM
GUEST_PAGES = 8
GUEST_START = 0x1000                    ; where the guest begins, by its own address
GUEST_STACK = GUEST_PAGES * PAGE_SIZE

OWN_PORT = 0x1000                       ; a device of the hypervisor's

NO_ROOT_MODE = 100                      ; exit codes
ENTRY_REFUSED = 101
UNEXPECTED_EXIT = 102

; What has come of the guest so far: to be counted by on_exit.
all_exits:
    .word 0
cpuid_exits:
    .word 0
port_exits:
    .word 0
vmcall_exits:
    .word 0

; read RD, FIELD and write FIELD, RA: a field of the VMCS. r0 is lost, and RD and RA are not r0.
.macro read register, field
    mov r0, \field
    vmread \register, r0
.endm
.macro write field, register
    mov r0, \field
    vmwrite r0, \register
.endm

; count LABEL adds 1 to the word there. r0 and r1 are lost.
.macro count label
    mov r0, \label
    load r1, [r0]
    inc r1
    store [r0], r1
.endm

; save_registers puts r0 to r14 onto the stack: rN is at [sp + 4 * N] then. restore_registers takes them back from there.
.macro save_registers
    sub sp, 60
    store [sp], r0
    store [sp + 4], r1
    store [sp + 8], r2
    store [sp + 12], r3
    store [sp + 16], r4
    store [sp + 20], r5
    store [sp + 24], r6
    store [sp + 28], r7
    store [sp + 32], r8
    store [sp + 36], r9
    store [sp + 40], r10
    store [sp + 44], r11
    store [sp + 48], r12
    store [sp + 52], r13
    store [sp + 56], r14
.endm
.macro restore_registers
    load r0, [sp]
    load r1, [sp + 4]
    load r2, [sp + 8]
    load r3, [sp + 12]
    load r4, [sp + 16]
    load r5, [sp + 20]
    load r6, [sp + 24]
    load r7, [sp + 28]
    load r8, [sp + 32]
    load r9, [sp + 36]
    load r10, [sp + 40]
    load r11, [sp + 44]
    load r12, [sp + 48]
    load r13, [sp + 52]
    load r14, [sp + 56]
    add sp, 60
.endm

; say "text" prints it, and leaves all registers as they were.
.macro say text
    push r1
    mov r1, .text\@
    call print
    pop r1
    jmp .behind\@
.text\@:
    .asciz \text
    .align 4
.behind\@:
.endm

; ---- The way to the guest ----

.entry _start
_start:
    mov r1, CPUID_FEATURES
    cpuid r2, r1
    test r2, CPUID_FEATURE_ROOT_MODE
    jnz .able
    say "hypervisor: this host has no root mode\n"
    mov r1, NO_ROOT_MODE
    jmp exit
.able:
    mov r1, CR0_ROOT_MODE
    mov cr0, r1
    mov r2, VMCS_REVISION               ; the first word of either region
    mov r1, ROOT_REGION
    store [r1], r2
    vmxon r1
    mov r1, VMCS
    store [r1], r2
    vmclear r1
    vmptrld r1
    clr r2                              ; each field is 0 first; those that only exits write stay as they are
    clr r1
.zero:
    vmwrite r1, r2
    inc r1
    cmp r1, VMCS_HOST_TRAP_TABLE
    jbe .zero
    mov r2, given_fields
    call write_fields
    mov r2, fields
    call write_fields

    mov r1, NESTED_DIRECTORY            ; the guest's pages
    mov r2, NESTED_TABLE | NESTED_READABLE | NESTED_WRITABLE
    store [r1], r2
    mov r1, NESTED_TABLE
    mov r2, GUEST_RAM | NESTED_READABLE | NESTED_WRITABLE
    mov r3, GUEST_PAGES
.map:
    store [r1], r2
    add r1, 4
    add r2, PAGE_SIZE
    dec r3
    cmp r3, 0
    jne .map

    call prepare
    say "hypervisor: the guest starts\n"
    clr r0                              ; it finds 0 in r0 to r14
    clr r1
    clr r2
    clr r3
    clr r4
    clr r5
    clr r6
    clr r7
    clr r8
    clr r9
    clr r10
    clr r11
    clr r12
    clr r13
    clr r14
    vmlaunch

; An entry that succeeds does not come back. After one that fails, the VMCS says why: jump here after vmresume, too.
refused:
    read r2, VMCS_INSTRUCTION_ERROR
    say "hypervisor: the entry is refused, error "
    mov r1, r2
    call print_decimal
    say "\n"
    mov r1, ENTRY_REFUSED
    jmp exit

; For an exit that is not foreseen.
unexpected:
    read r2, VMCS_EXIT_REASON
    say "hypervisor: unexpected exit, reason "
    mov r1, r2
    call print_decimal
    say "\n"
    mov r1, UNEXPECTED_EXIT
    jmp exit

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

given_fields:
    .word VMCS_HOST_LIMIT, STRIP_BASE
    .word VMCS_GUEST_LIMIT, STRIP_BASE
    .word VMCS_GUEST_CR0, CR0_ROOT_MODE
    .word VMCS_CR0_MASK, CR0_ROOT_MODE  ; the guest sees this bit clear
    .word VMCS_NESTED_TABLE, NESTED_DIRECTORY
    .word -1

    .space 512
host_stack:                             ; its upper end
    .word 0

; ---- Printing, by registers that stay as they are ----

; The character in r1 as the guest's: each line of the guest's begins with guest|.
print_for_guest:
    push r1
    push r2
    push r3
    mov r3, in_line
    load r2, [r3]
    cmp r2, 0
    jne .go_on
    say "guest| "
.go_on:
    out CONSOLE_DATA, r1
    and r1, 255
    sub r1, '\n'
    store [r3], r1                      ; 0 at the end of a line
    pop r3
    pop r2
    pop r1
    ret
in_line:
    .word 0

; The text at r1, which a zero byte ends.
print:
    push r1
    push r2
.next:
    loadb r2, [r1]
    cmp r2, 0
    je .end
    out CONSOLE_DATA, r2
    inc r1
    jmp .next
.end:
    pop r2
    pop r1
    ret

; The number r1.
print_decimal:
    push r1
    push r2
    push r3
    mov r3, 10
    mod r2, r1, r3
    div r1, r1, r3
    cmp r1, 0
    je .last
    call print_decimal
.last:
    add r2, '0'
    out CONSOLE_DATA, r2
    pop r3
    pop r2
    pop r1
    ret

; Switches the machine off; r1 is the exit code.
exit:
    out POWER_EXIT, r1
