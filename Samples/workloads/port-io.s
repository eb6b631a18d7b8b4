; Programmed I/O: a driver that asks a port before every byte, and one that looks after the
; interrupt controller's mask. A program has them echo a text in capitals.
;
; A port access is slow on bare metal already, for the device is far away. Under a monitor the
; device is not even there: every access is an exit, in which the monitor finds out what was wanted
; and plays the device. Look at the cost of an exit, which is what the techniques differ in: where
; it is less than that of the way to a real device, the monitor is the faster of the two. The port
; has no ports: it writes to a ring in memory that it shares with the hypervisor, and tells it once
; a line; the mask of its event channels is a few bytes of memory, too.
;
; given port: port-io-pv.s
; given input: is there a byte to read\nmay one be written\nfour accesses a letter\n
; expect output: IS THERE A BYTE TO READ
; expect output: MAY ONE BE WRITTEN
; expect output: FOUR ACCESSES A LETTER
; expect output: 3 lines, and 320 changes of the mask
; expect exit: 0
; expect engines: native trap bt pv hvm

LINES = 3                               ; of input
ROUNDS = 20                             ; each masks and unmasks every source of interrupts

CALL_READ = 0                           ; reads a line to r1; r0 = its length, with its end
CALL_WRITE = 1                          ; writes r2 bytes from r1 on
CALL_MASK = 2                           ; masks source r1, and unmasks it again
CALL_EXIT = 3                           ; r1 = how many lines, r2 = how many changes

BUFFER = USER_BASE + (1 << 20)

.include "lib/platform.s"
.ifdef PV
.include "lib/ports-pv.s"
.else
.include "lib/ports-bare.s"
.endif

main:
    call program_space
    mov r4, r0
    mov r1, r0
    mov r2, BUFFER
    mov r3, 1
    call map_new
    mov r1, r4
    jmp start_program

system_call:
    cmp r0, CALL_READ
    je .read
    cmp r0, CALL_WRITE
    je .write
    cmp r0, CALL_MASK
    je .mask
    mov r4, r2
    call print_decimal
    say " lines, and "
    mov r1, r4
    call print_decimal
    say " changes of the mask\n"
    clr r1
    platform_power_off
.read:
    call read_line
    return_to_program
.write:
    call write_bytes
    return_to_program
.mask:
    call change_mask
    return_to_program

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    clr r4                              ; lines
.line:
    mov r0, CALL_READ
    mov r1, BUFFER
    call_kernel
    mov r2, r0
    mov r5, BUFFER
    add r6, r5, r0
.capitals:
    loadb r1, [r5]
    cmp r1, 'a'
    jb .other
    sub r1, 'a' - 'A'
    storeb [r5], r1
.other:
    inc r5
    cmp r5, r6
    jb .capitals
    mov r0, CALL_WRITE
    mov r1, BUFFER
    call_kernel
    inc r4
    cmp r4, LINES
    jb .line

    clr r6                              ; the source
.source:
    mov r0, CALL_MASK
    and r1, r6, 15
    call_kernel
    inc r6
    cmp r6, ROUNDS * 16
    jb .source
    mov r0, CALL_EXIT
    mov r1, r4
    mov r2, r6
    call_kernel
