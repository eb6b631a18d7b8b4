; pins: consoleWrite takes at most 4096 bytes, all of which ring 1 can read
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -2
; expect r6: 0
.include "lib/pv.s"
_start:
    ask HCALL_CONSOLE_WRITE, frame_a, 4097
    mov r4, r0
    ask HCALL_CONSOLE_WRITE, WINDOW, 5
    mov r5, r0
    mov r1, frame_a
    mov r2, frame_a + 4096
    mov r3, 0x0a0a0a0a
.fill:
    store [r1], r3
    add r1, 4
    cmp r1, r2
    jb .fill
    ask HCALL_CONSOLE_WRITE, frame_a, 4096
    mov r6, r0
    finish
    untrapped
