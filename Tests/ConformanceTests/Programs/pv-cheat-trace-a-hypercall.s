; pins: the trace flag does not come with a hypercall into the hypervisor, and is no way out of it
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r5: 0
; expect r6: 1
.include "lib/pv.s"
_start:
    traps
    mov sp, 0x22000
    mov r5, -1
    push_frame traced, 1 << FLAG_RING_SHIFT | FLAG_TRACE, 0x21f00
    jmp resume
.align 4
site:
traced:
    hcall HCALL_YIELD
    mov r5, r0
    mov r6, 1
    finish
caught:
    get r7, vector
    cmp r7, VECTOR_DEBUG
    jne failed
    jmp resume
