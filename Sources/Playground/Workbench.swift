import Assembler
import Engines
import ISA
import Machine
import VMM

/// What commands work on: one guest on one host under one engine, in time, with breakpoints and marks. The same for the prompt, for
/// scripts and for everything else that speaks commands; it knows no terminal.
package final class Workbench {
    /// What was loaded, and from where.
    package private(set) var guest: GuestFile?
    package private(set) var path: String?
    package var options: RunOptions
    /// What `set` has changed, by key, in the order of the keys.
    package private(set) var settings: [String: String] = [:]
    private var hostName: String
    /// The host is one of those that come with Ringside, as it comes.
    var hostIsShipped: Bool { settings.isEmpty && HostModels.names.contains(hostName) }
    private var loaded: Timeline?

    package var breakpoints: [Breakpoint] = []
    package var nextBreakpoint = 1
    /// Cycles with a name.
    package var marks: [String: UInt64] = [:]
    /// The guest's processor when a command last moved it, to show what has changed.
    private(set) var before: CPU?
    /// The whole state is shown whenever the guest has moved.
    package var showsScreen = false
    package var wantsToLeave = false
    /// Who gives lessons here, if anybody.
    package weak var tutor: (any Tutor)?

    /// Where the guest's console output goes, as it comes.
    package var console: ([UInt8]) -> Void = { _ in }
    /// Somebody wants a run to stop.
    package var isInterrupted: () -> Bool = { false }
    private var shownOutput = 0
    private var shownLast: UInt8?
    private var scriptDepth = 0
    /// Where answers go while a command is carried out that gives several.
    private(set) var report: (Reply) -> Void = { _ in }

    package init() throws(UserError) {
        hostName = HostModels.standard
        options = RunOptions(model: try HostModels.load(hostName))
    }

    // MARK: Coming back

    /// All that commands can change, to come back to. What is loaded is gone on with from there.
    package struct State {
        fileprivate let guest: GuestFile?
        fileprivate let path: String?
        fileprivate let options: RunOptions
        fileprivate let settings: [String: String]
        fileprivate let hostName: String
        fileprivate let loaded: (timeline: Timeline, moment: Timeline.Moment)?
        fileprivate let breakpoints: [Breakpoint]
        fileprivate let marks: [String: UInt64]
        fileprivate let before: CPU?
        fileprivate let shownOutput: Int
        fileprivate let showsScreen: Bool
    }

    package var state: State {
        State(
            guest: guest, path: path, options: options, settings: settings, hostName: hostName,
            loaded: loaded.map { ($0, $0.moment) }, breakpoints: breakpoints, marks: marks, before: before,
            shownOutput: shownOutput, showsScreen: showsScreen)
    }

    package func restore(_ state: State) {
        (guest, path, options, settings, hostName) = (state.guest, state.path, state.options, state.settings, state.hostName)
        (breakpoints, marks, before, shownOutput) = (state.breakpoints, state.marks, state.before, state.shownOutput)
        showsScreen = state.showsScreen
        loaded = state.loaded?.timeline
        if let moment = state.loaded?.moment { loaded?.restore(moment) }
    }

    /// As if it had just been made, but for who listens.
    package func clear() throws(UserError) {
        let fresh = try Workbench()
        restore(fresh.state)
    }

    // MARK: What is loaded

    package var timeline: Timeline {
        get throws(UserError) {
            guard let loaded else { throw Self.nothingLoaded }
            return loaded
        }
    }

    static let nothingLoaded = UserError(.usage, "no guest is loaded; for example: load Samples/hello.s")

    package var session: Session { get throws(UserError) { try timeline.session } }

    /// The program and its labels, if one is loaded.
    package var image: Image? { loaded?.session.image }

    /// Where `load` finds sources.
    package var files = SourceFiles()

    package func load(_ path: String) throws(UserError) {
        try load(try GuestFile(path, from: files, ramSize: options.ramSize), as: path)
    }

    package func load(_ guest: GuestFile, as path: String) throws(UserError) {
        var options = options
        options.input = guest.expectations.input ?? []
        try start(guest, path, options)
        (self.guest, self.path) = (guest, path)
        breakpoints = []
    }

    /// The same guest at its beginning, with nothing left of what has happened.
    package func reset() throws(UserError) {
        guard let guest, let path else { throw Self.nothingLoaded }
        try start(guest, path, options)
    }

    /// Changes how guests are run. A guest that is loaded begins anew; if it cannot, nothing is changed.
    package func change(_ body: (inout RunOptions) throws(UserError) -> Void) throws(UserError) {
        var changed = options
        try body(&changed)
        if let guest, let path { try start(guest, path, changed) }
        options = changed
    }

    private func start(_ guest: GuestFile, _ path: String, _ options: RunOptions) throws(UserError) {
        let session = try Session(try guest.image(for: options.engine), options)
        loaded = Timeline(session)
        self.options = options
        marks = [:]
        before = nil
        shownOutput = 0
        for index in breakpoints.indices { breakpoints[index].hits = 0 }
    }

    /// Takes another host model, with what has been set of it.
    package func useHost(_ name: String) throws(UserError) {
        let model = try model(name, settings)
        try change { (options) throws(UserError) in options.model = model }
        hostName = name
    }

    /// Changes one thing of the host; `nil` takes the change back.
    package func set(_ key: String, _ value: String?) throws(UserError) {
        var changed = settings
        changed[key] = value
        let model = try model(hostName, changed)
        try change { (options) throws(UserError) in options.model = model }
        settings = changed
    }

    private func model(_ name: String, _ settings: [String: String]) throws(UserError) -> HostModel {
        var model = try HostModels.load(name)
        try Settings.apply(settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }, to: &model)
        return model
    }

    /// What a person should know of the guest under this engine.
    var notes: [String] {
        guard let session = loaded?.session else { return [] }
        let port = guest?.portPath(for: options.engine).map { "\(options.engine) runs the ported kernel \($0)" }
        let caveat = session.caveat.map { "do not trust \(options.engine) here: \($0)" }
        return [port, caveat].compactMap { $0 }
    }

    // MARK: Commands

    /// Carries out what was typed: one command, or several with semicolons between. `report` gets each answer as it comes. Returns
    /// whether all went well; with `strict`, the first failure is the last command.
    @discardableResult
    package func execute(_ text: String, strict: Bool = false, report: (Reply) -> Void) -> Bool {
        guard let lines = Line.commands(of: text) else {
            report(.failure("a quotation mark is missing at the end of: \(text.printable)"))
            return false
        }
        var isWell = true
        for line in lines where !wantsToLeave {
            let reply = withoutActuallyEscaping(report) { report in
                let outer = self.report
                self.report = report
                defer { self.report = outer }
                return carryOut(line)
            }
            if !reply.text.isEmpty || reply.isFailure { report(reply) }
            if reply.isFailure { isWell = false }
            if strict, !isWell { break }
        }
        return isWell
    }

    /// Carries out a text of several lines. Failures tell the line.
    @discardableResult
    package func execute(script text: String, name: String?, strict: Bool, report: (Reply) -> Void) -> Bool {
        var isWell = true
        for (number, row) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let place = name.map { "\($0):\(number + 1): " } ?? ""
            let isDone = execute(String(row), strict: strict) { reply in
                report(reply.isFailure ? .failure(place + reply.text) : reply)
            }
            isWell = isWell && isDone
            if wantsToLeave || strict && !isWell { break }
        }
        return isWell
    }

    private func carryOut(_ line: Line) -> Reply {
        do {
            let words = line.words.map(\.text)
            if let tutor, let request = tutor.meaning(of: words.joined(separator: " ")) {
                return try tutor.carryOut(request, on: self)
            }
            let command = try Command.find(words[0])
            tutor?.willCarryOut(command)
            var arguments = Arguments(line, of: command, self)
            try arguments.checkCount()
            let reply = try command.run(self, &arguments)
            try arguments.end()
            return reply
        } catch {
            guard let error = error as? UserError else { preconditionFailure("commands throw nothing else: \(error)") }
            return .failure(error.text)
        }
    }

    /// Carries out commands within a command: a script, or what a breakpoint asks for.
    func nested(_ text: String, name: String? = nil) throws(UserError) -> [Reply] {
        guard scriptDepth < 16 else { throw UserError(.usage, "commands within commands, more than 16 deep") }
        scriptDepth += 1
        defer { scriptDepth -= 1 }
        var replies: [Reply] = []
        execute(script: text, name: name, strict: true) { replies.append($0) }
        return replies
    }

    // MARK: Moving the guest

    /// Does something that moves the guest, and tells where it is then.
    func moving(_ body: (Timeline) -> [String]) throws(UserError) -> Reply {
        let timeline = try timeline
        let cpu = timeline.session.guestCPU
        let lines = body(timeline)
        showOutput()
        if let last = shownLast, last != 10 {
            console([10])
            shownLast = 10
        }
        before = cpu
        if showsScreen {
            var reply = Reply((lines + [ScreenView(self, timeline).text]).joined(separator: "\n"))
            reply.redraws = true
            return reply
        }
        let cause = Cause.lines(for: timeline, isInterrupted: isInterrupted)
        return Reply((lines + Whereabouts(timeline.session).lines + cause).joined(separator: "\n"))
    }

    /// Hands on what the guest has written since the last time. Going back does not take it back.
    func showOutput() {
        guard let output = loaded?.session.consoleOutput else { return }
        if output.count > shownOutput {
            console(Array(output[shownOutput...]))
            shownLast = output.last
        }
        shownOutput = output.count
    }

    /// The state before the next command, as a prompt shows it.
    package var prompt: String {
        guard let session = loaded?.session else { return "ringside> " }
        let cpu = session.guestCPU
        return "\(options.engine) ring \(cpu.ring) \(session.place(cpu.pc)) cycle \(session.cycle.grouped)> "
    }
}

/// Where the guest is, and what comes next.
package struct Whereabouts: View {
    package let engine: String
    package let ring: UInt8
    package let pc: UInt32
    package let cycle: UInt64
    package let retired: UInt64
    package let instruction: String
    /// `file:line` of the source.
    @Nullable package private(set) var source: String?
    /// What it is doing besides executing: `monitor`, `waiting`, or how it ended.
    @Nullable package private(set) var state: String?
    private let label: String
    private let ending: [String]

    private enum CodingKeys: String, CodingKey { case engine, ring, pc, cycle, retired, instruction, source, state }

    package init(_ session: Session) {
        let cpu = session.guestCPU
        (engine, ring, pc) = (session.options.engine, cpu.ring, cpu.pc)
        (cycle, retired) = (session.cycle, session.retired)
        instruction = session.instructionText(at: cpu.pc)
        label = session.label(of: cpu.pc) ?? ""
        source = session.source(of: cpu.pc)
        switch session.stop {
        case .budget:
            ending = []
            if cpu.halted {
                state = "waiting for an interrupt"
            } else if session.engine.statistics?.isInExit == true {
                state = "in the monitor"
            }
        default:
            let report = RunReport(session, guest: "")
            state = report.end
            ending = report.report
        }
    }

    package var text: String { lines.joined(separator: "\n") }

    var lines: [String] { [position] + ending }

    private var position: String {
        let place = Decoded.hexadecimal(pc) + (label.isEmpty ? "" : " \(label)")
        let note = state.map { "  (\($0))" } ?? ""
        let text = "ring \(ring)  " + (place + "  ").padded(24) + instruction.padded(24)
        guard let source else { return text + note }
        // Where the line would be too long for a terminal, the file's name without its folders is enough, and columns go.
        let whole = text + "  " + source + note
        if whole.count <= 80 { return whole }
        let short = "  " + (source.split(separator: "/").last ?? "") + note
        if text.count + short.count <= 80 { return text + short }
        let narrow = text.trimmingTrailing
        if narrow.count + short.count <= 80 { return narrow + short }
        return narrow + (narrow.count + note.count <= 80 ? note : "\n " + note)
    }
}
