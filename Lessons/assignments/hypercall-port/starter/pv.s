; Help for kernels under a hypervisor. Do not change it.

; request HCALL: a hypercall that must not be refused. If it is, the kernel says so and ends with REFUSED; `refused_status`
; holds the status then. r0 is lost.
REFUSED = 70
.macro request call
    hcall \call
    cmp r0, STATUS_DONE
    jne refused
.endm

; frame_of RN: the register holds the number of a page of our memory, and gets the number of its machine frame.
; r12 is lost.
.macro frame_of register
    shl \register, 2
    mov r12, PV_FRAME_OF_PAGE
    add \register, r12
    load \register, [\register]
.endm

; machine_address RN: the register holds an address of our memory that is a multiple of PAGE_SIZE, and gets its machine
; address. r12 is lost.
.macro machine_address register
    shr \register, 12
    frame_of \register
    shl \register, 12
.endm

refused:
    mov r1, refused_status
    store [r1], r0
    mov r1, .text
    mov r2, .text_end - .text
    hcall HCALL_CONSOLE_WRITE
    mov r1, REFUSED
    hcall HCALL_SHUTDOWN
.text:
    .ascii "kernel: the hypervisor has refused a call\n"
.text_end:
.align 4
refused_status:
    .word 0
update_list:                            ; room for a list of updates: two words each
    .space MAX_PAGES * 8
