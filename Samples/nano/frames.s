; Frames: the pages of physical memory that nobody owns yet, and how many places share each of the others.
;
; A frame that is mapped copy-on-write may be in many address spaces at once. It is free again when the last of them
; lets go, and who lets go last is only known by counting.

free_list:
    .word 0                             ; the first free frame; its first word leads to the next one
free_count:
    .word 0
frame_shares:                           ; a byte for each frame: in how many places it is mapped
    .space MAX_RAM / PAGE_SIZE

; All frames from FIRST_FRAME on are free. Those of the kernel and its programs have one share, its own, for good.
frames_init:
    mov r1, frame_shares
    add r2, r1, FIRST_FRAME / PAGE_SIZE
    mov r3, 1
.kernel:
    storeb [r1], r3
    inc r1
    cmp r1, r2
    jb .kernel

    platform_frames_end
    mov r1, FIRST_FRAME
    mov r2, free_list
    clr r3
.next:
    store [r2], r1                      ; from the last link on to this frame,
    mov r2, r1
    add r1, PAGE_SIZE
    inc r3
    cmp r1, r0
    jb .next
    clr r1
    store [r2], r1                      ; and from the last one nowhere
    mov r1, free_count
    store [r1], r3
    ret

; r0 = a frame that was free and has one share now, with anything in it; 0 if there is none.
frame_alloc:
    mov r1, free_list
    load r0, [r1]
    cmp r0, 0
    je .none
    load r2, [r0]
    store [r1], r2
    load r2, [r1+4]
    dec r2
    store [r1+4], r2
    mov r1, r0
    mov r3, 1
    jmp set_shares
.none:
    ret

; The same, filled with zeroes.
frame_zeroed:
    call frame_alloc
    cmp r0, 0
    je .none
    mov r1, r0
    add r2, r0, PAGE_SIZE
    clr r3
.next:
    store [r1], r3
    store [r1+4], r3
    store [r1+8], r3
    store [r1+12], r3
    add r1, 16
    cmp r1, r2
    jb .next
.none:
    ret

; The frame r1 is mapped in one more place.
frame_share:
    call shares
    inc r3                              ; and on into set_shares

; r3 becomes the number of shares of the frame r1. r0 is kept.
set_shares:
    mov r2, frame_shares
    shr r1, 12
    add r1, r2
    storeb [r1], r3
    ret

; r3 = the number of shares of the frame r1. r0 and r1 are kept.
shares:
    mov r2, frame_shares
    shr r3, r1, 12
    add r3, r2
    loadb r3, [r3]
    ret

; The frame r1 is mapped in one place less; without a share left, it is free.
frame_release:
    call shares
    dec r3
    cmp r3, 0
    jne set_shares
    mov r2, free_list
    load r3, [r2]
    store [r1], r3
    store [r2], r1
    load r3, [r2+4]
    inc r3
    store [r2+4], r3
    clr r3
    jmp set_shares

; Copies the frame r1 to the frame r2.
frame_copy:
    add r3, r1, PAGE_SIZE
.next:
    load r0, [r1]
    store [r2], r0
    load r0, [r1+4]
    store [r2+4], r0
    load r0, [r1+8]
    store [r2+8], r0
    load r0, [r1+12]
    store [r2+12], r0
    add r1, 16
    add r2, 16
    cmp r1, r3
    jb .next
    ret
