; pins: memory is little-endian; narrow loads extend as they say, narrow stores keep the neighbours
; expect stop: halt
; expect r1: 0x80
; expect r2: 0xffffff80
; expect r3: 0xff7f
; expect r4: 0xffffff7f
; expect r5: 0x80
; expect word data: 0xff7fee80
    mov r8, data
    mov r9, 0x112233ee
    storeb [r8 + 1], r9
    loadb r1, [r8]
    loadsb r2, [r8]
    loadh r3, [r8 + 2]
    loadsh r4, [r8 + 2]
    mov r9, 0x1234abcd
    store [r8 + 4], r9
    mov r9, 0x55550080
    storeh [r8 + 6], r9
    load r5, [r8 + 4]
    shr r5, 16
    hlt
.align 4
data:
    .word 0xff7f0080, 0
