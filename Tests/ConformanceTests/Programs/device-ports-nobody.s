; pins: a port that nobody owns reads as all ones, by number and by register, and ignores writes
; expect stop: halt
; expect r1: -1
; expect r2: -1
; expect r3: -1
; expect r4: -1
; expect r5: 2
    mov r8, 0x80
    out 0x80, r8
    in r1, 0x80
    in r2, 0xffff
    mov r9, 0x7fff
    out r9, r8
    in r3, r9
    in r4, 0x13                         ; just behind the console
    mov r9, 0xabc00011                  ; only the low 16 bits count
    in r5, r9
    hlt
