import Assembler
import ISA
import Machine

/// A kernel of a few lines that ends otherwise outside ring 0, run by trap-and-emulate, than on bare metal, because of one
/// instruction that is sensitive and does not trap.
struct Witness {
    let instruction: Instruction
    /// What the exit code says.
    let question: String
    private let lines: String

    static let all: [Witness] = [
        Witness(
            instruction: .pushf, question: "what pushf shows of IF after cli (0: off)",
            lines: """
                    cli
                    pushf
                    pop r1
                    and r1, FLAG_INTERRUPT
                    shr r1, 9
                """),
        Witness(
            instruction: .popf, question: "whether interrupts come after popf with IF (1: yes)",
            lines: armed + """
                    mov r2, FLAG_INTERRUPT
                    push r2
                    popf
                """ + waiting),
        Witness(
            instruction: .iret, question: "whether interrupts come after iret to ring 3 with IF (1: yes)",
            lines: armed + """
                    mov r2, on_call
                    mov sysentry, r2
                    mov sp0, sp
                    mov r2, 0
                    push r2
                    mov r2, 0x7000
                    push r2
                    mov r2, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
                    push r2
                    mov r2, program
                    push r2
                    iret
                program:
                """ + waiting + """
                        syscall
                    on_call:
                        mov r1, 0
                    """),
        Witness(
            instruction: .sidt, question: "whether sidt shows the kernel's own table (1: yes)",
            lines: """
                    mov r2, table
                    lidt r2
                    sidt r3
                    mov r1, 0
                    cmp r2, r3
                    jne .other
                    mov r1, 1
                .other:
                """),
        Witness(
            instruction: .smsw, question: "whether smsw shows paging, which the kernel has off (1: yes)",
            lines: """
                    smsw r2
                    mov r1, 0
                    test r2, CR0_PAGING
                    je .off
                    mov r1, 1
                .off:
                """),
        Witness(instruction: .rdring, question: "the ring that rdring shows", lines: "    rdring r1"),
        Witness(
            instruction: .rdtsc, question: "the clock's low byte after 100 instructions",
            lines: """
                    mov r2, 100
                .turn:
                    sub r2, 1
                    cmp r2, 0
                    jne .turn
                    rdtsc r1, r2
                """),
        Witness(
            instruction: .cpuid, question: "whether cpuid shows a hypervisor (1: yes)",
            lines: """
                    mov r2, CPUID_HYPERVISOR
                    cpuid r3, r2
                    mov r1, 0
                    cmp r3, 0
                    je .none
                    mov r1, 1
                .none:
                """),
    ]

    /// A timer that interrupts every 100 ticks, and r1 as it is while none has come.
    private static let armed = """
            mov r1, table
            lidt r1
            mov r1, 0
            out PIC_MASK, r1
            mov r1, 100
            out TIMER_PERIOD, r1
            mov r1, 3
            out TIMER_CONTROL, r1
            mov r1, 0

        """

    private static let waiting = """

            mov r4, 1000
        .wait:
            sub r4, 1
            cmp r4, 0
            jne .wait

        """

    private var source: String {
        """
        _start:
            mov sp, 0x8000
        \(lines)
        done:
            out POWER_EXIT, r1
        on_interrupt:
            mov r1, 1
            jmp done
        .align 8
        table:
            .space 32 * 8
        .rept 224
            .word on_interrupt, GATE_PRESENT
        .endr
        """
    }

    /// What the two runs say.
    struct Outcome: Sendable {
        let native: String
        let deprivileged: String
        var differs: Bool { native != deprivileged }
    }

    func run(on model: HostModel) throws(UserError) -> Outcome {
        let image = Image(ourOwn: source, name: "witness of \(instruction.row.mnemonic)")
        func end(_ engine: String) throws(UserError) -> String {
            var options = RunOptions(model: model)
            (options.engine, options.maxCycles) = (engine, 10_000_000)
            let session = try Session(image, options)
            session.run()
            let report = RunReport(session, guest: "")
            return report.exitCode.map { "\($0)" } ?? report.end
        }
        return Outcome(native: try end("native"), deprivileged: try end("trap"))
    }
}
