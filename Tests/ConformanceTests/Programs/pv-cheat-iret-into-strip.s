; pins: HCALL_IRET to a pc in the strip is refused, or a protection fault of ring 1
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    traps
    mov sp, 0x22000
    push_frame 0xffc00100, 1 << FLAG_RING_SHIFT, 0x21f00
    hcall HCALL_IRET
    cmp r0, STATUS_DONE
    jne good
site:
caught:
    get r5, vector
    cmp r5, VECTOR_PROTECTION
    jne failed
    get r5, flags
    shr r5, FLAG_RING_SHIFT
    cmp r5, 1
    jne failed
good:
    mov r4, 1
    finish
