; nano: a small kernel with all that matters to virtualization. Processes in address spaces of their own, preemption,
; fork with copy-on-write, pages on demand, system calls, an interrupt-driven disk and console, and power off.
;
; Start with boot.s, then follow one process: fork and exec in process.s, its pages in memory.s, its traps in trap.s.
; Everything that touches the hardware is in platform-bare.s; user/ has the programs that run in ring 3. What is
; printed never depends on time: whoever prints is being waited for by everybody else who would.
;
; given disk: default
; given input: hello nano\nlines wait\nbye\n
; expect output: nano: 16 MiB of memory, 4058 frames free
; expect output: init: process 1
; expect output: init: three processes count primes, all at the same time
; expect output: init: process 2 has found 669
; expect output: init: process 3 has found 560
; expect output: init: process 4 has found 525
; expect output: init: together 1754 primes below 15000
; expect output: init: process 5 loops for ever, but not alone
; expect output: init: process 5 killed
; expect output: sectors: the disk says: sector 3
; expect output: sectors: four written, read back, and the same
; expect output: init: process 6 has found 508 meanwhile
; expect output: copies: 32 pages of heap took 32 frames
; expect output: copies: fork took 4 frames, and the child's first write 1
; expect output: copies: the child has ended with 111, the parent still has 100
; expect output: copies: the parent writes 200, and a second child still sees 100
; expect output: demand: of 64 pages of heap, every fourth touched: 16 frames, all zeroes
; expect output: demand: 500 calls deep, 1 + ... + 500 = 125250; the stack has grown by 7 frames
; expect output: shout: HELLO NANO
; expect output: shout: LINES WAIT
; expect output: shout: BYE
; expect output: nano: process 13 (rogue) killed: page fault at 0x1000
; expect output: nano: process 14 (rogue) killed: page fault at 0x40500000
; expect output: nano: process 15 (rogue) killed: protection fault
; expect output: nano: process 16 (rogue) killed: divide error
; expect output: nano: process 17 (rogue) killed: undefined instruction
; expect output: nano: process 18 (rogue) killed: page fault at 0x407efffc
; expect output: init: no children left
; expect output: nano: init has ended with status 0
; expect output: nano: all 4058 frames are free again
; expect exit: 0
; expect engines: native trap bt hvm

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

; ---- The kernel ----

.include "platform-bare.s"
.include "console.s"
.include "frames.s"
.include "memory.s"
.include "schedule.s"
.include "process.s"
.include "trap.s"
.include "syscall.s"
.include "disk.s"
.include "boot.s"

; ---- The programs: each is linked for the same address, and lies where there is room ----

PROGRAM_NAME = 0                        ; a row of the table
PROGRAM_LOAD = 4
PROGRAM_END = 8
PROGRAM_SIZE = 12

.align 4
programs:                               ; in the order of their numbers in user/system.s
    .word name_init, init.load, init.loadend
    .word name_primes, primes.load, primes.loadend
    .word name_copies, copies.load, copies.loadend
    .word name_demand, demand.load, demand.loadend
    .word name_sectors, sectors.load, sectors.loadend
    .word name_shout, shout.load, shout.loadend
    .word name_rogue, rogue.load, rogue.loadend
PROGRAMS = ($ - programs) / PROGRAM_SIZE

name_init:
    .asciz "init"
name_primes:
    .asciz "primes"
name_copies:
    .asciz "copies"
name_demand:
    .asciz "demand"
name_sectors:
    .asciz "sectors"
name_shout:
    .asciz "shout"
name_rogue:
    .asciz "rogue"

.align PAGE_SIZE
boot_stack:
    .space PAGE_SIZE

.include "user/system.s"

.section library, LIBRARY_BASE, auto
.include "user/library.s"
.section init, USER_BASE, auto
.include "user/init.s"
.section primes, USER_BASE, auto
.include "user/primes.s"
.section copies, USER_BASE, auto
.include "user/copies.s"
.section demand, USER_BASE, auto
.include "user/demand.s"
.section sectors, USER_BASE, auto
.include "user/sectors.s"
.section shout, USER_BASE, auto
.include "user/shout.s"
.section rogue, USER_BASE, auto
.include "user/rogue.s"

; The first free frame is taken only so that the assembler complains when the image grows into it.
.section frames, FIRST_FRAME
    .word 0
