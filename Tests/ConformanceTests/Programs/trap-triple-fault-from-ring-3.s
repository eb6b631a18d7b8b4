; pins: a program in ring 3 can end a machine whose kernel has no table
; expect stop: triple-fault
; expect r1: 5
; expect r15: 0x24000
user_stack = 0x24000
kernel_stack = 0x20000
    mov r0, kernel_stack
    mov sp0, r0
    mov r0, 0x30000                     ; all zeroes
    lidt r0
    mov sp, 0x22000
    clr r0
    push r0
    mov r0, user_stack
    push r0
    mov r0, 3 << FLAG_RING_SHIFT
    push r0
    mov r0, there
    push r0
    mov r1, 5
    iret
there:
    ud
