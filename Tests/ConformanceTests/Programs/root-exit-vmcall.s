; pins: vmcall exits from ring 0 and from ring 3, without a look at r0 to r14
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect r14: 0xee
; expect word exits: 2
; expect word reason0: 18
; expect word place0: 0
; expect word reason1: 18
; expect word guest_flags: 0x3000
; expect word length: 4
; expect word qualification: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r4, 0x44
    mov r14, 0xee
    launch
guest:
site:
    vmcall
    user inside
inside:
    vmcall
exited:
    mov r3, guest_flags
    load r3, [r3]
    cmp r3, 0
    jne caught
    past
caught:
    hlt
