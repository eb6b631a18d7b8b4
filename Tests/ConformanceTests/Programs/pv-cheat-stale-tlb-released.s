; pins: an old translation does not outlive the release of the frame
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 2
; expect word vector: 14
.include "lib/pv.s"
_start:
    traps
    window
    map WINDOW, frame_a, KERNEL
    poke WINDOW, 1
    poke frame_a, 1
    must HCALL_UPDATE_MAPPING, WINDOW, 0, 0
    must HCALL_UPDATE_MAPPING, frame_a, 0, 0
    must HCALL_RELEASE_FRAME, frame_a >> 12
    mov r9, WINDOW
    mov r7, frame_a
site:
    load r8, [r9]
    store [r7], r8
    finish
caught:
    jmp skip
