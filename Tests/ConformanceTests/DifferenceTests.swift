import Assembler
import Engines
import ISA
import Machine
import Playground
import Testing
import VMM

/// What an engine shows otherwise than bare metal, and is meant to (or known to): the whole list. Each has a guest that still sees
/// it, on the engines named and on no other.
@Suite struct DifferenceTests {
    struct Difference: CustomTestStringConvertible, Sendable {
        let name: String
        let isa: ISAVariant
        var clock = ClockMode.guest
        let engines: Set<String>
        /// Where the witness runs.
        var ring = 0
        /// Leaves what it has seen in r1. At a fault, `caught` leaves the vector there instead.
        let witness: String
        var testDescription: String { name }
    }

    private static let all: Set<String> = ["trap", "bt", "hvm-shadow", "hvm-nested"]
    /// Ring compression on a host where not all sensitive instructions trap.
    private static let trap: Set<String> = ["trap"]
    /// Programs are executed directly, and their kernel's interrupts and tables are the monitor's.
    private static let direct: Set<String> = ["trap", "bt"]

    /// What a monitor costs, that it does not hide, and that its guest cannot have one.
    static let monitors: [Difference] = [
        Difference(
            name: "time passes otherwise, under the cycle clock", isa: .classic, clock: .cycles, engines: all,
            witness: """
                rdtsc r2, r3
                in r4, TIMER_STATUS
                rdtsc r1, r3
                sub r1, r1, r2
                """),
        Difference(
            name: "cpuid names a hypervisor", isa: .classic, engines: all,
            witness: """
                mov r2, CPUID_HYPERVISOR
                cpuid r1, r2
                """),
        Difference(
            name: "cpuid names it to programs, too, but for those that bt executes directly", isa: .x86,
            engines: all.subtracting(["bt"]), ring: 3,
            witness: """
                mov r2, CPUID_HYPERVISOR
                cpuid r1, r2
                """),
        Difference(
            name: "cpuid offers no root mode", isa: .classic, engines: all,
            witness: """
                mov r2, CPUID_FEATURES
                cpuid r1, r2
                """),
        Difference(
            name: "root mode cannot be allowed", isa: .classic, engines: all,
            witness: """
                mov r2, CR0_ROOT_MODE
                mov cr0, r2
                mov r1, cr0
                """),
        Difference(
            name: "root mode cannot be turned on", isa: .x86, engines: all,
            witness: """
                mov r2, CR0_ROOT_MODE
                mov r4, .refused
                mov cr0, r2
                .refused:
                mov r2, region
                vmxon r2
                clr r1
                """),
    ]

    /// The holes of x86, by which a guest finds out that its ring 0 is none.
    static let holes: [Difference] = [
        Difference(name: "rdring tells the ring", isa: .x86, engines: trap, witness: "rdring r1"),
        Difference(name: "sidt shows the monitor's trap table", isa: .x86, engines: trap, witness: "sidt r1"),
        Difference(name: "sidt shows it to programs, too", isa: .x86, engines: direct, ring: 3, witness: "sidt r1"),
        Difference(name: "smsw shows the host's cr0", isa: .x86, engines: trap, witness: "smsw r1"),
        Difference(name: "smsw shows it to programs, too", isa: .x86, engines: direct, ring: 3, witness: "smsw r1"),
        Difference(
            name: "pushf shows the host's interrupt flag", isa: .x86, engines: trap,
            witness: """
                pushf
                pop r1
                """),
        Difference(
            name: "pushf shows it to programs, too", isa: .x86, engines: direct, ring: 3,
            witness: """
                pushf
                pop r1
                """),
        Difference(
            name: "popf does not disable interrupts", isa: .x86, engines: trap,
            witness: """
                sti
                clr r1
                push r1
                popf
                \(startTimer)
                \(wait)
                """),
        Difference(
            name: "iret to ring 3 does not enable interrupts", isa: .x86, engines: trap,
            witness: """
                clr r1
                \(startTimer)
                push r1
                mov r2, user_stack
                push r2
                mov r2, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
                push r2
                mov r2, .returned
                push r2
                iret
                .returned:
                \(wait)
                """),
    ]

    /// Has the timer interrupt once, which counts in r1.
    private static let startTimer = """
        clr r2
        out PIC_MASK, r2
        mov r2, 1
        out TIMER_CONTROL, r2
        """

    private static let wait = """
        mov r2, 200
        .wait:
        dec r2
        cmp r2, 0
        jne .wait
        """

    private static func guest(_ difference: Difference) -> String {
        """
        _start:
            mov r0, table
            lidt r0
            mov r0, stack
            mov sp0, r0
            mov sp, stack
            mov r0, \(difference.ring) << FLAG_RING_SHIFT
            clr r1
            push r1
            mov r2, user_stack
            push r2
            push r0
            mov r2, witness
            push r2
            iret
        witness:
            \(difference.witness)
            int 0x80
        interrupt:
            inc r1
            iret
        caught:
            mov r1, 13
            jmp done
        undefined:
            mov r1, 6
        done:
            mov r2, seen
            store [r2], r1
            hlt
        seen: .word -2
        .align 4096
        region: .word VMCS_REVISION
        .align 4096
        table: .space 6 * 8
            .word undefined, GATE_PRESENT
            .space 6 * 8
            .word caught, GATE_PRESENT
            .space 18 * 8
            .word interrupt, GATE_PRESENT
            .space 95 * 8
            .word done, GATE_PRESENT | GATE_USER
            .space 0x100
        stack:
            .space 0x100
        user_stack:
        """
    }

    /// What the witness saw.
    private func seen(_ difference: Difference, _ engine: String) throws -> UInt32 {
        var options = RunOptions(model: try HostModels.load("classroom"))
        (options.model.isa, options.engine, options.clock) = (difference.isa, engine, difference.clock)
        let source = SourceFile(name: "witness.s", bytes: Array(Self.guest(difference).utf8))
        let session = try Session(Assembler.assemble(source, options: GuestFile.options()), options)
        session.run()
        #expect(session.stop == .halt, "\(difference.name) on \(engine)")
        return session.guestWord(at: try #require(session.image.value(of: "seen")))
    }

    @Test(arguments: monitors + holes)
    func `a difference still is one, where it was and nowhere else`(difference: Difference) throws {
        let native = try seen(difference, "native")
        let others = EngineRegistry.unmodified.filter { $0.monitorMemory > 0 }.map(\.id)
        #expect(difference.engines.isSubset(of: others))
        for engine in others {
            let other = try seen(difference, engine)
            #expect((other != native) == difference.engines.contains(engine), "\(difference.name), \(engine): \(native) / \(other)")
        }
    }
}
