; Does what no program may; r1 says which. The kernel must end it each time, and say why.

ROGUES = 7

rogue_main:
    mov r2, .deeds
    shl r1, 2
    add r2, r1
    load r2, [r2]
    jmp r2
.deeds:
    .word .read_kernel, .write_nowhere, .privileged, .divide, .undefined, .overflow, .cheat

.read_kernel:
    mov r1, 0x1000
    load r1, [r1]
.write_nowhere:
    mov r1, 0x40500000                  ; between the heap and the stack
    store [r1], r1
.privileged:
    cli
.divide:
    clr r1
    div r1, r1, r1
.undefined:
    ud
.overflow:
    call .overflow                      ; until the stack is as long as it may be
.cheat:
    mov r1, 0x1000                      ; the kernel could read this; but not for us
    mov r2, 4
    system WRITE
    mov r1, r0
    system EXIT                         ; refused: -1
