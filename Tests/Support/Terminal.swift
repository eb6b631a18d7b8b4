import Foundation

/// The program on a pseudo-terminal, as a person at a keyboard has it.
final class PseudoTerminal {
    private let master: Int32
    private let process: pid_t
    /// All that it has shown so far.
    private(set) var shown = ""
    private var status: Int32?

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// `state`: the folder that the program keeps its state in.
    init(_ arguments: [String] = [], state: String, rows: UInt16 = 40, columns: UInt16 = 100) throws {
        guard let (master, terminal) = Self.pair() else { throw Failure(description: "there is no pseudo-terminal") }
        self.master = master
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        // In a session of its own, the first terminal that it opens is its controlling one: Ctrl-C becomes a signal.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // Tests run on threads that block signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        posix_spawn_file_actions_addclose(&actions, master)
        let program = Tool.products.appendingPathComponent("ringside").path
        let environment = [
            "TERM=xterm", "HOME=\(state)", "XDG_STATE_HOME=\(state)", "INPUTRC=\(state)/inputrc", "PATH=/usr/bin:/bin",
        ]
        let (words, variables) = ([program] + arguments, environment)
        var child: pid_t = 0
        let error = Self.withStrings(words) { argv in
            Self.withStrings(variables) { envp in posix_spawn(&child, program, &actions, &attributes, argv, envp) }
        }
        posix_spawnattr_destroy(&attributes)
        posix_spawn_file_actions_destroy(&actions)
        guard error == 0 else { throw Failure(description: "it did not start: \(error)") }
        process = child
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            var ignored: Int32 = 0
            waitpid(process, &ignored, 0)
        }
        close(master)
    }

    // Swift's module of the C library leaves out what these are for on Linux.
    #if os(Linux)
        private static let newSession: Int16 = 0x80

        private static func pair() -> (Int32, String)? {
            let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
            var (off, index): (Int32, UInt32) = (0, 0)
            let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            guard master >= 0, ioctl(master, unlock, &off) == 0, ioctl(master, number, &index) == 0 else { return nil }
            return (master, "/dev/pts/\(index)")
        }
    #else
        private static let newSession = Int16(POSIX_SPAWN_SETSID)

        private static func pair() -> (Int32, String)? {
            let master = posix_openpt(O_RDWR | O_NOCTTY)
            guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else { return nil }
            return (master, String(cString: name))
        }
    #endif

    private static func withStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }

    func type(_ text: String) {
        var bytes = Array(text.utf8)
        while !bytes.isEmpty {
            let count = write(master, bytes, bytes.count)
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }

    /// Waits until it has shown a text after what was waited for before. Gives up after some time, which only a failing test sees.
    func wait(for text: String) throws {
        let deadline = Date().addingTimeInterval(20)
        while Date() < deadline {
            if let found = shown.dropFirst(waited).range(of: text) {
                waited = shown.distance(from: shown.startIndex, to: found.upperBound)
                return
            }
            guard read() else { break }
        }
        throw Failure(description: "'\(text)' has not come; since then it has shown:\n\(shown.dropFirst(waited))")
    }
    private var waited = 0

    /// Takes what is there. False at the end.
    private func read() -> Bool {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 200) > 0 else { return true }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(master, &bytes, bytes.count)
        guard count > 0 else { return false }
        shown += String(decoding: bytes[..<count], as: UTF8.self)
        return true
    }

    /// Waits for its end. The exit status.
    func end() throws -> Int32 {
        let deadline = Date().addingTimeInterval(20)
        while Date() < deadline {
            var result: Int32 = 0
            if waitpid(process, &result, WNOHANG) == process {
                status = result
                return result & 0x7f == 0 ? result >> 8 & 0xff : -(result & 0x7f)
            }
            _ = read()
        }
        throw Failure(description: "it does not end; it has shown:\n\(shown)")
    }
}
