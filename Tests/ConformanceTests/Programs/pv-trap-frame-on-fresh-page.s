; pins: a frame can be pushed on a page that nothing has touched yet, from ring 1 and from ring 3, directly and not
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 3
; expect word frame: 0x40000ff0
.include "lib/pv.s"
_start:
    traps
    window
    map WINDOW, frame_a, KERNEL
    must HCALL_SET_KERNEL_STACK, WINDOW + 0x1000
    clr r4
    user start
caught:
    inc r4
    cmp r4, 3
    je end
    must HCALL_UPDATE_MAPPING, WINDOW, 0, 1
    map WINDOW, frame_b, KERNEL
    mov sp, 0x22000
    cmp r4, 2
    je third
    user start2
third:
    map WINDOW, frame_c, KERNEL
    user start
end:
    mov sp, 0x22000
    finish
.align 4096
start:
site:
    int 0x81
start2:
    int 0x82
