import Assembler
import ISA
import Machine
import VMM

extension Command {
    static let runningCommands: [Command] = [
        Command(
            "run", "r", .running, "", [], "Runs the guest from its beginning, to a breakpoint or to its end."
        ) { bench, _ in
            try bench.reset()
            return try bench.proceed()
        },
        Command("continue", "c", .running, "", [], "Runs on, to a breakpoint or to the guest's end.") { bench, _ in
            try bench.proceed()
        },
        Command(
            "step", "s", .running, "[N]", [.free], "Executes one instruction of the guest, or N, and shows what changed.",
            "A trap or an interrupt is a step of its own. Breakpoints are not looked at."
        ) { bench, arguments in
            try bench.step(try arguments.number("a number of steps", 1...1_000_000, default: 1))
        },
        Command(
            "over", "o", .running, "", [],
            "Like step, but a call, an int, a syscall or an hcall runs until it is back.",
            "Breakpoints on the way stop it."
        ) { bench, _ in try bench.over() },
        Command(
            "until", "u", .running, "CONDITION | cycle N", [.condition, .detail],
            "Runs on until something happens: an address is reached, a word written, a ring entered, an event comes.",
            "See 'help events' for the conditions. Breakpoints on the way stop it, too.", takesRest: true
        ) { bench, arguments in
            if arguments.take("cycle") {
                let cycle = try arguments.number("a cycle", 0...1_000_000_000_000_000, default: 0)
                try arguments.end()
                return try bench.proceed(toCycle: UInt64(cycle))
            }
            let condition = try arguments.condition()
            try arguments.end()
            return try bench.proceed(until: condition)
        },
        Command(
            "break", "b", .running, "[CONDITION [if TEST] [ignore N] [do \"COMMANDS\"]]", [.condition, .detail],
            "Stops runs at an address, at a write to a word, in a ring, at an event; without a condition, lists the breakpoints.",
            """
            if TEST: only where it holds, for example if r1 == 5. ignore N: not the first N times. do: these commands are carried out \
            there; with continue as the last, the run goes on. See 'help events' for the conditions.
            """, takesRest: true
        ) { bench, arguments in
            if arguments.isEmpty { return Reply(BreakpointsView(bench), arguments) }
            let breakpoint = try arguments.breakpoint(number: bench.nextBreakpoint)
            bench.breakpoints.append(breakpoint)
            bench.nextBreakpoint += 1
            return Reply("breakpoint \(breakpoint.text)")
        },
        Command(
            "delete", "d", .running, "[N | all]", [.word(["all"])],
            "Removes a breakpoint by its number; without one, or with all, all of them."
        ) { bench, arguments in
            if arguments.isEmpty || arguments.take("all") {
                bench.breakpoints = []
                return Reply("all breakpoints are removed")
            }
            let number = try arguments.number("a breakpoint's number", 1...1_000_000, default: 1)
            guard bench.breakpoints.contains(where: { $0.number == number }) else {
                throw arguments.mistake("there is no breakpoint \(number); 'break' lists them")
            }
            bench.breakpoints.removeAll { $0.number == number }
            return Reply("breakpoint \(number) is removed")
        },
        Command(
            "execute", "x", .running, "INSTRUCTION", [.free], "Executes one instruction that is typed here, where the guest is.",
            """
            It stands in for the guest's next instruction for a moment, so it costs, traps and exits like one of the guest's own; then the \
            guest goes on where it was, unless the instruction led elsewhere. Under bt it is translated.
            """, takesRest: true
        ) { bench, arguments in try bench.execute(instruction: try arguments.requiredRest("an instruction"), arguments) },
    ]
}

extension Workbench {
    /// Runs on to a breakpoint, a condition, a cycle, the limit or the end.
    func proceed(until condition: Condition? = nil, toCycle target: UInt64 = .max) throws(UserError) -> Reply {
        let timeline = try timeline
        guard !timeline.isOver else { throw UserError(.usage, "the guest has come to its end: run, reset or back") }
        let limit = min(target, options.maxCycles)
        guard timeline.cycle < limit else {
            throw UserError(
                .usage,
                target <= timeline.cycle
                    ? "cycle \(target.grouped) is past; goto \(target) goes there"
                    : "runs stop at cycle \(options.maxCycles.grouped); 'set max-cycles N' moves that")
        }
        let all = (condition.map { [$0] } ?? []) + breakpoints.map(\.condition)
        let first = condition == nil ? 0 : 1
        while true {
            var commands = ""
            let reply = try moving { timeline in
                let arrival = timeline.run(
                    until: all, toCycle: limit, isInterrupted: isInterrupted, progress: showOutput,
                    admits: { index in index < first || admits(index - first) })
                switch arrival {
                case .at(let index) where index >= first:
                    commands = breakpoints[index - first].commands
                    return ["breakpoint \(breakpoints[index - first].text)"]
                case .at: return []
                case .interrupted: return ["interrupted"]
                case .limit:
                    return target <= options.maxCycles ? [] : ["stopped at the limit of cycles; 'set max-cycles N' moves it"]
                case .end: return ending(timeline)
                }
            }
            if commands.isEmpty { return reply }
            report(reply)
            let (own, goesOn) = Self.withoutContinue(commands)
            for nested in try nested(own) {
                if nested.isFailure { return nested }
                report(nested)
            }
            guard goesOn, !timeline.isOver, timeline.cycle < limit else { return Reply("") }
        }
    }

    /// A breakpoint's commands without a `continue` at their end, and whether there was one.
    private static func withoutContinue(_ commands: String) -> (String, Bool) {
        guard let lines = Line.commands(of: commands), let last = lines.last, last.words.count == 1,
            (try? Command.find(last.words[0].text))?.name == "continue"
        else { return (commands, false) }
        return (lines.dropLast().map { $0.rest(from: 0) }.joined(separator: "\n"), true)
    }

    private func admits(_ index: Int) -> Bool {
        guard let session = try? session, breakpoints[index].test?.holds(session) ?? true else { return false }
        breakpoints[index].hits += 1
        guard breakpoints[index].ignored > 0 else { return true }
        breakpoints[index].ignored -= 1
        return false
    }

    /// How the guest came to its end, in a line.
    func ending(_ timeline: Timeline) -> [String] { [RunReport(timeline.session, guest: path ?? "").summary] }

    func step(_ count: Int) throws(UserError) -> Reply {
        guard try !timeline.isOver else { throw UserError(.usage, "the guest has come to its end: run, reset or back") }
        let before = try session.guestCPU
        return try moving { timeline in
            let recorded = timeline.recorded
            for number in 0..<count {
                if timeline.isOver || timeline.cycle >= options.maxCycles { break }
                if number % 256 == 255 {
                    showOutput()
                    if isInterrupted() { return ["interrupted after \(number) steps"] }
                }
                timeline.step(notBeyond: options.maxCycles)
            }
            if timeline.isOver { return ending(timeline) }
            let new = timeline.recorded - recorded
            let changes = RegistersView.changes(from: before, to: timeline.session.guestCPU)
            return (count == 1 ? Self.happenings(timeline.events.suffix(Int(min(new, 4096)))) : [])
                + (changes.isEmpty ? [] : ["  " + changes])
        }
    }

    /// What happened in a step besides the instruction, as far as a person can take it in.
    private static func happenings(_ events: some Collection<Event>) -> [String] {
        let shown = events.filter { event in
            switch event.kind {
            case .resume, .link: false
            default: true
            }
        }
        let lines = shown.prefix(8).map { "  * " + $0.text }
        return lines + (shown.count > 8 ? ["  * and \(shown.count - 8) more; see 'events'"] : [])
    }

    func over() throws(UserError) -> Reply {
        let session = try session
        let cpu = session.guestCPU
        let instruction = session.virtualWord(at: cpu.pc).flatMap(Decoded.init(word:))?.instruction
        guard let instruction, [.call, .callr, .int, .brk, .syscall, .hcall, .vmcall].contains(instruction) else {
            return try step(1)
        }
        // Back, wherever that is: what was called may have moved its return address.
        return try proceed(until: .returned(sp: cpu.sp, ring: cpu.ring, from: cpu.pc))
    }

    func execute(instruction text: String, _ arguments: Arguments) throws(UserError) -> Reply {
        let session = try session
        let (before, start) = (session.guestCPU, session.cycle)
        let word = try Self.word(of: text, at: before.pc, session)
        var isDone = false
        let reply = try moving { timeline in
            isDone = timeline.intervene(.instruction(word))
            let changes = RegistersView.changes(from: before, to: session.guestCPU)
            return changes.isEmpty ? [] : ["  " + changes]
        }
        guard isDone else {
            throw arguments.mistake(
                "nothing can be executed here: the guest waits, its monitor is at work, or no memory is at pc; step first")
        }
        forgetMarks(beyond: start)
        return reply
    }

    /// Assembles one instruction with the guest's own names.
    private static func word(of text: String, at pc: UInt32, _ session: Session) throws(UserError) -> UInt32 {
        var options = GuestFile.options()
        for symbol in session.image.symbols { options.predefined[symbol.name] = symbol.value }
        let source = SourceFile(name: "typed", bytes: Array(".section typed, \(pc & ~3), 4096\n\(text)\n".utf8))
        do {
            let bytes = try Assembler.assemble(source, options: options).segments.flatMap(\.bytes)
            guard bytes.count == 4 else {
                throw UserError(.usage, "execute: '\(text)' is \(bytes.count / 4) instructions; one at a time")
            }
            return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        } catch let error as AssemblyFailure {
            let first = error.diagnostics[0]
            throw UserError(.usage, "execute: \(first.message)" + first.notes.map { "\n  note: \($0)" }.joined())
        } catch let error as UserError {
            throw error
        } catch {
            preconditionFailure("an error of a kind that nothing here throws")
        }
    }
}

/// The breakpoints.
struct BreakpointsView: View {
    struct Row: Encodable, Sendable {
        let number: Int
        let condition: String
        let test: String
        let ignored: Int
        let commands: String
        let hits: Int
    }
    let breakpoints: [Row]
    private let lines: [String]

    private enum CodingKeys: String, CodingKey { case breakpoints }

    init(_ bench: Workbench) {
        breakpoints = bench.breakpoints.map {
            Row(
                number: $0.number, condition: $0.condition.text, test: $0.test?.text ?? "", ignored: $0.ignored,
                commands: $0.commands,
                hits: $0.hits)
        }
        lines = bench.breakpoints.map(\.text)
    }

    var text: String { lines.isEmpty ? "there are no breakpoints" : lines.joined(separator: "\n") }
}
