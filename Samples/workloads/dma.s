; Disk transfers by DMA: a program writes blocks of a page and reads them back; its kernel starts
; the disk and sleeps until the interrupt comes.
;
; A request is a handful of stores to the disk's registers, an interrupt, and a long wait, whatever
; the size of the block. Under a monitor each of these stores is an exit, and so is the interrupt;
; the data itself goes to the guest's memory without being looked at, once the monitor has said
; which memory that is. The port puts its requests into a ring and grants the disk the buffer's
; page: one hypercall starts a request, and one event ends it. Most of the cycles are waiting all
; the same: look at `idle`, and at what the ratio is without it.
;
; given port: dma-pv.s
; given disk: default
; expect output: 40 pages written and read, the sum of all words is 4140257280
; expect exit: 0
; expect engines: native trap bt pv hvm

ROUNDS = 40                             ; each writes a page and reads it
FIRST = 64                              ; the first sector that is used
PLACES = 16                             ; how many pages of the disk are used, by turns

CALL_READ = 1                           ; reads sector r1 and the following to the page at r2
CALL_WRITE = 2                          ; writes them; both numbers are the disk's own
CALL_EXIT = 3                           ; r1 is the result

OUTPUT = USER_BASE + (1 << 20)          ; the program's two buffers
INPUT = OUTPUT + PAGE_SIZE

.include "lib/platform.s"
.ifdef PV
.include "lib/disk-pv.s"
.else
.include "lib/disk-bare.s"
.endif

.section data
space:
    .word 0
.section text

main:
    call start_driver
    call program_space
    set space, r0, r1
    mov r1, r0
    mov r2, OUTPUT
    mov r3, 2
    call map_new
    get r1, space
    jmp start_program

system_call:
    cmp r0, CALL_EXIT
    je .exit
    enter
    mov r4, r0
    mov r5, r1
    get r1, space
    call entry_find
    load r2, [r0]                       ; the entry of the buffer's page
    mov r1, r5
    mov r3, r4
    call transfer
    cmp r0, 0
    jne .failed
    pop r7
    pop r6
    pop r5
    pop r4
    return_to_program
.exit:
    mov r4, r1
    mov r1, ROUNDS
    call print_decimal
    say " pages written and read, the sum of all words is "
    mov r1, r4
    call print_decimal
    say "\n"
    clr r1
    platform_power_off
.failed:
    say "the disk has refused a request\n"
    mov r1, 1
    platform_power_off

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    clr r4                              ; the round
    clr r8                              ; the sum
.round:
    mov r1, 5000
    mul r1, r4
    mov r5, OUTPUT
    mov r6, INPUT
.fill:
    store [r5], r1
    add r1, 7
    add r5, 4
    cmp r5, r6
    jb .fill

    mov r9, PLACES
    mod r7, r4, r9
    mul r7, PAGE_SIZE / 512
    add r7, FIRST
    mov r0, CALL_WRITE
    mov r1, r7
    mov r2, OUTPUT
    call_kernel
    mov r0, CALL_READ
    mov r1, r7
    mov r2, INPUT
    call_kernel

    mov r5, INPUT
    add r6, r5, PAGE_SIZE
.sum:
    load r1, [r5]
    add r8, r1
    add r5, 4
    cmp r5, r6
    jb .sum
    inc r4
    cmp r4, ROUNDS
    jb .round
    mov r0, CALL_EXIT
    mov r1, r8
    call_kernel
