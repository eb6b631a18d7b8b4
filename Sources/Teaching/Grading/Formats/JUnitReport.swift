import Playground

/// JUnit's XML, as CI systems read it: what was found wrong is a failure, a crash or a limit an error, what was not run is skipped.
struct JUnitReport {
    let text: String

    init(_ verdict: Verdict, _ audience: Audience) {
        let checks = verdict.checks(for: audience)
        var (failures, errors, skipped) = (0, 0, 0)
        var cases = checks.map { check -> String in
            let lines = check.lines(for: audience)
            let detail: String
            switch check.outcome {
            case .passed: detail = ""
            case .failed:
                failures += 1
                detail = Self.element("failure", lines)
            case .error, .pending:
                errors += 1
                detail = Self.element("error", lines.isEmpty ? ["not run"] : lines)
            case .blocked:
                skipped += 1
                detail = "<skipped message=\"\(Self.escaped(lines.first ?? ""))\"/>"
            }
            return Self.testcase(verdict, "\(check.id): \(check.title)", detail)
        }
        if let problem = verdict.problem {
            errors += 1
            cases.append(Self.testcase(verdict, "grading", Self.element("error", [problem])))
        }
        let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
        text =
            ([
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(counts) time=\"0\">",
                "  <testsuite name=\"\(Self.escaped(verdict.assignment))\" \(counts) skipped=\"\(skipped)\" time=\"0\">",
            ] + cases + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private static func testcase(_ verdict: Verdict, _ name: String, _ detail: String) -> String {
        let start = "    <testcase classname=\"\(escaped(verdict.assignment))\" name=\"\(escaped(name))\" time=\"0\""
        return start + (detail.isEmpty ? "/>" : ">\(detail)</testcase>")
    }

    private static func element(_ name: String, _ lines: [String]) -> String {
        "<\(name) message=\"\(escaped(lines.first ?? ""))\">\(escaped(lines.joined(separator: "\n")))</\(name)>"
    }

    /// Without what XML cannot hold, not even escaped: most control characters.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xfffe && scalar.value != 0xffff
                escaped.unicodeScalars.append(isAllowed ? scalar : "?")
            }
        }
        return escaped
    }
}
