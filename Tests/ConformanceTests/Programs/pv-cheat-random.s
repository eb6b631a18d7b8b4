; pins: whatever is mapped, pinned, linked and read from the disk: no store reaches a pinned table
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r11: 0
; expect r10: 1
.include "lib/pv.s"
.ifndef SEED
SEED = 12345
.endif
.ifndef STEPS
STEPS = 3000
.endif
PAGES = 0x40000                         ; eight of them, which are tables, directories, memory
VIEWS = WINDOW + 0x40000                ; each for reading
LINKS = (WINDOW >> 22) + 1              ; the entries of the directory from here on lead to them

.macro random register, mask
    mov r12, 1103515245
    mul r4, r12
    add r4, 12345
    shr \register, r4, 16
    and \register, \mask
.endm

; The address of page so and so.
.macro page register
    shl \register, 12
    mov r12, PAGES
    add \register, r12
.endm

; Some entry for one of the pages, or none.
.macro some_entry register
    random \register, 7
    page \register
    entry \register, \register, 0
    random r0, 3
    shl r0, 2
    mov r12, step.kinds
    add r0, r12
    load r0, [r0]
    or \register, r0
    cmp r0, 0
    jne .present\@
    clr \register
.present\@:
.endm

_start:
    traps
    window
    disk
    clr r5
.view:
    mov r6, r5
    page r6
    shl r7, r5, 12
    mov r8, VIEWS
    add r7, r8
    map r7, r6, READ
    inc r5
    cmp r5, 8
    jb .view
    mov r4, SEED
    mov r5, STEPS
    clr r10
    clr r11
step:
    random r0, 15
    shl r0, 2
    mov r1, .actions
    add r0, r1
    load r0, [r0]
    jmp r0
.pinned:
    .space 32
.kinds:
    .word 0, READ, KERNEL, ALL
.actions:
    .word .map, .map, .map, .pin, .pin, .unpin, .update, .update
    .word .link, .store, .store, .store, .store_linked, .store_linked, .read, .flush
.some_address:                          ; r6: of sixteen, where the pages may be mapped
    random r6, 15
    cmp r6, 8
    jb .alias
    sub r6, 8
    page r6
    ret
.alias:
    shl r6, 12
    mov r0, WINDOW
    add r6, r0
    ret
.map:
    call .some_address
    some_entry r7
    random r8, 1
    ask HCALL_UPDATE_MAPPING, r6, r7, r8
    jmp .next
.pin:
    random r6, 7
    random r7, 1
    inc r7
    mov r8, r6
    page r8
    machine_frame r8, r8
    ask HCALL_PIN, r8, r7
    cmp r0, STATUS_DONE
    jne .next
    mov r10, 1                          ; it does happen
    shl r6, 2
    mov r0, .pinned
    add r0, r6
    store [r0], r7
    jmp .next
.unpin:
    random r6, 7
    mov r8, r6
    page r8
    machine_frame r8, r8
    ask HCALL_UNPIN, r8
    cmp r0, STATUS_DONE
    jne .next
    shl r6, 2
    mov r0, .pinned
    add r0, r6
    clr r7
    store [r0], r7
    jmp .next
.update:
    random r6, 7
    page r6
    random r7, 7
    shl r7, 2
    add r6, r7
    some_entry r7
    mov r13, r6
    try_update r13, r7
    jmp .next
.link:
    some_entry r7
    random r6, 3
    add r6, LINKS
    shl r6, 2
    get r13, PV_START + START_TABLE_BASE
    add r13, r6
    try_update r13, r7
    jmp .next
.read:
    get r0, disk_ring + RING_REQUESTS_PRODUCED
    get r1, disk_ring + RING_RESPONSES_PRODUCED
    cmp r0, r1
    jne next
    mov r7, r0
    random r6, 7
    page r6
    grant 1, r6, GRANT_PERMITTED
    and r8, r7, RING_SLOT_COUNT - 1
    shl r8, 5
    mov r0, disk_ring + RING_SLOTS
    add r8, r0
    mov r0, 1
    store [r8 + REQUEST_OPERATION], r0
    store [r8 + REQUEST_GRANT], r0
    store [r8 + REQUEST_COUNT], r0
    clr r0
    store [r8 + REQUEST_OFFSET], r0
    inc r7
    disk_tell r7
    jmp next
.flush:
    ask HCALL_FLUSH_TLB
.next:
    jmp next
.store:
    call .some_address
    jmp .store_there
.store_linked:
    random r6, 3
    add r6, LINKS
    shl r6, 10
    random r7, 7
    add r6, r7
    shl r6, 12
.store_there:
    random r9, 0x1c
    add r6, r9
    shl r8, r5, 12                      ; not present, so that the page can still become a table
site:
    store [r6], r8
    jmp check
caught:
    add sp, FRAME_SIZE
    jmp next
check:                                  ; none of the pinned pages may have it
    clr r6
.look:
    call pinned
    je .other
    load r1, [r1]
    cmp r1, r8
    jne .other
    inc r11
.other:
    inc r6
    cmp r6, 8
    jb .look
next:                                   ; nor what the disk reads
    clr r6
    clr r9
.look:
    call pinned
    je .other
    load r1, [r1]
    mov r2, 0x74636573
    cmp r1, r2
    jne .other
    inc r11
.other:
    inc r6
    cmp r6, 8
    jb .look
    dec r5
    cmp r5, 0
    jne step
    finish
pinned:                                 ; r1: where page r6's view has the offset r9; equal, if it is not pinned
    shl r1, r6, 12
    mov r2, VIEWS
    add r1, r2
    add r1, r9
    shl r2, r6, 2
    mov r3, step.pinned
    add r2, r3
    load r2, [r2]
    cmp r2, 0
    ret
