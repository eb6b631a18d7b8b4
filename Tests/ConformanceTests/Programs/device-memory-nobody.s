; pins: memory that nobody owns reads as ones in every width, sign or none, and ignores writes, in both rings
; expect stop: halt
; expect r1: -1
; expect r2: 0xff
; expect r3: 0xffff
; expect r4: -1
; expect r5: -1
; expect r6: -1
; expect r7: 0xff
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    mov r8, 0x01000000                  ; the first address behind RAM
    mov r9, 0x80000000
site:
    store [r8], r8
    storeb [r9], r8
    storeh [r9 + 2], r8
    load r1, [r8]
    loadb r2, [r8]
    loadh r3, [r9 + 2]
    loadsb r4, [r9]
    loadsh r5, [r9]
    user start
start:
    store [r9], r8
    load r6, [r9]
    loadb r7, [r9 + 3]
    int 0x80
caught:
    hlt
