; attacks: a directory whose every entry is itself, which maps its own frame a million times, all of them writable
; expect stop: halt
; expect r3: 0x4000f
; expect r4: -1
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
self = 0x40000
_start:
    traps
    tables
    mov r6, self
    mov r7, self + PAGE_SIZE
    mov r8, self | ALL
.fill:
    store [r6], r8
    add r6, 4
    cmp r6, r7
    jb .fill
    poke self, identity | ALL
    mov r0, self
    mov cr3, r0
    mov r0, CR0_PAGING
    mov cr0, r0
    ; some hundred of the places, each written through each other
    mov r6, 0x400000
    mov r9, 0x3ff000
    mov r10, 0x40000000
.touch:
    load r5, [r6 + 0xff8]
    store [r6 + 0xff8], r5
    add r6, r9
    cmp r6, r10
    jb .touch
    load r3, [r6 + 0xffc]
    and r3, r3, 0xf01f
    mov r1, self & 0xffff0000
    or r3, r3, r1
    ; the entry for a page becomes one for what is past RAM
    mov r1, 0x1000000 | ALL
    store [r6 + 0x800], r1
    mov r0, cr3
    mov cr3, r0
    mov r6, 0x40200000
    load r4, [r6]
    store [r6], r4
site:
    hlt
caught:
    hlt
