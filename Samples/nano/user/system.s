; What programs and the kernel agree on: the numbers of the system calls and of the programs.

EXIT = 0                                ; ends the process with the status r1
FORK = 1                                ; r0 = the pid of a copy of this process; 0 in the copy
WAIT = 2                                ; waits for the child r1, or any if r1 is 0; r0 = its pid, r1 = its status
EXEC = 3                                ; starts over as the program r1, which gets r2 in its r1
KILL = 4                                ; ends the process r1
GETPID = 5                              ; r0 = the pid of this process
YIELD = 6                               ; lets others run
WRITE = 7                               ; prints r2 bytes from the address r1 on
READ = 8                                ; reads a line, or r2 bytes of it, to the address r1; r0 = how many
READ_SECTOR = 9                         ; reads the sector r1 to the address r2, a multiple of 512
WRITE_SECTOR = 10                       ; writes it
FRAMES = 11                             ; r0 = the number of free frames

; All return -1 in r0 if they cannot do it.
.macro system call
    mov r0, \call
    platform_system_call
.endm

INIT = 0
PRIMES = 1
COPIES = 2
DEMAND = 3
SECTORS = 4
SHOUT = 5
ROGUE = 6

; say "text" prints a literal, which lies right behind the call.
.macro say text
    call say_inline
    .asciz \text
    .align 4
.endm

; show NUMBER prints a register or a constant in decimal.
.macro show number
    mov r1, \number
    call say_number
.endm
