import ISA
import Machine

// Events in words: the names that breakpoints and `until` take, and what a list of them shows. A kind of event is described here, once.
extension Event.Kind {
    /// A name for people.
    package var name: String {
        switch self {
        case .instruction: "instruction"
        case .trap: "trap"
        case .interrupt: "interrupt"
        case .systemCall: "syscall"
        case .hypercall: "hypercall"
        case .ringReturn: "return"
        case .walk: "walk"
        case .tlbFlush: "flush"
        case .portRead: "in"
        case .portWrite: "out"
        case .deviceRead: "devread"
        case .deviceWrite: "devwrite"
        case .deviceEvent: "device"
        case .vmEntry: "vmentry"
        case .vmExit: "vmexit"
        case .exit: "exit"
        case .resume: "resume"
        case .span: "span"
        case .shadowFill: "fill"
        case .shadowDrop: "drop"
        case .nestedFill: "nestedfill"
        case .translation: "translate"
        case .link: "chain"
        case .invalidation: "invalidate"
        case .store: "store"
        case .charge: "charge"
        }
    }

    /// What tells events of the name apart: the first may be asked for.
    package var details: [String] {
        switch self {
        case .instruction(let word): [Decoded(word: word)?.instruction.row.mnemonic ?? "undefined"]
        case .trap(let vector, let error): ["\(vector)", Vector.title(vector), "error \(Decoded.hexadecimal(error))"]
        case .interrupt(let vector): ["\(vector)"]
        case .hypercall(let number): [Hypercall(rawValue: number)?.symbol ?? "\(number)"]
        case .ringReturn(let ring): ["\(ring)"]
        case .walk(let address, let references): [Decoded.hexadecimal(address), "\(references) references"]
        case .portRead(let port, let value): [Self.port(port), "gave \(Decoded.hexadecimal(value))"]
        case .portWrite(let port, let value): [Self.port(port), Decoded.hexadecimal(value)]
        case .deviceRead(let address, let value): [Self.memory(address), "gave \(Decoded.hexadecimal(value))"]
        case .deviceWrite(let address, let value): [Self.memory(address), Decoded.hexadecimal(value)]
        case .deviceEvent(let device): [device]
        case .vmExit(let reason): [reason.symbol]
        case .exit(let reason): [reason]
        case .span(let reason, let start): [reason, "since \(start)"]
        case .shadowFill(let address): [Decoded.hexadecimal(address)]
        case .shadowDrop(let address): [Decoded.hexadecimal(address)]
        case .nestedFill(let address): [Decoded.hexadecimal(address)]
        case .translation(let pc, let instructions): [Decoded.hexadecimal(pc), "\(instructions) instructions"]
        case .link(let target): [Decoded.hexadecimal(target)]
        case .invalidation(let pc): [Decoded.hexadecimal(pc)]
        case .store(let address, _): [Decoded.hexadecimal(address)]
        case .charge(_, let count, let cycles, let account): [account.name, "\(count)", "\(cycles) cycles"]
        case .systemCall, .tlbFlush, .vmEntry, .resume: []
        }
    }

    /// The names that a person can stop at, and what each is.
    package static let stoppable: [(name: String, meaning: String)] = [
        ("trap", "a fault or trap goes through a trap table; with a vector, that one"),
        ("interrupt", "an interrupt is delivered; with a vector, that one"),
        ("syscall", "the fast system call"),
        ("return", "iret or sysret; with a ring, to that one"),
        ("hypercall", "hcall; with a name, that one"),
        ("walk", "a page walk"), ("flush", "the TLB is flushed"),
        ("in", "a port is read; with a register, that one"), ("out", "a port is written; with a register, that one"),
        ("devread", "a device's memory is read"), ("devwrite", "a device's memory is written"),
        ("device", "a device does something by itself; with a name, that one"),
        ("exit", "control has come to the monitor; with a reason, for that one"),
        ("resume", "the monitor goes back to the guest"),
        ("vmentry", "non-root mode is entered"), ("vmexit", "non-root mode is left; with a reason, for that one"),
        ("fill", "a shadow entry is made"), ("drop", "a shadow entry is dropped"),
        ("nestedfill", "a page is put into the nested tables"),
        ("translate", "a unit is translated"), ("chain", "a jump between units is linked"),
        ("invalidate", "a unit is dropped"),
    ]

    /// Who must listen for it to be recorded.
    package var mask: EventMask {
        switch self {
        case .instruction: .instruction
        case .trap, .interrupt: .trap
        case .systemCall, .hypercall, .ringReturn: .ring
        case .walk, .tlbFlush: .paging
        case .portRead, .portWrite, .deviceRead, .deviceWrite, .deviceEvent: .device
        case .vmEntry, .vmExit, .exit, .resume, .shadowFill, .shadowDrop, .nestedFill, .translation, .link, .invalidation: .monitor
        case .span: .span
        case .store: .store
        case .charge: .charge
        }
    }

    private static let names = Dictionary(
        GuestFile.symbols.filter { ["CONSOLE", "TIMER", "PIC", "POWER", "DISK", "DISPLAY"].contains($0.key.prefix { $0 != "_" }) }
            .filter { !$0.key.hasSuffix("_LINE") }
            .map { ($0.value, $0.key) }, uniquingKeysWith: min)

    /// Devices and their registers, as details of events name them.
    static let deviceNames = ["CONSOLE", "TIMER", "PIC", "POWER", "DISK", "DISPLAY"] + names.values

    /// The name of a device's port.
    package static func portName(_ port: UInt32) -> String? { names[port] }

    private static func port(_ port: UInt16) -> String { names[UInt32(port)] ?? Decoded.hexadecimal(UInt32(port)) }
    private static func memory(_ address: UInt32) -> String { names[address] ?? Decoded.hexadecimal(address) }
}

extension Event {
    /// One line without the cycle: where the processor was, and what happened.
    package var text: String {
        ([kind.name] + kind.details).joined(separator: " ")
    }
}
