; pins: after flushTLB every address is what its entry says, and so it is after setTableBase
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0xaaaa
; expect r5: 0xbbbb
; expect r6: 0xcccc
.include "lib/pv.s"
_start:
    poke frame_a, 0xaaaa
    poke frame_b, 0xbbbb
    poke frame_c, 0xcccc
    window
    map WINDOW, frame_a, KERNEL
    get r4, WINDOW
    entry r8, frame_b, KERNEL
    must HCALL_UPDATE_MAPPING, WINDOW, r8, 0
    must HCALL_FLUSH_TLB
    get r5, WINDOW
    entry r8, frame_c, KERNEL
    must HCALL_UPDATE_MAPPING, WINDOW, r8, 0
    get r8, PV_START + START_TABLE_BASE
    machine_frame r8, r8
    must HCALL_SET_TABLE_BASE, r8
    get r6, WINDOW
    finish
    untrapped
