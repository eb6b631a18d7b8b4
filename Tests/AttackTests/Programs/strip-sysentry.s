; attacks: sysentry in the strip and sp0 there, so that syscall would enter the monitor in ring 0
; expect stop: halt
; expect r5: 0xffc01000
; expect word vector: 8
; expect word count: 2
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, STRIP_BASE + 0x1000
    mov sysentry, r0
    user site
site:
    mov r6, 1
    syscall
caught:
    load r5, [sp]
    cmp r6, 2
    je done
    ; again in ring 0, with the stack there, too: the way into the handler faults, and the double fault's gate has a stack of its own
    mov r6, 2
    mov r0, STRIP_BASE + 0x1000
    mov sp, STRIP_BASE + 0x3000
    jmp r0
done:
    hlt
