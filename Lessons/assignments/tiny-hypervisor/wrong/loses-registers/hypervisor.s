; A tiny hypervisor: what the guest's exits mean. Only r0 to r9 are saved.

.include "plumbing.s"

own_number:                             ; what the guest has written to OWN_PORT last
    .word 0

; The fields of the VMCS that are not 0, besides those that plumbing.s gives.
fields:
    .word VMCS_HOST_PC, on_exit
    .word VMCS_HOST_SP, host_stack
    .word VMCS_HOST_CR0, CR0_ROOT_MODE
    .word VMCS_GUEST_PC, GUEST_START
    .word VMCS_GUEST_SP, GUEST_STACK
    .word VMCS_CONTROLS, CONTROL_NESTED_PAGING | CONTROL_HLT_EXITING | CONTROL_IO_BITMAP
    .word VMCS_IO_BITMAP, IO_BITMAP
    .word -1

; All ports exit but the timer's, 0x40 to 0x43, which are bits 0 to 3 of word 2.
prepare:
    mov r1, IO_BITMAP
    mov r2, -1
    mov r3, 2 * PAGE_SIZE / 4
.next:
    store [r1], r2
    add r1, 4
    dec r3
    cmp r3, 0
    jne .next
    mov r1, IO_BITMAP
    mov r2, ~15
    store [r1 + TIMER_CONTROL / 32 * 4], r2
    ret

on_exit:
    sub sp, 60                          ; the handlers do not change more
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
    mov r10, sp                         ; the guest's rN is at [r10 + 4 * N]
    count all_exits
    read r4, VMCS_EXIT_REASON
    cmp r4, EXIT_CPUID
    je on_cpuid
    cmp r4, EXIT_IO
    je on_io
    cmp r4, EXIT_VMCALL
    je on_vmcall
    cmp r4, EXIT_HLT
    je on_hlt
    jmp unexpected

; What has exited has not been executed: the guest goes on behind it.
skip:
    read r1, VMCS_GUEST_PC
    read r2, VMCS_INSTRUCTION_LENGTH
    add r1, r2
    write VMCS_GUEST_PC, r1
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
    add sp, 60
    vmresume
    jmp refused

; r1 = where the guest's register is whose number is in the lowest four bits of r1.
place_of_register:
    and r1, 15
    shl r1, 2
    add r1, r10
    ret

; cpuid rd, ra: d is in bits 23...20 of the instruction, a in bits 19...16.
on_cpuid:
    count cpuid_exits
    read r1, VMCS_GUEST_PC
    mov r2, GUEST_RAM
    add r1, r2
    load r6, [r1]
    shr r1, r6, 16
    call place_of_register
    load r2, [r1]                       ; the leaf
    mov r7, 'T' | 'i' << 8 | 'n' << 16 | 'y' << 24
    mov r3, CPUID_HYPERVISOR
    cmp r2, r3
    je .answer
    cpuid r7, r2
    cmp r2, CPUID_FEATURES
    jne .answer
    and r7, CPUID_FEATURE_CLASSIC
.answer:
    shr r1, r6, 20
    call place_of_register
    store [r1], r7
    jmp skip

; The port is in bits 31...16 of the qualification, bit 3 is set for in, the register is in bits 11...8.
on_io:
    count port_exits
    read r5, VMCS_QUALIFICATION
    shr r1, r5, 8
    call place_of_register
    mov r7, r1
    shr r6, r5, 16
    mov r8, own_number
    mov r2, OWN_PORT
    test r5, 1 << 3
    jnz .in
    load r1, [r7]
    cmp r6, CONSOLE_DATA
    je .print
    cmp r6, r2
    jne skip
    store [r8], r1
    jmp skip
.print:
    call print_for_guest
    jmp skip
.in:
    mov r1, -1                          ; what is read where nothing is
    cmp r6, r2
    jne .answer
    load r1, [r8]
    shl r1, 1
.answer:
    store [r7], r1
    jmp skip

on_vmcall:
    count vmcall_exits
    mov r0, all_exits
    load r0, [r0]
    store [r10], r0
    jmp skip

on_hlt:
    say "hypervisor: the guest halts\n"
    load r1, [r10]
    jmp exit
