; nano: a small kernel with all that matters to virtualization. Processes in address spaces of their own, preemption,
; fork with copy-on-write, pages on demand, system calls, an interrupt-driven disk and console, and power off.
;
; Start with boot.s, then follow one process: fork and exec in process.s, its pages in memory.s, its traps in trap.s.
; Everything that touches the hardware is in platform-bare.s; user/ has the programs that run in ring 3. What is
; printed never depends on time: whoever prints is being waited for by everybody else who would.
;
; nano-pv.s is the same kernel on another platform, for a hypervisor (the engine pv).
;
; given port: nano-pv.s
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
; expect engines: native trap bt pv hvm

.include "common.s"
.include "platform-bare.s"
.include "kernel.s"
