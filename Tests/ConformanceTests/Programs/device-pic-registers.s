; pins: at reset all lines are masked, line n has vector 32 + n, and nothing is in service
; expect stop: halt
; expect r1: 0xffff
; expect r2: 0x20
; expect r3: 0x2f
; expect r4: -1
; expect r5: 0
; expect r6: 0x1234
    in r1, PIC_MASK
    in r2, PIC_ROUTE
    in r3, PIC_ROUTE + 15
    in r4, PIC_SERVICE
    in r5, PIC_PENDING
    mov r8, 0xabcd1234                  ; sixteen bits are kept
    out PIC_MASK, r8
    in r6, PIC_MASK
    hlt
