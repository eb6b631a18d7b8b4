; A tiny hypervisor: your work. plumbing.s has the way to the guest, and macros and routines that help.
;
;   ringside run halts.s          a guest that halts at once
;   ringside run try.s --stats    a guest that does a bit of everything

.include "plumbing.s"

; The fields of the VMCS that are not 0, besides those that plumbing.s gives.
fields:
    .word VMCS_HOST_PC, on_exit
                                        ; TODO: the host's sp (host_stack) and cr0, as an exit finds them
                                        ; TODO: the guest's pc (GUEST_START) and sp (GUEST_STACK)
                                        ; TODO: VMCS_CONTROLS, CONTROL_ bits: nested paging, and what exits
    .word -1

; Called once, before the guest is entered. It may change r0 to r12.
prepare:
                                        ; TODO: if you use CONTROL_IO_BITMAP, the two pages at IO_BITMAP
    ret

; All exits lead here. r0 to r14 are still the guest's, sp is host_stack.
on_exit:
    save_registers
    mov r10, sp                         ; the guest's rN is at [r10 + 4 * N]
                                        ; TODO: count all_exits
    read r4, VMCS_EXIT_REASON
                                        ; TODO: to one of the routines below; what is left is
    jmp unexpected

; Every handler but on_hlt ends here.
skip:
                                        ; TODO: the guest's pc is that of the instruction that exited, and it must go on
                                        ;       behind that one
                                        ; TODO: the guest's registers, and back to the guest
    jmp refused                         ; an entry that succeeds does not come here

; cpuid rd, ra. The exit does not tell the registers, so look at the instruction's word: d is in bits 23...20, a in bits
; 19...16. It lies at the guest's address VMCS_GUEST_PC, which is ours GUEST_RAM + that.
on_cpuid:
                                        ; TODO
    jmp skip

; in or out. VMCS_QUALIFICATION has the port in bits 31...16, bit 3 set for in, and the register in bits 11...8.
on_io:
                                        ; TODO
    jmp skip

; vmcall: r0 becomes the number of all exits so far, this one included.
on_vmcall:
                                        ; TODO
    jmp skip

; hlt: the end. The guest's r0 is the exit code.
on_hlt:
    say "hypervisor: the guest halts\n"
                                        ; TODO
    jmp exit
