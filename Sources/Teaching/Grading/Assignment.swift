import Foundation
import Playground

/// Something that is graded: what a submission has to contain, and what must come of it.
package struct Assignment: Sendable {
    /// Stable: results are kept by it.
    package let id: String
    package let title: String
    package let points: Int
    /// What a submission has to contain; the first is what is run where a check names nothing else.
    package let files: [String]
    /// Files that learners get and cannot change, by name.
    package let given: [String: [UInt8]]
    package let engines: [String]
    package let host: String
    /// What random values come from.
    package let seed: UInt64
    package let limits: Limits
    package let checks: [Check]
    package let wrong: [Wrong]
    /// Where it was read.
    package let place: String
    /// Stands for all of the folder's files.
    let digest: UInt64

    /// What a run may use.
    package struct Limits: Sendable {
        package var cycles: UInt64 = 10_000_000
        /// The guest's RAM, in MiB.
        package var memory = 16
        /// Bytes on the console.
        package var output = 16384
    }

    /// A solution with a known mistake, which a diff puts into the reference solution, and what it must get.
    package struct Wrong: Sendable {
        package let id: String
        package let score: Int
        package let why: String
    }

    /// Where assignments are looked for, from where the program is started.
    package static let folder = "Lessons/assignments"

    /// The folders of all that are there.
    package static func all() throws(UserError) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let folders = names.sorted().map { folder + "/" + $0 }.filter {
            FileManager.default.fileExists(atPath: $0 + "/" + AssignmentFile.name)
        }
        if folders.isEmpty { throw UserError(.noSuchFile, "\(folder): no assignments there; name their folders") }
        return folders
    }

    /// Where a variant of what learners hand in lies.
    package var starter: String { place + "/starter" }
    package var solution: String { place + "/solution" }
    /// What it changes in the solution.
    func diff(of wrong: Wrong) -> String { place + "/wrong/" + wrong.id + ".diff" }
}

/// One thing that is looked at, and what it is worth.
package struct Check: Sendable {
    package let id: String
    package let title: String
    package let points: Int
    /// The source that is run: a given file, one of the submission's, or one that only the grader has.
    package let guest: Guest
    /// Commands; what they lead to is looked at.
    package let commands: [String]
    package let input: String
    /// The whole of the console's output.
    package let output: String?
    /// White space must be the same, too.
    package let isExact: Bool
    /// What must be somewhere in the output: a regular expression.
    package let pattern: String?
    /// What `expect` must find.
    package let expectations: [String]
    /// Mnemonics that must not be in the program, and that must not be executed.
    package let mustNotContain: [String]
    package let mustNotExecute: [String]
    /// What must be the same as elsewhere.
    package let same: [Same]
    /// Random numbers: each name with the least and the greatest. They stand for their names in double braces, in the sources that only
    /// the grader has, too.
    package let vary: [(name: String, range: ClosedRange<Int>)]
    /// Checks without which this one is not looked at.
    package let needs: [String]
    package let engines: [String]
    package let cycles: UInt64
    package let tiers: Tiers?
    /// Learners see neither it nor what came of it.
    package let isHidden: Bool
    /// Learners may see what was expected.
    package let reveals: Bool
    /// Said to learners when it fails.
    package let hint: String?

    package enum Guest: Sendable {
        /// The learner has it.
        case own(String)
        case grader(name: String, bytes: [UInt8])

        package var name: String {
            switch self {
            case .own(let name), .grader(let name, _): name
            }
        }

        var isOwn: Bool {
            if case .own = self { true } else { false }
        }
    }

    package enum Same: String, CaseIterable, Sendable {
        /// Output, stop and exit code are those under the first engine.
        case engines
        /// They are those of the reference solution.
        case solution
    }

    /// Points by the value of a counter, once all else of a check is right.
    package struct Tiers: Sendable {
        package let counter: String
        /// From the least value to the greatest.
        package let steps: [(most: UInt64, points: Int)]
    }

    /// The random numbers of this check.
    package func values(seed: UInt64) -> [String: Int] {
        var random = FuzzRandom(seed: Digest(seed, of: id.utf8).value)
        var values: [String: Int] = [:]
        for (name, range) in vary { values[name] = range.lowerBound + random.below(range.count) }
        return values
    }
}

extension String {
    /// With the values in place of their names in double braces.
    func filled(_ values: [String: Int]) -> String {
        values.reduce(self) { $0.replacing("{{\($1.key)}}", with: String($1.value)) }
    }
}
