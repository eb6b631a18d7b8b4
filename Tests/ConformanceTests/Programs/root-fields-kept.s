; pins: each field that software may write keeps any value, by itself
; expect engines: native
; expect stop: halt
; expect r4: 37
; expect r5: 37
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    clr r2
.write:
    mov r1, 0x12345678
    mul r1, r2
    not r1
    vmwrite r2, r1
    outcome r3
    cmp r3, 0
    jne .no
    inc r4
.no:
    inc r2
    cmp r2, 0x100
    jb .write
    clr r2
.read:
    vmread r0, r2
    mov r1, 0x12345678
    mul r1, r2
    not r1
    cmp r0, r1
    jne .other
    inc r5
.other:
    inc r2
    cmp r2, 0x100
    jb .read
site:
guest:
exited:
caught:
    hlt
