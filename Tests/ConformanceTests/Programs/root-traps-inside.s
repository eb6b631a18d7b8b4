; pins: int, brk, syscall and iret stay in the guest, and so do the stacks that they use
; expect engines: native
; expect stop: halt
; expect r4: 0x2000
; expect r5: 3
; expect word exits: 1
; expect word reason: 18
; expect word count: 2
; expect word log0: 0x00810004
; expect word log1: 0x00030008
; expect word frame: 0x1fff0
; expect word flags: 0x3000
; expect word old_sp: 0x24000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    gate VECTOR_BREAKPOINT, on_breakpoint, GATE_PRESENT | GATE_USER
    vmset VMCS_GUEST_SYSENTRY, fast
    launch
guest:
    mov r2, sysentry
    mov r4, 0x2000
    user site
site:
    int 0x81
    brk
    syscall
fast:
    rdring r5
    add r5, 3
    vmcall
exited:
    hlt
caught:
    iret
