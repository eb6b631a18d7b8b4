; pins: an exit loads the host's registers as the entry has checked them, whatever has been stored to the region meanwhile
; expect engines: native
; expect stop: halt
; expect r6: 0
; expect r7: 8
; expect r8: 0xffc00000
; expect word exits: 1
; expect word reason: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    launch
guest:
    mov r0, vmcs + 16                   ; behind its first words there is no field that is not overwritten
    mov r1, -1
.next:
    store [r0], r1
    add r0, 4
    mov r2, vmcs + PAGE_SIZE
    cmp r0, r2
    jb .next
site:
    vmcall
exited:
    mov r6, cr3
    mov r7, cr0
    mov r8, limit
caught:
    hlt
