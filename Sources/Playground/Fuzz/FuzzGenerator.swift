import ISA
import Machine

/// Which programs are wanted.
package struct FuzzOptions: Sendable {
    /// Programs use the holes of x86 and `cpuid` in ring 3, too. Engines that execute ring 3 directly on a host with the
    /// holes are right to differ there.
    package var holes = false
    /// Kinds of fragments that are left out.
    package var without: Set<FragmentKind> = []
    /// How many fragments a program has at most.
    package var longest = 32

    package init() {}
}

/// Makes a program of a seed, the same for ever.
package enum FuzzGenerator {
    /// How often each kind is taken.
    private static func weight(_ kind: FragmentKind) -> Int {
        switch kind {
        case .arithmetic, .memory, .tableEdit, .user: 6
        case .stack, .directoryEdit, .systemCall, .interrupt, .dataPage: 3
        case .diskSync, .diskAsync, .diskCode, .diskTable, .monitorControl: 1
        case .fatal: 0
        default: 2
        }
    }

    package static func program(seed: UInt64, _ options: FuzzOptions = FuzzOptions()) -> FuzzProgram {
        var random = FuzzRandom(seed: seed)
        let kinds = FragmentKind.allCases.filter { !options.without.contains($0) }
            .flatMap { Array(repeating: $0, count: weight($0)) }
        var fragments: [Fragment] = []
        let count = kinds.isEmpty ? 0 : random.from(min(6, options.longest)...max(6, options.longest))
        for number in 0..<count {
            var writer = FragmentWriter(number: number, holes: options.holes, random: FuzzRandom(seed: random.next()))
            let kind = random.pick(kinds)
            writer.write(kind)
            fragments.append(Fragment(number: number, kind: kind, lines: writer.lines))
        }
        if !options.without.contains(.fatal), random.once(in: 25) {
            var writer = FragmentWriter(number: count, holes: options.holes, random: random)
            writer.write(.fatal)
            fragments.append(Fragment(number: count, kind: .fatal, lines: writer.lines))
        }
        let input = (0..<random.from(0...24)).map { _ in UInt8(97 + random.below(26)) }
        return FuzzProgram(seed: seed, fragments: fragments, input: input)
    }
}

/// Writes one fragment, line by line. Labels carry the fragment's number, so that fragments can be dropped.
struct FragmentWriter {
    let number: Int
    let holes: Bool
    var random: FuzzRandom
    var lines: [String] = []
    private var labels = 0

    init(number: Int, holes: Bool, random: FuzzRandom) {
        (self.number, self.holes, self.random) = (number, holes, random)
    }

    mutating func add(_ line: String) { lines.append("    " + line) }
    mutating func add(_ more: [String]) { for line in more { add(line) } }

    /// A name for a label that nobody else has.
    mutating func newLabel() -> String {
        labels += 1
        return "x\(number)_\(labels)"
    }

    mutating func place(_ label: String) { lines.append(label + ":") }

    /// A register for values; never the stack pointer.
    mutating func register() -> String { "r\(random.below(15))" }

    mutating func write(_ kind: FragmentKind) {
        switch kind {
        case .arithmetic: arithmetic(random.from(6...24))
        case .memory: accesses(random.from(3...12), user: false)
        case .stack: stack()
        case .control: control()
        case .flags: flags()
        case .time: time()
        case .strip: strip()
        case .undefined: undefined()
        case .tableEdit: tableEdit()
        case .directoryEdit: directoryEdit()
        case .dataPage: dataPage()
        case .addressSpace: addressSpace()
        case .recursiveMap: recursiveMap()
        case .pagingOff: pagingOff()
        case .user: user()
        case .systemCall: systemCalls()
        case .singleStep: singleStep()
        case .doubleFault: doubleFault()
        case .gate: gate()
        case .trapTable: trapTable()
        case .interrupt: interrupt()
        case .idle: idle()
        case .console: console()
        case .port: ports()
        case .display: display()
        case .diskSync: diskSync()
        case .diskAsync: diskAsync()
        case .diskCode: diskCode()
        case .diskTable: diskTable()
        case .selfModification: selfModification()
        case .userModification: userModification()
        case .monitorControl: monitorControl()
        case .fatal: fatal()
        }
    }
}
