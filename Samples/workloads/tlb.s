; More pages than the TLB has entries: a program that goes through its memory in strides of a page,
; again and again, as one does that looks things up in a large table.
;
; Nearly every access misses the TLB, and that is what the time goes for. Shadow page tables cost
; nothing here, once they are filled: the processor walks through two levels of them, as on bare
; metal. With nested paging each of the guest's levels, and the address at the end, has to be
; translated in its turn, so that a miss costs several times as much. Compare `--engines
; native,hvm-shadow,hvm-nested` on a host whose TLB is smaller than these pages, as classroom's is.
; Where all of them fit (`--set tlb.entries=256`, nehalem-2009), what is left to see is the filling of
; the shadow tables, an exit for each page.
;
; given port: tlb-pv.s
; expect output: 192 pages, 500 times: the sum is 2287416000
; expect exit: 0
; expect engines: native trap bt pv hvm

PAGES = 192                             ; three times as many as the default host's TLB has entries
PASSES = 500

DATA = USER_BASE + (1 << 20)
STEP = PAGE_SIZE + 64                   ; not always the same place on the page

CALL_EXIT = 0                           ; r1 is the result

.include "lib/platform.s"

main:
    call program_space
    mov r4, r0
    mov r1, r0
    mov r2, DATA
    mov r3, PAGES + PAGES * 64 / PAGE_SIZE + 1
    call map_new
    mov r1, r4
    jmp start_program

system_call:                            ; there is but one
    mov r4, r1
    mov r1, PAGES
    call print_decimal
    say " pages, "
    mov r1, PASSES
    call print_decimal
    say " times: the sum is "
    mov r1, r4
    call print_decimal
    say "\n"
    clr r1
    platform_power_off

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    mov r4, PASSES
    clr r1                              ; the sum of all that is read
    mov r5, DATA + PAGES * STEP
.pass:
    mov r2, DATA
    clr r6
.next:
    load r3, [r2]
    add r1, r3
    add r3, r6                          ; each page's word grows by the page's number
    store [r2], r3
    inc r6
    add r2, STEP
    cmp r2, r5
    jb .next
    dec r4
    cmp r4, 0
    jne .pass
    mov r0, CALL_EXIT
    call_kernel
