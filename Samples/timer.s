; The timer and the interrupt controller: ticks, priorities, and why `sti` takes effect one instruction late.
;
; Nothing printed here depends on how long anything takes: the program always waits for the event itself.
; Look at `wait_for_ticks`: without the delay of `sti`, a tick between `sti` and `hlt` would be slept through.
;
; given input: any
; expect output: tick 1
; expect output: tick 2
; expect output: tick 3
; expect output: cr8 = 2: the tick waits
; expect output: cr8 = 1: the tick arrives
; expect output: sti, cli: no interrupt gets in
; expect output: sti, inc, cli: the interrupt comes after inc
; expect output: a handler of class 2 is interrupted by class 3
; expect output: a handler of class 3 is not interrupted by class 2
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"
.include "lib/traps.s"

PERIOD = 20000                          ; of what is slept through; polling needs less patience
SHORT_PERIOD = 200
TICKS = 3

LOW = 0x20                              ; two vectors for the timer: an interrupt's class is its vector's upper half
HIGH = 0x30
CONSOLE = 0x31

; The handlers talk to the program through registers:
;   r7  ticks so far
;   r6  set by the program        r5  what it was at the last tick
;   r9  set by the program: whether the timer's handler rouses the console
;   r3  console interrupts        r4  those that came before the timer's handler had ended
_start:
    clr r7
    clr r9
    gate LOW, on_timer, GATE_PRESENT
    gate HIGH, on_timer, GATE_PRESENT
    gate CONSOLE, on_console, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, CONSOLE
    out PIC_ROUTE + CONSOLE_LINE, r1

; ---- Ticks, and sleeping until they come ----

    mov r1, PERIOD
    out TIMER_PERIOD, r1
    mov r1, 3                           ; enabled, periodic
    out TIMER_CONTROL, r1
    mov r8, 1
.tick:
    call wait_for_ticks
    say "tick "
    mov r1, r8
    call print_decimal
    say "\n"
    inc r8
    cmp r8, TICKS
    jle .tick

; ---- The task priority ----

    mov r1, SHORT_PERIOD
    out TIMER_PERIOD, r1
    mov r1, 2                           ; classes 2 and below wait
    mov cr8, r1
    call tick_pending
    sti
    nop
    cli
    cmp r7, 0
    jne wrong
    say "cr8 = 2: the tick waits\n"
    mov r1, 1
    mov cr8, r1
    sti
    nop                                 ; here it is
    cli
    cmp r7, 1
    jne wrong
    say "cr8 = 1: the tick arrives\n"
    clr r1
    mov cr8, r1

; ---- sti and the instruction after it ----

    call tick_pending
    sti                                 ; interrupts are on from the end of the next instruction,
    cli                                 ; which turns them off
    cmp r7, 0
    jne wrong
    say "sti, cli: no interrupt gets in\n"
    clr r6
    sti
    inc r6
    cli
    cmp r7, 1
    jne wrong
    cmp r5, 1                           ; the handler has noted r6 in r5
    jne wrong
    say "sti, inc, cli: the interrupt comes after inc\n"

; ---- Interrupts within handlers ----

    mov r9, 1                           ; from now on the handler has the console interrupt, too
    call tick_pending
    sti
    nop
    cli
    cmp r4, 1
    jne wrong
    say "a handler of class 2 is interrupted by class 3\n"

    mov r1, HIGH
    out PIC_ROUTE + TIMER_LINE, r1      ; the same device, now of the console's class
    call tick_pending
    sti
    nop
    cli
    cmp r4, 0                           ; not while the handler ran,
    jne wrong
    cmp r3, 1                           ; but right after it
    jne wrong
    say "a handler of class 3 is not interrupted by class 2\n"

    clr r1
    jmp exit

wrong:
    say "wrong\n"
    mov r1, 1
    jmp exit

; Sleeps until the handler has counted r8 ticks in r7. Between the look at the counter and `hlt` no interrupt can
; come: `cli` keeps it away, and `sti` lets it in only once `hlt` is waiting for it.
wait_for_ticks:
    cli
    cmp r7, r8
    jae .done
    sti
    hlt
    jmp wait_for_ticks
.done:
    ret

; Starts over with one tick that has happened and could not be delivered: interrupts are off.
tick_pending:
    clr r7
    clr r1
    out TIMER_CONTROL, r1               ; off,
    mov r1, 1
    out TIMER_STATUS, r1                ; a tick left from before forgotten,
    out TIMER_CONTROL, r1               ; and on again, once
.wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz .wait
    ret

; The timer's handler, on either vector. It counts ticks in r7 and notes r6 in r5. If r9 is set it makes the console
; interrupt (its input has been waiting all the time), and notes in r4 whether that came before its own end.
on_timer:
    push r1
    inc r7
    mov r5, r6
    cmp r7, TICKS
    jb .more
    clr r1                              ; stopped from in here, for if its period were shorter than this handler takes,
    out TIMER_CONTROL, r1               ; the program would not come to stop it
.more:
    mov r1, 1
    out TIMER_STATUS, r1                ; the device must drop its line before EOI, or the interrupt comes again
    cmp r9, 0
    je .end
    clr r3
    out CONSOLE_CONTROL, r1
    sti
    nop                                 ; the console's interrupt comes here, or it waits for our EOI
    cli
    mov r4, r3
.end:
    out PIC_EOI, r1                     ; any value
    pop r1
    iret

; The console's handler counts in r3, and leaves the input where it is.
on_console:
    push r1
    inc r3
    clr r1
    out CONSOLE_CONTROL, r1
    out PIC_EOI, r1
    pop r1
    iret
