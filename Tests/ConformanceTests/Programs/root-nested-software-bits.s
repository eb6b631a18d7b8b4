; pins: bits 9 to 11 of nested entries are software's
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect word exits: 1
; expect word reason: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put 0x30abc, 0xaa
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_ALL | 7 << 9
    put nested_directory, nested_identity | NESTED_ALL | 7 << 9
    mov r5, 0x30abc
    launch
guest:
site:
    load r6, [r5]
    vmcall
exited:
caught:
    hlt
