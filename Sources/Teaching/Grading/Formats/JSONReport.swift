import Playground

/// A verdict with all that is in it.
enum JSONReport {
    static func text(_ verdict: Verdict) -> String { JSON.text(verdict) + "\n" }
}
