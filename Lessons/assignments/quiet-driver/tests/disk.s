; ---- The disk without the driver: its registers are as they were afterwards ----

check_READ = 1
check_WRITE = 2
check_ADDRESS = DISK_ADDRESS - DISK_SECTOR
check_COUNT = DISK_COUNT - DISK_SECTOR
check_COMMAND = DISK_COMMAND - DISK_SECTOR
check_STATUS = DISK_STATUS - DISK_SECTOR
check_CONTROL = DISK_CONTROL - DISK_SECTOR
check_LIST = DISK_LIST - DISK_SECTOR

; Sector r1 gets words of the check's own behind its name.
check_plant:
    push r1
    mov r0, check_READ
    call check_raw
    call check_begin
.next:
    store [r1], r3
    call check_step
    jb .next
    pop r1
    mov r0, check_WRITE
    call check_raw
    push r1
    call check_begin                    ; and the page holds none of them any more
    clr r3
.clear:
    store [r1], r3
    add r1, 4
    cmp r1, r2
    jb .clear
    pop r1
    ret

; r0 = 0 if sector r1 of the disk holds these words.
check_on_disk:
    push r1
    mov r0, check_READ
    call check_raw
    mov r1, check_page
    call check_planted
    pop r1
    ret

; r0 = 0 if the sector in memory at r1 holds these words.
check_planted:
    push r1
    push r2
    push r3
    push r4
    call check_from
    mov r0, 1
.next:
    load r4, [r1]
    cmp r4, r3
    jne .end
    call check_step
    jb .next
    clr r0
.end:
    pop r4
    pop r3
    pop r2
    pop r1
    ret

; From r1 to r2 the words lie; r3 is the first.
check_begin:
    mov r1, check_page
check_from:
    add r2, r1, SECTOR_SIZE
    add r1, 16
    mov r3, {{SEED}}
    ret
check_step:
    mul r3, 77
    add r3, {{SEED}}
    add r1, 4
    cmp r1, r2
    ret

; Command r0 for sector r1 and check_page.
check_raw:
    push r1
    push r2
    push r3
    push r4
    push r5
    push r6
    push r7
    cli
    mov r4, DISK_SECTOR
    load r5, [r4 + check_CONTROL]
    load r6, [r4 + check_ADDRESS]
    load r7, [r4 + check_COUNT]
    load r2, [r4]
    push r2
    load r2, [r4 + check_LIST]
    push r2
    clr r2
    store [r4 + check_CONTROL], r2
    store [r4 + check_LIST], r2
    store [r4], r1
    mov r2, check_page
    store [r4 + check_ADDRESS], r2
    mov r2, 1
    store [r4 + check_COUNT], r2
    store [r4 + check_COMMAND], r0
    mov r3, 10000                       ; to look again and again would be exits
.wait:
    dec r3
    cmp r3, 0
    jne .wait
.done:
    load r3, [r4 + check_STATUS]
    test r3, 2
    jz .done
    store [r4 + check_STATUS], r3
    pop r2
    store [r4 + check_LIST], r2
    pop r2
    store [r4], r2
    store [r4 + check_COUNT], r7
    store [r4 + check_ADDRESS], r6
    store [r4 + check_CONTROL], r5
    sti
    pop r7
    pop r6
    pop r5
    pop r4
    pop r3
    pop r2
    pop r1
    ret
