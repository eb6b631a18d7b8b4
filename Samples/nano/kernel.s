; The kernel without its platform, and the programs.

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
