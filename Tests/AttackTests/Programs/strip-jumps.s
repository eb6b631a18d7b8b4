; attacks: every way to execute words of the strip: jumps, calls, returns, frames, falling in, direct jumps round the bottom
; expect stop: halt
; expect word count: 20
.include "lib/traps.s"
.include "lib/paging.s"
EDGE = 0xffbff000
.macro attack_jumps
    mov r6, STRIP_BASE + 0x1000
    mov r13, .a\@
    jmp r6
.a\@:
    mov r13, .b\@
    call r6
.b\@:
    mov sp, user_stack
    push r6
    mov r13, .c\@
    ret
.c\@:
    mov r13, .d\@
    mov r6, 0xfffffffc
    jmp r6
.d\@:
    ; the last word below the strip, then straight on
    mov r13, .e\@
    mov r6, EDGE + 0xffc
    jmp r6
.e\@:
    ; a direct jump from page 0 to below address 0
    mov r13, .f\@
    mov r6, 0x800
    jmp r6
.f\@:
.endm
_start:
    traps
    tables
    ; `nop` at the end of the last page below the strip, and `jmp -0x1000` at 0x800
    poke frame_a + 0xffc, 0x01000000
    poke 0x800, 0x48fffbff
    poke directory + (EDGE >> 22) * 4, spare | ALL
    poke spare + ((EDGE >> 12) & 1023) * 4, frame_a | ALL
    attack_jumps
    paging
    attack_jumps
    push_frame STRIP_BASE, 0, boot_stack
    mov r13, here
    iret
here:
    push_frame STRIP_BASE + 0x1000, 3 << FLAG_RING_SHIFT, user_stack
    mov r13, site
    iret
site:
    attack_jumps
    int 0x80
caught:
    store [sp], r13
    iret
