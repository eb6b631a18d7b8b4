import Foundation

/// One key, without waiting for the line's end.
enum Key {
    /// `nil` at the end of input, or for Ctrl-C.
    static func read() -> Character? {
        var saved = termios()
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else { return nil }
        var raw = saved
        // Ctrl-C is a key like others here: the terminal must not be left as it is now.
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &saved) }
        // An arrow or a page key sends several bytes at once.
        var bytes = [UInt8](repeating: 0, count: 16)
        guard Foundation.read(STDIN_FILENO, &bytes, bytes.count) > 0, ![3, 4].contains(bytes[0]) else { return nil }
        return Character(UnicodeScalar(bytes[0]))
    }

    /// Does something while nothing that is typed shows, or is kept.
    static func ignoring(_ body: () -> Void) {
        var saved = termios()
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else { return body() }
        var quiet = saved
        quiet.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &quiet)
        body()
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
    }

    /// Whether something has been typed that nobody has read.
    static var isWaiting: Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, 0) > 0
    }
}
