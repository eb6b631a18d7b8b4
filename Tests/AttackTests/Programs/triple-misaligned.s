; attacks: a triple fault by a kernel stack that no frame fits on, with the pc itself in the strip
; expect stop: triple-fault
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke directory + 1023 * 4, identity | ALL
    mov r0, kernel_stack + 2
    mov sp0, r0
    paging
    push_frame STRIP_BASE + 0x1000, 3 << FLAG_RING_SHIFT, user_stack
site:
    iret
caught:
    hlt
