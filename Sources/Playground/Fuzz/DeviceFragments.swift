import ISA

// Devices and their interrupts.
extension FragmentWriter {
    /// Sets the timer. Periods below the length of a handler would leave the program no time.
    private mutating func startTimer(periodic: Bool) {
        add("mov r1, \(periodic ? random.from(250...900) : random.from(1...300))")
        add(["out TIMER_PERIOD, r1", "mov r1, \(periodic ? 3 : 1)", "out TIMER_CONTROL, r1"])
    }

    private mutating func route() {
        add(["mov r1, \(random.from(0x20...0x4f))", "out PIC_ROUTE + \(random.pick(["TIMER", "CONSOLE", "DISK"]))_LINE, r1"])
    }

    /// Interrupts against masks and priorities, with code that they hit.
    mutating func interrupt() {
        if random.once(in: 3) { route() }
        add(["mov r1, \(random.pick([0xfff8, 0xfff8, 0xfffe, 0xfffd, 0xfffb, 0xffff]))", "out PIC_MASK, r1"])
        add(["mov r1, \(random.pick([0, 0, 1, 2, 3, 4, 15]))", "mov cr8, r1"])
        startTimer(periodic: random.once(in: 4))
        if random.once(in: 2) { add(["mov r1, \(random.below(2))", "out CONSOLE_CONTROL, r1"]) }
        add("sti")
        arithmetic(random.from(4...30))
        if random.once(in: 2) { add(["clr r1", "mov cr8, r1"]) }
        if random.once(in: 2) { add(random.pick(["sti\n    cli", "cli", "sti\n    nop\n    cli"])) }
        if random.once(in: 2) { add(["clr r1", "out TIMER_CONTROL, r1"]) }
    }

    /// Waits in `hlt`. The timer is periodic, so that there is always a next interrupt.
    mutating func idle() {
        startTimer(periodic: true)
        add(["mov r1, 0xfff8", "out PIC_MASK, r1", "clr r1", "mov cr8, r1"])
        for _ in 0..<random.from(1...3) {
            add("sti")
            if random.once(in: 3) { add(operation()) }
            add("hlt")
        }
        add(["cli", "clr r1", "out TIMER_CONTROL, r1"])
    }

    mutating func console() {
        for _ in 0..<random.from(1...6) { add("out CONSOLE_DATA, \(register())") }
        add(["in r0, CONSOLE_STATUS", "call note", "in r0, CONSOLE_DATA", "call note"])
        add(["mov r1, \(random.below(2))", "out CONSOLE_CONTROL, r1", "in r0, PIC_PENDING", "call note"])
        if random.once(in: 2) { add(["mov r1, 0xfff8", "out PIC_MASK, r1", "clr r1", "mov cr8, r1", "sti", "nop", "nop"]) }
    }

    /// Ports, also those that nobody has.
    mutating func ports() {
        for _ in 0..<random.from(2...6) {
            switch random.below(4) {
            case 0:
                add(
                    "in r0, \(random.pick(["PIC_MASK", "PIC_PENDING", "PIC_SERVICE", "TIMER_CONTROL", "TIMER_PERIOD", "TIMER_STATUS"]))"
                )
            case 1: add("in r0, \(random.pick([0x13, 0x23, 0x46, 0x61, 0x1000, 0xffff]))")
            case 2:
                add(["mov r1, \(random.pick(["PIC_ROUTE + 5", "0x70000 + 0x1234", "PIC_ROUTE + 1"]))", "in r0, r1", "out r1, r0"])
            default:
                add(
                    "out \(random.pick(["PIC_ROUTE + 7", "PIC_PENDING", "PIC_SERVICE", "TIMER_COUNT", "0x1234", "PIC_EOI"])), \(register())"
                )
            }
            add("call note")
        }
    }

    mutating func display() {
        add("mov r1, DISPLAY_CELLS + \(random.pick([0, 16, 3984, 4000, 4004, 4088]))")
        for _ in 0..<random.from(2...8) { add(access("r1")) }
    }

    // MARK: The disk

    /// The registers of a request: sector, buffer, number of sectors, command.
    private mutating func request(_ sector: Int, _ buffer: String, _ count: Int, _ command: Int) {
        add(["mov r1, \(sector)", "mov r2, \(buffer)", "mov r3, \(count)", "mov r4, \(command)"])
    }

    /// A request, and its end; also requests that are refused.
    mutating func diskSync() {
        let buffer = "DATA + \(random.below(15)) * PAGE_SIZE + \(random.below(8) * 512)"
        request(random.below(28), buffer, random.from(1...3), random.from(1...2))
        if random.once(in: 4) { add(random.pick(["mov r1, 5000", "mov r3, 0", "mov r3, 129", "inc r2", "mov r4, 3"])) }
        add("call transfer")
        add(["mov r1, DISK_STATUS", "load r0, [r1]", "call note", "mov r0, 6", "store [r1], r0"])
        add(["mov r1, \(buffer)", "load r0, [r1 + 4]", "call note"])
    }

    /// A request whose end comes some time later. Nobody else uses these frames.
    mutating func diskAsync() {
        add("call disk_wait")
        request(random.below(28), "TRANSFER + \(random.below(4)) * PAGE_SIZE", random.from(1...3), random.from(1...2))
        add(["mov r5, DISK_SECTOR", "store [r5], r1", "store [r5 + 4], r2", "store [r5 + 8], r3", "store [r5 + 12], r4"])
        if random.once(in: 2) { add(["mov r1, 0xfff8", "out PIC_MASK, r1", "clr r1", "mov cr8, r1", "sti"]) }
        // While it is busy, requests and changes of them are ignored.
        if random.once(in: 3) { add(["store [r5], r0", "store [r5 + 12], r4"]) }
    }

    /// Code that comes from the disk, twice into the same place.
    mutating func diskCode() {
        let place = "SCRATCH + \(random.below(8)) * PAGE_SIZE + \(random.below(4) * 512)"
        for _ in 0..<2 {
            let template = newLabel()
            self.template(template, 3)
            add("call disk_wait")
            copy(template, to: "TRANSFER + 5 * PAGE_SIZE", words: 4)
            let sector = random.from(28...31)
            request(sector, "TRANSFER + 5 * PAGE_SIZE", 1, 2)
            add("call transfer")
            request(sector, place, 1, 1)
            add("call transfer")
            add(["mov r14, \(place)", "call r14"])
        }
    }

    /// A page table that comes from the disk.
    mutating func diskTable() {
        let (top, sector) = (newLabel(), random.from(28...31))
        add([
            "call disk_wait", "mov r1, TRANSFER + 6 * PAGE_SIZE",
            "mov r2, 0x3\(random.below(8))000 | \(random.pick(["USER_PAGE", "KERNEL_PAGE"]))",
        ])
        add("mov r3, \(random.from(1...8))")
        place(top)
        add(["store [r1], r2", "add r1, 4", "add r2, PAGE_SIZE", "dec r3", "cmp r3, 0", "jne \(top)"])
        request(sector, "TRANSFER + 6 * PAGE_SIZE", 1, 2)
        add("call transfer")
        request(sector, "TABLE_B", 1, 1)
        add("call transfer")
        add(["mov r1, DIRECTORY_B", "mov cr3, r1"])
        for _ in 0..<random.from(1...4) {
            add("mov r2, WINDOW + \(random.below(10)) * PAGE_SIZE + \(random.below(1024) * 4)")
            add(access("r2"))
        }
        add(["mov r1, TABLE_B", "load r0, [r1]", "call note"])
    }
}
