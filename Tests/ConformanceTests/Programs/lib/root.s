; Root mode for small programs, which include lib/traps.s first. Beside that file's two labels they have two of their own:
; `guest`, where the guest starts, and `exited`, where each exit goes on, in root mode, with r0 to r14 as they were.
;
; Host and guest share the trap table of lib/traps.s, so that a trap in either is noted there. Of each exit these words note:
;   reason, qualification, length, event, event_error, vectoring, vectoring_error, linear, physical,
;   guest_pc, guest_sp, guest_flags, activity, blocking (the guest's state), place (guest_pc as a distance from `site`)
; All are counted in `exits`, and are in reason0, reason1, ..., qual0, ... and place0, ..., where the seventeenth takes the
; place of the first. An entry that fails notes `refusal` (the error's number) and `refused_flags`, and halts.

host_stack = 0x26000                    ; stacks grow down from here, each on a page of its own
guest_stack = 0x28000
root_region = 0x40000
vmcs = 0x41000
other_vmcs = 0x42000
bitmap = 0x44000                        ; of ports: two pages
nested_directory = 0x46000
nested_identity = 0x47000               ; the nested table of the first 4 MiB
nested_window = 0x48000                 ; the nested table of the 4 MiB at NESTED, empty at first
nested_spare = 0x49000

NESTED = 0x20000000                     ; guest-physical
NESTED_ALL = NESTED_READABLE | NESTED_WRITABLE
nested_pde = nested_directory + (NESTED >> 22) * 4

; A table, stacks, root mode, and a VMCS that could be launched at once. r0 to r2 are lost.
.macro root
    traps
    call root_on
    call vmcs_ready
.endm

; Allows root-mode instructions. r0 is lost.
.macro root_allowed
    mov r0, CR0_ROOT_MODE
    mov cr0, r0
.endm

; Writes a field. r0 and r1 are lost.
.macro vmset field, value
    mov r0, \field
    mov r1, \value
    vmwrite r0, r1
.endm

; Reads a field. r0 is lost.
.macro vmget register, field
    mov r0, \field
    vmread \register, r0
.endm

; Stores a word. r0 and r1 are lost.
.macro put place, value
    mov r0, \place
    mov r1, \value
    store [r0], r1
.endm

; The arithmetic flags, as root-mode instructions leave them.
.macro outcome register
    pushf
    pop \register
.endm

.macro launch
    vmlaunch
    jmp refused
.endm

.macro resume
    vmresume
    jmp refused
.endm

; Goes on with the guest behind the instruction that has exited.
.macro past
    jmp go_past
.endm

; The same behind an instruction that a fault has refused: no length is told.
.macro past_fault
    jmp go_past_fault
.endm

; As `past`; but after a vmcall in the guest, halts.
.macro past_until_vmcall
    jmp go_past_until_vmcall
.endm

; Nested tables that map the first 4 MiB to themselves. `controls` has the other controls. r0 to r2 are lost.
.macro nested controls = 0
    call fill_nested
    vmset VMCS_NESTED_TABLE, nested_directory
    vmset VMCS_CONTROLS, CONTROL_NESTED_PAGING | \controls
.endm

root_on:
    root_allowed
    put root_region, VMCS_REVISION
    put vmcs, VMCS_REVISION
    put other_vmcs, VMCS_REVISION
    mov r0, root_region
    vmxon r0
    mov r0, vmcs
    vmclear r0
    vmptrld r0
    ret

; Fills the current VMCS.
vmcs_ready:
    mov r2, vmcs_values
.next:
    load r0, [r2]
    load r1, [r2 + 4]
    vmwrite r0, r1
    add r2, 8
    mov r0, vmcs_values_end
    cmp r2, r0
    jb .next
    ret

vmcs_values:
    .word VMCS_HOST_PC, on_exit
    .word VMCS_HOST_SP, host_stack
    .word VMCS_HOST_CR0, CR0_ROOT_MODE
    .word VMCS_HOST_SP0, kernel_stack
    .word VMCS_HOST_LIMIT, STRIP_BASE
    .word VMCS_HOST_TRAP_TABLE, trap_table
    .word VMCS_GUEST_PC, guest
    .word VMCS_GUEST_SP, guest_stack
    .word VMCS_GUEST_SP0, kernel_stack
    .word VMCS_GUEST_LIMIT, STRIP_BASE
    .word VMCS_GUEST_TRAP_TABLE, trap_table
vmcs_values_end:

fill_nested:
    mov r0, nested_identity
    mov r1, NESTED_ALL
    mov r2, nested_identity + PAGE_SIZE
.next:
    store [r0], r1
    add r0, 4
    add r1, PAGE_SIZE
    cmp r0, r2
    jb .next
    put nested_directory, nested_identity | NESTED_ALL
    put nested_pde, nested_window | NESTED_ALL
    ret

go_past_until_vmcall:
    push r0
    push r1
    vmget r1, VMCS_EXIT_REASON
    cmp r1, EXIT_VMCALL
    je on_80                            ; which halts
    pop r1
    pop r0
go_past:
    push r0
    push r1
    push r2
    vmget r2, VMCS_INSTRUCTION_LENGTH
go_past_bytes:
    vmget r1, VMCS_GUEST_PC
    add r1, r2
    vmset VMCS_GUEST_PC, r1
    pop r2
    pop r1
    pop r0
    resume

go_past_fault:
    push r0
    push r1
    push r2
    mov r2, 4
    jmp go_past_bytes

on_exit:
    push r0
    push r1
    push r2
    push r3
    mov r1, fields_noted
    mov r2, reason
.next:
    load r0, [r1]
    vmread r3, r0
    store [r2], r3
    add r1, 4
    add r2, 4
    mov r0, fields_noted_end
    cmp r1, r0
    jb .next
    mov r1, reason
    load r0, [r1 + guest_pc - reason]
    mov r2, site
    sub r0, r2
    store [r1 + place - reason], r0
    load r2, [r1 + exits - reason]
    inc r2
    store [r1 + exits - reason], r2
    dec r2
    and r2, 15
    shl r2, 2
    add r2, r1
    store [r2 + place0 - reason], r0
    load r0, [r1]
    store [r2 + reason0 - reason], r0
    load r0, [r1 + 4]
    store [r2 + qual0 - reason], r0
    pop r3
    pop r2
    pop r1
    pop r0
    jmp exited

refused:
    outcome r0
    mov r1, refused_flags
    store [r1], r0
    vmget r0, VMCS_INSTRUCTION_ERROR
    store [r1 + refusal - refused_flags], r0
    hlt

fields_noted:
    .word VMCS_EXIT_REASON, VMCS_QUALIFICATION, VMCS_INSTRUCTION_LENGTH, VMCS_EXIT_EVENT, VMCS_EXIT_ERROR
    .word VMCS_VECTORING_EVENT, VMCS_VECTORING_ERROR, VMCS_GUEST_LINEAR, VMCS_GUEST_PHYSICAL
    .word VMCS_GUEST_PC, VMCS_GUEST_SP, VMCS_GUEST_FLAGS, VMCS_GUEST_ACTIVITY, VMCS_GUEST_INTERRUPTIBILITY
fields_noted_end:

reason:
    .word 0
qualification:
    .word 0
length:
    .word 0
event:
    .word 0
event_error:
    .word 0
vectoring:
    .word 0
vectoring_error:
    .word 0
linear:
    .word 0
physical:
    .word 0
guest_pc:
    .word 0
guest_sp:
    .word 0
guest_flags:
    .word 0
activity:
    .word 0
blocking:
    .word 0
place:
    .word 0
exits:
    .word 0
refusal:
    .word 0
refused_flags:
    .word 0
reason0:
    .word 0
reason1:
    .word 0
reason2:
    .word 0
reason3:
    .word 0
reason4:
    .word 0
reason5:
    .word 0
reason6:
    .word 0
reason7:
    .word 0
reason8:
    .word 0
reason9:
    .word 0
reason10:
    .word 0
reason11:
    .word 0
reason12:
    .word 0
reason13:
    .word 0
reason14:
    .word 0
reason15:
    .word 0
qual0:
    .word 0
qual1:
    .word 0
qual2:
    .word 0
qual3:
    .word 0
qual4:
    .word 0
qual5:
    .word 0
qual6:
    .word 0
qual7:
    .word 0
qual8:
    .word 0
qual9:
    .word 0
qual10:
    .word 0
qual11:
    .word 0
qual12:
    .word 0
qual13:
    .word 0
qual14:
    .word 0
qual15:
    .word 0
place0:
    .word 0
place1:
    .word 0
place2:
    .word 0
place3:
    .word 0
place4:
    .word 0
place5:
    .word 0
place6:
    .word 0
place7:
    .word 0
place8:
    .word 0
place9:
    .word 0
place10:
    .word 0
place11:
    .word 0
place12:
    .word 0
place13:
    .word 0
place14:
    .word 0
place15:
    .word 0
