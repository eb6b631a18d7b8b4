; A machine that cannot even report its faults: divide error, double fault, triple fault. It stops.
;
; The trap table is all zeroes. Delivering the divide error finds no gate, which is a fault in its turn; so does
; the double fault that follows; there the hardware gives up. Under a monitor it is the *virtual* machine that
; stops, and the monitor that says so.
;
; expect output: dividing by zero without a trap table
; expect stop: triple-fault
; expect engines: native trap bt hvm

.include "lib/console.s"

_start:
    say "dividing by zero without a trap table\n"
    mov r1, no_gates
    lidt r1
    clr r2
    div r1, r1, r2
    say "never printed\n"

.align 8
no_gates:
    .space 256 * 8
