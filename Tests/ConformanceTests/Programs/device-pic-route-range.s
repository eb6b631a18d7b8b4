; pins: a route takes the vectors 32 to 255 and keeps what it was for any other
; expect stop: halt
; expect r1: 0x20
; expect r2: 0x25
; expect r3: 0x25
; expect r4: 0xff
    mov r8, 31
    out PIC_ROUTE, r8
    in r1, PIC_ROUTE
    mov r8, 37
    out PIC_ROUTE, r8
    in r2, PIC_ROUTE
    mov r8, 256
    out PIC_ROUTE, r8
    in r3, PIC_ROUTE
    mov r8, 255
    out PIC_ROUTE, r8
    in r4, PIC_ROUTE
    hlt
