; pins: lidt takes an address in the strip; the first trap then cannot be delivered
; expect stop: triple-fault
; expect r1: 3
    mov r0, STRIP_BASE
    lidt r0
    mov r1, 3
    int 0x80
    mov r1, 4
