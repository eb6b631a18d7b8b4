/// Tables for spreadsheets, as RFC 4180 has them.
package enum CSV {
    package static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") }

    /// A spreadsheet takes a text that begins like a formula for one.
    private static func field(_ text: String) -> String {
        let text = text.first.map { "=+-@".contains($0) } == true && Double(text) == nil ? "'" + text : text
        return quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
