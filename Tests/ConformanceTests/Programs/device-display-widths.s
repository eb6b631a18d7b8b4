; pins: the display's memory takes bytes, half-words and words, and reads back in any width
; expect stop: halt
; expect r1: 0x44332241
; expect r2: 0x3322
; expect r3: 0x44
; expect r4: 0xffffff99
; expect r5: 0xffff9988
; expect r6: 0
    mov r8, DISPLAY_CELLS
    mov r9, 0x44332211
    store [r8], r9
    mov r9, 0x12345641
    storeb [r8], r9
    load r1, [r8]
    shr r2, r1, 8
    and r2, 0xffff
    loadb r3, [r8 + 3]
    mov r9, 0x55559988
    storeh [r8 + 6], r9
    loadsb r4, [r8 + 7]
    loadsh r5, [r8 + 6]
    loadh r6, [r8 + 4]
    hlt
