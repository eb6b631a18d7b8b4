; pins: the hypervisor's tables, whose frames a directory shows, cannot be mapped, written, or used at another address
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -4
; expect r5: -4
; expect r6: -4
; expect r7: -4
; expect r8: -4
.include "lib/pv.s"
_start:
    window
    get r10, PV_START + START_TABLE_BASE
    load r11, [r10 + 1022 * 4]          ; the window's table
    load r13, [r10 + 1023 * 4]          ; the strip's
    and r9, r11, PAGE_SIZE - 1
    sub r11, r9
    or r9, r11, READ
    ask HCALL_UPDATE_MAPPING, WINDOW, r9, 1
    mov r4, r0
    or r9, r11, ALL
    add r3, r10, 0x404
    mov r14, r3
    push r13
    try_update r14, r9
    mov r5, r0
    pop r13
    and r9, r13, PAGE_SIZE - 1
    sub r13, r9
    or r9, r13, ALL
    try_update r14, r9
    mov r6, r0
    mov r1, r11
    mov r2, 0
    call update_one
    mov r7, r0
    shr r11, 12
    ask HCALL_PIN, r11, 1
    mov r8, r0
    finish
    untrapped
