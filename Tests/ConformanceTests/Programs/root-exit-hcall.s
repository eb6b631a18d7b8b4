; pins: hcall exits from any ring; in root mode it is undefined
; expect engines: native
; expect stop: halt
; expect word exits: 3
; expect word reason0: 64
; expect word place0: 0
; expect word reason1: 64
; expect word qual1: 0
; expect word length: 4
; expect word count: 1
; expect word vector: 6
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    hcall 1
guest:
site:
    hcall 1
    user inside
inside:
    hcall 0xffff
    vmcall
exited:
    past_until_vmcall
caught:
    launch
