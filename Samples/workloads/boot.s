; A boot: a great deal of code that runs once, and a little of everything else.
;
; Here a technique shows what it costs to begin. Binary translation has to translate every routine
; for a single execution, where other workloads use a translation thousands of times: look at
; `translation`. Shadow page tables are built from nothing, one hidden fault for each page; probing
; ports and printing is exit after exit. The port has less to do from the start, for the hypervisor
; has mapped memory for it, and tells it in a page which devices there are.
;
; given port: boot-pv.s
; expect output: boot: memory is mapped
; expect output: boot: devices are probed
; expect output: boot: 400 routines have run
; expect output: boot: 10 ticks of the timer
; expect output: boot: 8 processes have ended, with 144 in all
; expect exit: 0
; expect engines: native trap bt pv hvm

ROUTINES = 400                          ; each runs once; at most 2000
PORTS = 512                             ; that are read to see if there is a device
DELAY = 5000                            ; turns of a loop that does nothing, as slow devices need
TICKS = 10
PERIOD = 20000                          ; from tick to tick
PROCESSES = 8
PAGES = 4                               ; of memory, for each of them

DATA = USER_BASE + (1 << 20)

CALL_NOTHING = 0
CALL_EXIT = 1                           ; r1 is what the process ends with

.include "lib/platform.s"
.ifdef PV
.include "lib/timer-pv.s"
.else
.include "lib/timer-bare.s"
.endif

.section data
started:                                ; processes
    .word 0
results:                                ; the sum of what they have ended with
    .word 0
ticks:
    .word 0
devices:
    .space 64 * 16
.section initcalls, 0x1c000             ; the addresses of the routines
.section init, 0x20000                  ; the routines
.section text

main:
    call map_memory
    say "boot: memory is mapped\n"
    call probe_devices
    say "boot: devices are probed\n"

    mov r4, initcalls.start
    mov r5, initcalls.end
.next:
    load r1, [r4]
    call r1
    add r4, 4
    cmp r4, r5
    jb .next
    say "boot: "
    mov r1, initcalls.end - initcalls.start
    shr r1, 2
    call print_decimal
    say " routines have run\n"

    mov r1, DELAY
.delay:
    dec r1
    cmp r1, 0
    jne .delay

    call start_timer
.tick:
    call wait_for_tick
    get r1, ticks
    inc r1
    set ticks, r1, r2
    cmp r1, TICKS
    jb .tick
    call stop_timer
    say "boot: "
    mov r1, TICKS
    call print_decimal
    say " ticks of the timer\n"

; Processes run one after the other.
next_process:
    get r4, started
    cmp r4, PROCESSES
    je .over
    inc r4
    set started, r4, r1
    call program_space
    mov r5, r0
    mov r1, r0
    mov r2, DATA
    mov r3, PAGES
    call map_new
    mov r1, r5
    jmp start_program                   ; with its number in r4
.over:
    say "boot: "
    mov r1, r4
    call print_decimal
    say " processes have ended, with "
    get r1, results
    call print_decimal
    say " in all\n"
    clr r1
    platform_power_off

system_call:
    cmp r0, CALL_EXIT
    je .exit
    return_to_program
.exit:
    get r2, results
    add r2, r1
    set results, r2, r3
    mov sp, kernel_stack
    jmp next_process

; ---- What a kernel has to do on bare metal, and what is left of that above a hypervisor ----

.ifndef PV

; The rest of memory, up to KERNEL_END, at its own addresses.
map_memory:
    enter
    mov r4, 4 << 20
.table:
    call frame_new
    mov r2, r0
    or r1, r4, PTE_PRESENT | PTE_WRITABLE
    add r3, r0, PAGE_SIZE
.page:
    store [r2], r1
    add r1, PAGE_SIZE
    add r2, 4
    cmp r2, r3
    jb .page
    get r1, kernel_space
    shr r2, r4, 22
    shl r2, 2
    add r1, r2
    or r0, PTE_PRESENT | PTE_WRITABLE
    store [r1], r0
    mov r1, 4 << 20
    add r4, r1
    mov r1, KERNEL_END
    cmp r4, r1
    jb .table
    leave

; r0 = how many ports answer: where there is nothing, all ones are read.
probe_devices:
    clr r0
    clr r1
.next:
    in r2, r1
    cmp r2, -1
    je .none
    inc r0
.none:
    inc r1
    cmp r1, PORTS
    jb .next
    ret

.else

map_memory:
    ret

; What there is stands in the start-info page.
probe_devices:
    get_shared r0, PV_START + START_PAGES
    get_shared r0, PV_START + START_DISK_SECTORS
    get_shared r0, PV_START + START_FLAGS
    ret

.endif

; ---- Run-once code ----

; A routine like those that set up a driver each: it looks up and fills in an entry of a table, and
; is not to be interrupted while it does. No two are the same, for their constants differ.
.macro initcall
.section initcalls
    .word init\@
.section init
init\@:
    push r4
    push r5
    mov r4, devices + (\@ & 63) * 16
    load r1, [r4]
    add r1, \@
    store [r4], r1
    mov r2, \@ * 37
    mul r2, r1
    xor r2, \@ & 0xff
    load r3, [r4 + 4]
    add r3, r2
    store [r4 + 4], r3
    test r3, 1
    jz .even\@
    mov r5, \@ + 3
    mod r3, r5
    shl r3, \@ & 7
.even\@:
    platform_interrupts_off
    load r5, [r4 + 8]
    xor r5, r3
    store [r4 + 8], r5
    platform_interrupts_on
    load r1, [r4 + 12]
    inc r1
    store [r4 + 12], r1
    pop r5
    pop r4
    platform_interrupts_off
    ret
.endm

.rept ROUTINES
    initcall
.endr

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    mov r5, 3                           ; a few system calls
.call:
    mov r0, CALL_NOTHING
    call_kernel
    dec r5
    cmp r5, 0
    jne .call
    mov r6, DATA                        ; and memory that is used for the first time
    mov r7, DATA + PAGES * PAGE_SIZE
    clr r1
.touch:
    load r2, [r6]
    add r2, r4
    store [r6], r2
    add r1, r2
    add r6, PAGE_SIZE
    cmp r6, r7
    jb .touch
    mov r0, CALL_EXIT
    call_kernel
