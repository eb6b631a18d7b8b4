; What all parts of the kernel go by: conventions, and how memory is laid out.
;
; Conventions, in the kernel and in the programs: arguments in r1, r2 and r3, results in r0; a call may change r0 to r3
; and r12 to r14, and keeps the others. In the kernel interrupts are off from entry to exit.

; A function that needs registers of its own begins with `enter` and ends with `leave`, which also returns.
.macro enter
    push r4
    push r5
    push r6
    push r7
.endm
.macro leave
    pop r7
    pop r6
    pop r5
    pop r4
    ret
.endm
.macro enter_all                        ; r4 to r11: all that a call must keep
    enter
    push r8
    push r9
    push r10
    push r11
.endm
.macro leave_all
    pop r11
    pop r10
    pop r9
    pop r8
    leave
.endm

; The variable at a label; and the process that runs.
.macro get register, variable
    mov \register, \variable
    load \register, [\register]
.endm
.macro this register
    get \register, current
.endm

; ---- Physical memory ----

MAX_RAM = 16 << 20                      ; more would not be used
FIRST_FRAME = 0x20000                   ; the kernel and the programs lie below, frames to allocate from here on

; ---- Virtual memory, of every process ----

KERNEL_END = 32 << 20                   ; the kernel: RAM at its physical addresses, and devices
USER_BASE = 0x40000000                  ; the program, and zeroes behind it
LIBRARY_BASE = 0x40100000               ; what all programs share
HEAP_BASE = 0x40200000
HEAP_END = 0x40300000
STACK_TOP = 0x40800000
STACK_LIMIT = STACK_TOP - 64 * 1024     ; as far as the stack may grow
USER_END = STACK_TOP

QUANTUM = 100000                        ; how long a process may run on, in ticks of the timer
