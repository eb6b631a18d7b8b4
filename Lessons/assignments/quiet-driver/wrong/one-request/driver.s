; The drivers of the disk and of the console, for a machine on which each access to a device is dear.
;
; Every function leaves all registers but its result as they were.

READ = 1                                ; values of DISK_COMMAND
WRITE = 2
BUSY = 1                                ; bits of DISK_STATUS
DONE = 2
ERROR = 4
MOST = 128                              ; sectors in one request: more are refused

; The disk's registers are reached from the first one's address.
ADDRESS = DISK_ADDRESS - DISK_SECTOR
COUNT = DISK_COUNT - DISK_SECTOR
COMMAND = DISK_COMMAND - DISK_SECTOR
STATUS = DISK_STATUS - DISK_SECTOR
CONTROL = DISK_CONTROL - DISK_SECTOR

; Called once, with interrupts off. All registers may change. Other lines than the disk's are not
; yours: leave their bits in PIC_MASK as they are.
driver_start:
    gate 32 + DISK_LINE, on_disk
    in r1, PIC_MASK
    and r1, ~(1 << DISK_LINE) & 0xffff
    out PIC_MASK, r1
    mov r4, DISK_SECTOR
    mov r1, 1
    store [r4 + CONTROL], r1
    ret

; Reads r3 sectors from r1 on into the memory at r2. r0 = 0, or 1 if the disk has refused it.
disk_read:
    mov r0, READ
    jmp transfer

; Writes r3 sectors from r1 on from the memory at r2. r0 = 0, or 1 if the disk has refused it.
disk_write:
    mov r0, WRITE

; Does the command r0. Interrupts are on, before and after.
transfer:
    push r1
    push r2
    push r3
    push r4
    push r5
    push r6
    push r7
    push r8
    mov r5, r0
    mov r4, DISK_SECTOR
    mov r7, disk_status
.request:
    mov r8, r3
.start:
    clr r6
    store [r7], r6                      ; no interrupt yet
    store [r4], r1
    store [r4 + ADDRESS], r2
    store [r4 + COUNT], r8
    store [r4 + COMMAND], r5            ; this starts it
.wait:
    cli                                 ; or the interrupt could come between the look and hlt
    load r6, [r7]
    cmp r6, 0
    jne .done
    sti
    hlt                                 ; any interrupt ends this: look again
    jmp .wait
.done:
    sti
    test r6, ERROR
    jnz .refused
    add r1, r8
    shl r6, r8, 9
    add r2, r6
    sub r3, r8
    cmp r3, 0
    jne .request
    clr r0
    jmp .end
.refused:
    mov r0, 1
.end:
    pop r8
    pop r7
    pop r6
    pop r5
    pop r4
    pop r3
    pop r2
    pop r1
    ret

; The disk's interrupt: what the status was is kept in memory, where it costs nothing to look.
on_disk:
    push r1
    push r2
    mov r2, DISK_SECTOR
    load r1, [r2 + STATUS]
    store [r2 + STATUS], r1             ; the disk drops its line,
    out PIC_EOI, r1                     ; and only then may the next interrupt come
    mov r2, disk_status
    store [r2], r1
    pop r2
    pop r1
    iret

.section data
disk_status:
    .word 0
.section text

; Writes r2 characters from the address r1 on to the console.
console_write:
    push r1
    push r2
    push r3
    add r2, r1
.next:
    cmp r1, r2
    je .end
    loadb r3, [r1]
    out CONSOLE_DATA, r3                ; it can always take one
    inc r1
    jmp .next
.end:
    pop r3
    pop r2
    pop r1
    ret
