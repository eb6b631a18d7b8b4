; The holes: five instructions that look at the machine's state, or try to change it, and do not trap outside ring 0.
;
; A monitor that runs a kernel in an outer ring learns of privileged instructions, for they trap. These do not: they
; answer from the *real* machine's state, or silently do half of what they should. The program asks each of them in
; ring 0, where the answers are the kernel's own, and in ring 3. On bare metal the answers of ring 3 are true, too.
; Under a monitor that executes ring 3 directly, `sidt` finds a table that this kernel has never seen: the Red Pill.
; (A host of the classic kind has no holes: there each of these traps, and this program ends at the first in ring 3.)
;
; expect output: ring 0: IF after cli: 0
; expect output: ring 0: IF after sti: 1
; expect output: ring 0: IF after popf: 0
; expect output: ring 0: sidt finds my table: 1
; expect output: ring 0: smsw finds my cr0: 1
; expect output: ring 0: rdring says 0
; expect output: ring 3: pushf shows IF as the kernel has set it: 1
; expect output: ring 3: popf would clear IF, and does not: 1
; expect output: ring 3: iret would clear IF, and does not: 1
; expect output: ring 3: sidt finds the kernel's table: 1
; expect output: ring 3: smsw finds the kernel's cr0: 1
; expect output: ring 3: rdring says 3
; expect exit: 0
; expect engines: native hvm

.include "lib/console.s"
.include "lib/traps.s"

; show "text" prints the text, the number in r1, and the end of the line. It works in both rings: it is a gate.
.macro show text
    int 0x80
    .asciz \text
    .align 4
.endm

_start:
    gate 0x80, on_show, GATE_PRESENT | GATE_USER
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, kernel_stack
    mov sp0, r1

    cli
    call interrupt_flag
    show "ring 0: IF after cli: "
    sti                                 ; all interrupts are masked in the controller: none can come
    call interrupt_flag
    show "ring 0: IF after sti: "
    clr r1
    push r1
    popf
    call interrupt_flag
    show "ring 0: IF after popf: "

    sidt r1
    mov r2, trap_table
    call equal
    show "ring 0: sidt finds my table: "
    smsw r1
    mov r2, cr0
    call equal
    show "ring 0: smsw finds my cr0: "
    rdring r1
    show "ring 0: rdring says "

    clr r0                              ; on to ring 3, with interrupts on
    mov r1, user_stack
    mov r2, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
    mov r3, user
    push r0
    push r1
    push r2
    push r3
    iret

; ---- Ring 3 ----

user:
    call interrupt_flag
    show "ring 3: pushf shows IF as the kernel has set it: "
    clr r1
    push r1
    popf
    call interrupt_flag
    show "ring 3: popf would clear IF, and does not: "

    mov r2, sp                          ; a frame that returns to the next instruction, in ring 3, with IF clear
    clr r1
    push r1
    push r2
    mov r1, 3 << FLAG_RING_SHIFT
    push r1
    mov r1, .next
    push r1
    iret
.next:
    call interrupt_flag
    show "ring 3: iret would clear IF, and does not: "

    sidt r1
    mov r2, trap_table
    call equal
    show "ring 3: sidt finds the kernel's table: "
    smsw r1
    clr r2                              ; paging is off and nothing else is set: ring 3 cannot ask for cr0 itself
    call equal
    show "ring 3: smsw finds the kernel's cr0: "
    rdring r1
    show "ring 3: rdring says "

way_out:
    cli                                 ; privileged

; r1 = IF, as pushf shows it.
interrupt_flag:
    pushf
    pop r1
    shr r1, 9
    and r1, 1
    ret

; r1 = 1 if r1 equals r2, or else 0.
equal:
    cmp r1, r2
    je .yes
    clr r1
    ret
.yes:
    mov r1, 1
    ret

; ---- The kernel's handlers ----

; Prints the text behind `int` and the number in r1, and returns behind the text. r2 and r3 are lost.
on_show:
    load r2, [sp + FRAME_PC]
.next:
    loadb r3, [r2]
    inc r2
    cmp r3, 0
    je .end
    out CONSOLE_DATA, r3
    jmp .next
.end:
    call print_decimal
    say "\n"
    add r2, 3                           ; code goes on at the next multiple of 4
    shr r2, 2
    shl r2, 2
    store [sp + FRAME_PC], r2
    iret

; The end of the program, if it is the `cli` of ring 3 that has failed.
on_protection:
    load r1, [sp + FRAME_PC]
    mov r2, way_out
    call equal
    xor r1, 1
    jmp exit

    .space 256
kernel_stack:
    .space 256
user_stack:
