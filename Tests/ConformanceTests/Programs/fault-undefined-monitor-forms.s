; pins: the monitor's forms of load, store and jump are undefined in a guest, in ring 0 and in ring 3
; expect stop: halt
; expect word count: 10
; expect word log0: 0x00060000
; expect word log4: 0x00060010
; expect word log9: 0x00060010
; expect word flags: 0x3000
; expect word data: 0x5555
; expect r2: 0x66
.include "lib/traps.s"
_start:
    traps
    mov r1, data
    mov r2, 0x66
    jmp site
data:
    .word 0x5555
site:
    mload r2, [r1]
    mload r2, [strip + 0]
    mstore [r1], r2
    mstore [strip + 0], r2
    mjmp r1
    cmp r5, 0
    jne end
    mov r5, 1
    user site
end:
    int 0x80
caught:
    skip
