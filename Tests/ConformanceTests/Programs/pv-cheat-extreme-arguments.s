; pins: hypercalls take no harm from arguments at the ends of what a word can be
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -3
; expect r7: -3
; expect r8: -3
; expect r9: -4
; expect r10: -4
; expect r11: 0
.include "lib/pv.s"
_start:
    ask HCALL_UPDATE_TABLES, frame_a, -1
    mov r4, r0
    ask HCALL_UPDATE_TABLES, frame_a, 0x20000001
    mov r5, r0
    ask HCALL_CONSOLE_WRITE, frame_a, -1
    mov r6, r0
    ask HCALL_RELEASE_FRAME, 0x80000000
    mov r7, r0
    ask HCALL_CLAIM_FRAME, 0x40000000
    mov r8, r0
    ask HCALL_PIN, 0x80000000, 1
    mov r9, r0
    ask HCALL_SET_TABLE_BASE, -1
    mov r10, r0
    ask HCALL_CONSOLE_WRITE, -1, 1
    ask HCALL_CONSOLE_WRITE, -1, 0
    ask HCALL_UPDATE_TABLES, -1, 0
    ask HCALL_UPDATE_TABLES, -1, 1
    ask HCALL_UPDATE_TABLES, 0xfffffff8, 1
    ask HCALL_SET_TRAP_TABLE, -1
    ask HCALL_SET_TRAP_TABLE, 0xfffff800
    ask HCALL_FLUSH_PAGE, -1
    ask HCALL_UPDATE_MAPPING, -1, -1, -1
    ask HCALL_UPDATE_MAPPING, WINDOW, -1, 7
    ask HCALL_CONNECT_RING, -1, -1
    ask HCALL_DISCONNECT_RING, -1
    ask HCALL_REVOKE_GRANT, -1
    ask HCALL_SEND_EVENT, -1
    ask HCALL_SET_KERNEL_STACK, -1
    ask HCALL_SET_KERNEL_STACK, 0
    ask HCALL_SET_EVENT_CALLBACK, -1
    ask HCALL_UNPIN, -1
    ask HCALL_YIELD
    mov r11, r0
    finish
    untrapped
