; The disk: registers in memory, data by DMA, completion by interrupt.
;
; The program sleeps while the disk works. It gives the disk a *physical* address, and the disk writes there without
; asking any page table. That is harmless while guest-physical and host-physical addresses are the same; a monitor
; must put itself in between.
;
; given disk: default
; expect output: 512 sectors
; expect output: beyond the end: refused
; expect output: the disk says: sector 7
; expect output: 4 sectors written and read back: ok
; expect output: the neighbours are untouched: sector 99, sector 104
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"
.include "lib/traps.s"

READ = 1
WRITE = 2
DONE = 2                                ; bits of DISK_STATUS; bit 0 says that it is busy
ERROR = 4

FIRST = 100
COUNT = 4

; The registers lie side by side: all are reached from the first one, whose address is in r8 throughout.
ADDRESS = DISK_ADDRESS - DISK_SECTOR
SECTORS = DISK_COUNT - DISK_SECTOR
COMMAND = DISK_COMMAND - DISK_SECTOR
STATUS = DISK_STATUS - DISK_SECTOR
CONTROL = DISK_CONTROL - DISK_SECTOR
CAPACITY = DISK_CAPACITY - DISK_SECTOR

_start:
    mov r8, DISK_SECTOR
    load r1, [r8 + CAPACITY]
    call print_decimal
    say " sectors\n"

; ---- A request that cannot be served ends at once ----

    load r1, [r8 + CAPACITY]            ; one sector too far
    mov r2, buffer
    mov r3, 1
    mov r4, READ
    call start
    load r1, [r8 + STATUS]
    cmp r1, DONE | ERROR
    jne wrong
    store [r8 + STATUS], r1             ; seen: the disk forgets what is written as 1
    say "beyond the end: refused\n"

; ---- The others take their time ----

    gate 0x20 + DISK_LINE, on_disk, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, ~(1 << DISK_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, 1
    store [r8 + CONTROL], r1

    mov r1, 7
    mov r2, buffer
    mov r3, 1
    mov r4, READ
    call transfer
    say "the disk says: "
    mov r1, buffer
    call print

    mov r5, pattern                     ; what is written: 3, 10, 17, ...
    mov r6, pattern + COUNT * 512
    mov r1, 3
.fill:
    store [r5], r1
    add r1, 7
    add r5, 4
    cmp r5, r6
    jb .fill

    mov r1, FIRST
    mov r2, pattern
    mov r3, COUNT
    mov r4, WRITE
    call transfer
    mov r1, FIRST
    mov r2, buffer
    mov r4, READ
    call transfer

    mov r5, pattern
    mov r7, buffer
.compare:
    load r1, [r5]
    load r2, [r7]
    cmp r1, r2
    jne wrong
    add r5, 4
    add r7, 4
    cmp r5, r6
    jb .compare
    say "4 sectors written and read back: ok\n"

    say "the neighbours are untouched: "
    mov r1, FIRST - 1
    mov r2, buffer
    mov r3, 1
    call transfer
    mov r1, buffer
    call print_word
    say ", "
    mov r1, FIRST + COUNT
    call transfer
    mov r1, buffer
    call print

    clr r1
    jmp exit

wrong:
    say "wrong\n"
    mov r1, 1
    jmp exit

; Starts the command r4 on r3 sectors from r1 on, with the memory at r2.
start:
    store [r8], r1
    store [r8 + ADDRESS], r2
    store [r8 + SECTORS], r3
    store [r8 + COMMAND], r4            ; the last one: this starts it
    ret

; Does the same, and sleeps until the disk's interrupt has come; r0 is the status then.
transfer:
    clr r0
    call start
.wait:
    cli
    cmp r0, 0
    jne .done
    sti
    hlt
    jmp .wait
.done:
    ret

; The disk's handler leaves the status in r0.
on_disk:
    push r1
    load r0, [r8 + STATUS]
    mov r1, DONE | ERROR
    store [r8 + STATUS], r1             ; the disk drops its line; then EOI, or the interrupt would come again
    out PIC_EOI, r1
    pop r1
    iret

; Prints the text at r1 up to the end of its line.
print_word:
    push r1
    push r2
.next:
    loadb r2, [r1]
    cmp r2, '\n'
    je .end
    out CONSOLE_DATA, r2
    inc r1
    jmp .next
.end:
    pop r2
    pop r1
    ret

.align 4                                ; DMA is by words
buffer:
    .space COUNT * 512
pattern:
    .space COUNT * 512
