; pins: in root mode cr0 keeps CR0_ROOT_MODE: a value without it is a protection fault; after vmxoff it is not
; expect engines: native
; expect stop: halt
; expect r4: 8
; expect r5: 0
; expect word count: 1
; expect word vector: 13
; expect word error: 9
; expect word pc: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    clr r1
site:
    mov cr0, r1
    mov r4, cr0
    vmxoff
    mov cr0, r1
    mov r5, cr0
    hlt
caught:
    skip
guest:
exited:
    hlt
