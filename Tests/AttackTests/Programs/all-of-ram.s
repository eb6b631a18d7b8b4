; attacks: every frame of the guest's RAM by its number, the monitor's among them: each gets a word of its own and keeps it
; expect stop: halt
; expect r3: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
FIRST = 0x40000
END = 0x1000000
_start:
    traps
    mov r6, FIRST
    mov r7, END
    mov r8, 0x1000
.fill:
    not r9, r6
    store [r6], r9
    store [r6 + 0xffc], r6
    add r6, r8
    cmp r6, r7
    jb .fill
    mov r6, FIRST
    clr r3
.check:
    load r9, [r6]
    xor r9, r9, r6
    not r9
    or r3, r3, r9
    load r9, [r6 + 0xffc]
    xor r9, r9, r6
    or r3, r3, r9
    add r6, r8
    cmp r6, r7
    jb .check
    ; and the first word that is not there
    store [r7], r7
site:
    hlt
caught:
    hlt
