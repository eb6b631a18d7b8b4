/// What a verdict can be written as.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// For people.
    case text
    /// All of it, hidden checks and expected values included: for teachers and tools, not for learners.
    case json
    case gradescope, classroom, junit, tap

    package func report(_ verdict: Verdict, for audience: Audience) -> String {
        switch self {
        case .text: TextReport(verdict, audience).text
        case .json: JSONReport.text(verdict)
        case .gradescope: GradescopeReport(verdict).text
        case .classroom: ClassroomReport(verdict, audience).text
        case .junit: JUnitReport(verdict, audience).text
        case .tap: TAPReport(verdict, audience).text
        }
    }

    /// Of a file of it.
    var suffix: String {
        switch self {
        case .text, .classroom: "txt"
        case .json, .gradescope: "json"
        case .junit: "xml"
        case .tap: "tap"
        }
    }
}
