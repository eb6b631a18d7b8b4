; pins: cpuid exits from any ring, before it has done anything; the exit tells its length and leaves pc at it
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect word exits: 3
; expect word reason0: 10
; expect word place0: 0
; expect word reason1: 10
; expect word place1: 8
; expect word qual1: 0
; expect word length: 4
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    launch
guest:
    mov r4, 0x44
site:
    cpuid r4, r4
    jmp outwards
inside:
    cpuid r4, r4
    vmcall
outwards:
    user inside
exited:
    past_until_vmcall
caught:
    hlt
