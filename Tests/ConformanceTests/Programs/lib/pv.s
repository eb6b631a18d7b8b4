; Paravirtual kernels for small programs, which start at `_start` and have two labels of their own if they trap: `site` and
; `caught`.
;
; Each trap is noted, and goes on at `caught` in ring 1, with the frame on the stack and every register and flag as it was.
; The last trap is in these words:
;   vector, error, pc (its distance from `site`), flags (with the ring), old_sp, address (of the shared page), frame
; All are counted in `count`, and are in log0, log1, ... (vector << 16 | distance & 0xffff) and err0, err1, ...
;
; Ways in: 0x80 ends the guest, from any ring; 0x81 is anybody's; 0x82 is anybody's and leaves events alone, so that it does
; without the hypervisor; 0x83 is the kernel's; 0x84 is the kernel's and leaves events alone; 0x85 has no gate.
;
; The callback counts events in timer_events, console_events and disk_events, and itself in callbacks.
; Nothing here keeps r12, and hypercalls are asked with r0 to r3.

kernel_stack = 0x20000                  ; stacks grow down from here; a kernel starts on the one of the hypervisor's choice
user_stack = 0x24000
table = 0x40000                         ; pages for tables, directories, and for data
table2 = 0x41000
directory2 = 0x42000
frame_a = 0x30000
frame_b = 0x31000
frame_c = 0x32000
frame_d = 0x33000
disk_ring = 0x50000
buffer = 0x51000
buffer2 = 0x52000

WINDOW = 0x40000000                     ; here no table is, before there is one by `window`
SECOND = WINDOW + PAGE_SIZE

READ = PTE_PRESENT | 1 << PTE_RING_SHIFT
KERNEL = READ | PTE_WRITABLE
ALL = PTE_PRESENT | PTE_WRITABLE | PTE_USER
BY_1 = 1 << PAGEFAULT_RING_SHIFT
BY_3 = 3 << PAGEFAULT_RING_SHIFT

GATE = GATE_PRESENT | 1 << GATE_TARGET_SHIFT | 1 << GATE_CALLER_SHIFT
OPEN_GATE = GATE_PRESENT | 1 << GATE_TARGET_SHIFT | GATE_USER

RING_GRANT = 0

; A hypercall. Arguments are registers or numbers; r0 is what came of it.
.macro ask call, first = r1, second = r2, third = r3
    mov r1, \first
    mov r2, \second
    mov r3, \third
    hcall \call
.endm

; The same, which must go well.
.macro must call, first = r1, second = r2, third = r3
    ask \call, \first, \second, \third
    cmp r0, STATUS_DONE
    jne failed
.endm

; Takes the traps, on a stack of their own from ring 3.
.macro traps
    must HCALL_SET_TRAP_TABLE, trap_table
    must HCALL_SET_KERNEL_STACK, kernel_stack
.endm

; Takes the events, which stay masked.
.macro events
    must HCALL_SET_EVENT_CALLBACK, on_event
.endm

; The end, with the exit code 0. r1 is lost.
.macro finish
    clr r1
    hcall HCALL_SHUTDOWN
.endm

; A word of a shared page, or of any other place.
.macro get register, place
    mov \register, \place
    load \register, [\register]
.endm

; Stores a word at an address. r0 and r1 are lost.
.macro poke place, value
    mov r0, \place
    mov r1, \value
    store [r0], r1
.endm

.macro mask_events
    poke PV_SHARED + SHARED_EVENTS_MASKED, 1
.endm

.macro unmask_events
    poke PV_SHARED + SHARED_EVENTS_MASKED, 0
.endm

; The machine frame of the page at an address.
.macro machine_frame register, place
    mov \register, \place
    shr \register, 12
    shl \register, 2
    mov r12, PV_FRAME_OF_PAGE
    add \register, r12
    load \register, [\register]
.endm

; A page's entry for page tables.
.macro entry register, place, bits
    machine_frame \register, \place
    shl \register, 12
    or \register, \bits
.endm

; The machine address of a place in memory.
.macro machine_address register, place
    machine_frame \register, \place
    shl \register, 12
    mov r12, \place
    and r12, PAGE_SIZE - 1
    or \register, r12
.endm

; Some frame of the hypervisor's, above 0.
.macro foreign_frame register
    mov \register, PV_PAGE_OF_FRAME
.next\@:
    add \register, 4
    load r12, [\register]
    cmp r12, -1                         ; PV_NONE
    jne .next\@
    mov r12, PV_PAGE_OF_FRAME
    sub \register, r12
    shr \register, 2
.endm

; Maps an address to the page at a place; r0 is the answer, which `map` does not take unless it is good.
.macro try_map address, place, bits
    entry r2, \place, \bits
    ask HCALL_UPDATE_MAPPING, \address, r2, 1
.endm

.macro map address, place, bits
    entry r2, \place, \bits
    must HCALL_UPDATE_MAPPING, \address, r2, 1
.endm

.macro unmap address
    must HCALL_UPDATE_MAPPING, \address, 0, 1
.endm

; Writes the entry at a place in memory, a page table's or a directory's. r0 is the answer, r1 what was done.
.macro try_update place, value
    mov r2, \value
    machine_address r1, \place
    call update_one
.endm

.macro update place, value
    try_update \place, \value
    cmp r0, STATUS_DONE
    jne failed
.endm

; Pins the page at a place, which becomes a table (1) or a directory (2), and takes away its writable mapping before.
.macro pin place, kind
    map \place, \place, READ
    machine_frame r1, \place
    must HCALL_PIN, r1, \kind
.endm

; The address of the directory's entry for an address.
.macro directory_entry register, address
    get \register, PV_START + START_TABLE_BASE
    mov r12, (\address) >> 22 << 2
    add \register, r12
.endm

; `table` becomes the page table of the 4 MiB at WINDOW.
.macro window
    call make_window
.endm

; A page of memory is ring 3's, too.
.macro open place
    mov r2, \place
    shr r2, 12
    shl r2, 12
    mov r1, r2
    entry r2, r2, ALL
    must HCALL_UPDATE_MAPPING, r1, r2, 1
.endm

; Pushes a frame for `resume`. r0 is lost.
.macro push_frame target, bits, stack
    clr r0
    push r0
    mov r0, \stack
    push r0
    mov r0, \bits
    push r0
    mov r0, \target
    push r0
.endm

; On to ring 3, whose page this opens. FLAG_INTERRUPT in the bits unmasks events.
.macro user target, bits = 0
    open \target
    open user_stack - 4
    push_frame \target, 3 << FLAG_RING_SHIFT | (\bits), user_stack
    jmp resume
.endm

; The time: r0, and r1 for its upper half. r2, r3 and r13 are lost.
.macro now
    call read_time
.endm

; A timer event in so many ticks from now.
.macro timer ticks
    mov r0, \ticks
    call start_timer
.endm

; So many turns of nothing in particular. r0 is lost.
.macro linger turns
    mov r0, \turns
.next\@:
    dec r0
    cmp r0, 0
    jne .next\@
.endm

; Grant so and so permits a page.
.macro grant number, place, bits
    machine_frame r0, \place
    mov r1, PV_GRANTS + (\number) * GRANT_SIZE
    store [r1 + 4], r0
    mov r0, \bits
    store [r1], r0
.endm

; The disk's ring, at disk_ring.
.macro disk
    grant RING_GRANT, disk_ring, GRANT_PERMITTED
    must HCALL_CONNECT_RING, CHANNEL_DISK, RING_GRANT
.endm

; Request number so and so, in its slot; nobody has been told.
.macro disk_request number, operation, sector, grant, offset, count
    mov r0, disk_ring + RING_SLOTS + ((\number) & (RING_SLOT_COUNT - 1)) * RING_SLOT_SIZE
    mov r1, 100 + (\number)
    store [r0 + REQUEST_ID], r1
    mov r1, \operation
    store [r0 + REQUEST_OPERATION], r1
    mov r1, \sector
    store [r0 + REQUEST_SECTOR], r1
    mov r1, \grant
    store [r0 + REQUEST_GRANT], r1
    mov r1, \offset
    store [r0 + REQUEST_OFFSET], r1
    mov r1, \count
    store [r0 + REQUEST_COUNT], r1
.endm

; There are requests up to this number. r0 to r3 are lost.
.macro disk_tell number
    poke disk_ring + RING_REQUESTS_PRODUCED, \number
    must HCALL_SEND_EVENT, CHANNEL_DISK
.endm

; Waits for responses up to this number, without events. r0 to r2 are lost.
.macro disk_wait number
    mov r1, disk_ring
    mov r2, \number
.wait\@:
    load r0, [r1 + RING_RESPONSES_PRODUCED]
    cmp r0, r2
    jne .wait\@
.endm

; What came of request so and so.
.macro disk_status register, number
    get \register, disk_ring + RING_SLOTS + ((\number) & (RING_SLOT_COUNT - 1)) * RING_SLOT_SIZE + REQUEST_STATUS
.endm

; Sends the bytes from a label to another to the console's ring. r0 to r3, r12 and r13 are lost.
.macro print from, to
    mov r1, \from
    mov r2, \to
    call print_bytes
.endm

; At the end of a program in which nothing traps.
.macro untrapped
site:
caught:
    mov r0, 0x77
    jmp failed
.endm

.macro note number
    push r0
    mov r0, \number
    jmp noted
.endm

failed:                                 ; r0 says why
    mov r1, 99
    hcall HCALL_SHUTDOWN

on_divide:
    note VECTOR_DIVIDE
on_debug:
    note VECTOR_DEBUG
on_breakpoint:
    note VECTOR_BREAKPOINT
on_undefined:
    note VECTOR_UNDEFINED
on_double_fault:
    note VECTOR_DOUBLE_FAULT
on_protection:
    note VECTOR_PROTECTION
on_page_fault:
    note VECTOR_PAGE_FAULT
on_80:
    finish
on_81:
    note 0x81
on_82:
    note 0x82
on_83:
    note 0x83
on_84:
    note 0x84

; No comparison here: the flags stay as they are. The frame lies above four registers.
noted:
    push r1
    push r2
    push r3
    mov r1, vector
    store [r1], r0
    shl r3, r0, 16
    load r0, [sp + 16 + FRAME_PC]
    mov r2, site
    sub r0, r2
    store [r1 + pc - vector], r0
    shl r0, 16
    shr r0, 16
    or r3, r0
    load r0, [sp + 16 + FRAME_FLAGS]
    store [r1 + flags - vector], r0
    load r0, [sp + 16 + FRAME_SP]
    store [r1 + old_sp - vector], r0
    mov r0, PV_SHARED
    load r0, [r0 + SHARED_FAULT_ADDRESS]
    store [r1 + address - vector], r0
    add r0, sp, 16
    store [r1 + frame - vector], r0
    load r0, [sp + 16 + FRAME_ERROR]
    store [r1 + error - vector], r0
    load r2, [r1 + count - vector]
    inc r2
    store [r1 + count - vector], r2
    dec r2
    and r2, 15
    shl r2, 2
    add r1, r2
    store [r1 + log0 - vector], r3
    store [r1 + err0 - vector], r0
    pop r3
    pop r2
    pop r1
    pop r0
    jmp caught

; Takes back the frame at sp, with every register as it is. Where iret is not privileged it leaves the event mask alone, so
; that this is done here. An event that has come before is not called for then.
resume:
    push r0
    push r1
    mov r1, PV_START
    load r0, [r1 + START_FLAGS]
    test r0, START_PRIVILEGED_RETURN
    jne .by_call
    load r0, [sp + 8 + FRAME_FLAGS]
    shr r0, 9                           ; FLAG_INTERRUPT
    and r0, 1
    xor r0, 1
    mov r1, PV_SHARED
    store [r1 + SHARED_EVENTS_MASKED], r0
    pop r1
    pop r0
    iret
.by_call:
    pop r1
    pop r0
    hcall HCALL_IRET

; Returns from a trap to the instruction behind the one at the frame's pc.
skip:
    push r0
    load r0, [sp + 4]
    add r0, 4
    store [sp + 4], r0
    pop r0
    jmp resume

update_one:
    mov r3, .list
    store [r3], r1
    store [r3 + 4], r2
    ask HCALL_UPDATE_TABLES, .list, 1
    ret
.list:
    .word 0, 0

make_window:
    pin table, 1
    entry r13, table, ALL
    directory_entry r3, WINDOW
    update r3, r13
    ret

; The shared page may be written between two loads: then again.
read_time:
    mov r2, PV_SHARED
.again:
    load r13, [r2 + SHARED_TIME_VERSION]
    rdtsc r0, r1
    load r3, [r2 + SHARED_TIME_STAMP]
    cmp r0, r3
    jae .no_borrow
    dec r1
.no_borrow:
    sub r0, r3
    load r3, [r2 + SHARED_TIME_STAMP + 4]
    sub r1, r3
    load r3, [r2 + SHARED_TIME + 4]
    add r1, r3
    load r3, [r2 + SHARED_TIME]
    add r0, r3
    cmp r0, r3
    jae .no_carry
    inc r1
.no_carry:
    load r3, [r2 + SHARED_TIME_VERSION]
    cmp r3, r13
    jne .again
    test r3, 1
    jne .again
    ret

start_timer:
    push r0
    now
    pop r3
    add r0, r3
    cmp r0, r3
    jae .no_carry
    inc r1
.no_carry:
    mov r2, r1
    must HCALL_SET_TIMER, r0
    ret

; As long as the ring has room for them.
print_bytes:
    mov r3, PV_CONSOLE
.next:
    load r12, [r3 + RING_OUTPUT_PRODUCED]
    cmp r1, r2
    je .done
    and r13, r12, RING_OUTPUT_SIZE - 1
    add r13, r3
    loadb r0, [r1]
    storeb [r13 + RING_OUTPUT], r0
    inc r12
    store [r3 + RING_OUTPUT_PRODUCED], r12
    inc r1
    jmp .next
.done:
    must HCALL_SEND_EVENT, CHANNEL_CONSOLE
    ret

; Notes which event it is, each by itself.
.macro take channel, counter
    loadb r2, [r1 + SHARED_PENDING + \channel]
    storeb [r1 + SHARED_PENDING + \channel], r0
    cmp r2, 0
    je .none\@
    mov r2, \counter
    load r3, [r2]
    inc r3
    store [r2], r3
.none\@:
.endm

on_event:
    push r0
    push r1
    push r2
    push r3
    mov r1, callbacks
    load r0, [r1]
    inc r0
    store [r1], r0
    load r0, [sp + 16 + FRAME_FLAGS]
    store [r1 + event_flags - callbacks], r0
    add r0, sp, 16
    store [r1 + event_frame - callbacks], r0
    mov r1, PV_SHARED
    load r2, [r1 + SHARED_EVENTS_MASKED]
    mov r0, event_masked
    store [r0], r2
    clr r0
    store [r1 + SHARED_EVENTS_PENDING], r0
    take CHANNEL_TIMER, timer_events
    take CHANNEL_CONSOLE, console_events
    take CHANNEL_DISK, disk_events
    pop r3
    pop r2
    pop r1
    pop r0
    hcall HCALL_IRET

callbacks:
    .word 0
event_flags:
    .word 0
event_frame:
    .word 0
event_masked:
    .word 0
timer_events:
    .word 0
console_events:
    .word 0
disk_events:
    .word 0

; Changes a gate before the hypervisor reads them. r0 and r1 are lost.
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0 + 4], r1
.endm

.macro gate_at number, handler, bits
.org trap_table + 8 * (\number)
    .word \handler, \bits
.endm

.align 8
trap_table:
    gate_at VECTOR_DIVIDE, on_divide, GATE
    gate_at VECTOR_DEBUG, on_debug, GATE
    gate_at VECTOR_BREAKPOINT, on_breakpoint, GATE
    gate_at VECTOR_UNDEFINED, on_undefined, GATE
    gate_at VECTOR_DOUBLE_FAULT, on_double_fault, GATE | GATE_FRESH_STACK
    gate_at VECTOR_PROTECTION, on_protection, GATE
    gate_at VECTOR_PAGE_FAULT, on_page_fault, GATE
    gate_at 0x80, on_80, OPEN_GATE
    gate_at 0x81, on_81, OPEN_GATE
    gate_at 0x82, on_82, OPEN_GATE | GATE_KEEP_INTERRUPTS
    gate_at 0x83, on_83, GATE
    gate_at 0x84, on_84, GATE | GATE_KEEP_INTERRUPTS
.org trap_table + 8 * 256

.include "noted.s"
