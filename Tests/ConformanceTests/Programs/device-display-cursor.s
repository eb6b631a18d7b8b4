; pins: the cursor is a word behind the last cell, and behind it the display's page reads as ones and ignores writes
; expect stop: halt
; expect r1: 0x123
; expect r2: 0x1f42
; expect r3: -1
; expect r4: 0xff
    mov r8, DISPLAY_CURSOR
    mov r9, 0x123
    store [r8], r9
    mov r9, 0x1f42
    storeh [r8 - 2], r9
    store [r8 + 4], r9
    load r1, [r8]
    loadh r2, [r8 - 2]
    load r3, [r8 + 4]
    loadb r4, [r8 + 0x5f]               ; the page's last byte
    hlt
