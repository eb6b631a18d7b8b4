import Foundation

/// Pictures that stand alone: SVG with its style in it, light or dark as the reader's system is.
enum SVG {
    static let style = """
        .ink{fill:#1b1b1b}.faint{fill:#666}.grid{stroke:#ccc;stroke-width:1}.line{fill:none;stroke-width:2}text{font:13px system-ui,sans-serif}
        .s0{stroke:#0072b2;fill:#0072b2}.s1{stroke:#d55e00;fill:#d55e00}.s2{stroke:#009e73;fill:#009e73}.s3{stroke:#cc79a7;fill:#cc79a7}
        .s4{stroke:#7f6000;fill:#7f6000}.s5{stroke:#56b4e9;fill:#56b4e9}
        @media (prefers-color-scheme:dark){.ink{fill:#eee}.faint{fill:#aaa}.grid{stroke:#444}.s4{stroke:#f0e442;fill:#f0e442}}
        @media print{.ink{fill:#000}.faint{fill:#333}.grid{stroke:#bbb}}
        """
    /// Dashes, so that lines can be told apart in print.
    static let dashes = ["", "8 4", "2 4", "10 3 2 3", "4 2", "1 3"]
    static let classes = 6

    static func document(width: Int, height: Int, title: String, _ body: [String]) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" role="img" aria-label="\(escaped(title))">
        <title>\(escaped(title))</title>
        <style>\(style)</style>
        \(body.joined(separator: "\n"))
        </svg>
        """
    }

    static func text(_ text: String, _ x: Int, _ y: Int, anchor: String = "start", style: String = "ink") -> String {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" class=\"\(style)\">\(escaped(text))</text>"
    }

    static func escaped(_ text: String) -> String {
        text.printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

/// Bars of parts, one below the other.
struct BarChart {
    let title: String
    let parts: [String]
    /// By row: its label, the values of its parts, and what is written behind it.
    let rows: [(label: String, values: [UInt64], note: String)]

    var svg: String {
        let (left, width, space, step) = (110, 760, 470, 30)
        let most = max(1, rows.map { $0.values.reduce(0, +) }.max() ?? 1)
        var body: [String] = []
        for (index, row) in rows.enumerated() {
            let y = 10 + index * step
            body.append(SVG.text(row.label, left - 8, y + 15, anchor: "end"))
            var (sum, drawn) = (UInt64(0), 0)
            for (part, value) in row.values.enumerated() {
                sum += value
                let end = Int((sum * UInt64(space) + most / 2) / most)
                if end > drawn {
                    body.append(
                        "<rect x=\"\(left + drawn)\" y=\"\(y)\" width=\"\(end - drawn)\" height=\"20\" class=\"s\(part % SVG.classes)\">"
                            + "<title>\(SVG.escaped(parts[part])): \(value.grouped)</title></rect>")
                }
                drawn = end
            }
            body.append(SVG.text(row.note, left + drawn + 8, y + 15, style: "faint"))
        }
        var y = 10 + rows.count * step + 14
        for (part, name) in parts.enumerated() {
            body.append("<rect x=\"\(left)\" y=\"\(y - 11)\" width=\"12\" height=\"12\" class=\"s\(part % SVG.classes)\"/>")
            body.append(SVG.text(name, left + 20, y))
            y += 20
        }
        return SVG.document(width: width, height: y, title: title, body)
    }
}

/// Lines over a common axis; values may be missing.
struct LineChart {
    let title: String
    let xTitle: String
    let yTitle: String
    let places: [Double]
    let labels: [String]
    let lines: [(name: String, values: [Double?])]
    /// Places on the axis to be marked, with what to write there.
    let marks: [(place: Double, text: String)]

    var svg: String {
        let (left, top, right, bottom, width) = (90, 20, 600, 330, 760)
        let values = lines.flatMap { $0.values.compactMap(\.self) }
        let (low, high) = (min(0, values.min() ?? 0), max(values.max() ?? 1, 1))
        let (first, last) = (places.first ?? 0, max(places.last ?? 1, (places.first ?? 0) + 1e-9))
        let x = { (place: Double) in left + Int(((place - first) / (last - first) * Double(right - left)).rounded()) }
        let y = { (value: Double) in bottom - Int(((value - low) / (high - low) * Double(bottom - top)).rounded()) }
        var body: [String] = []
        for step in 0...4 {
            let value = low + (high - low) * Double(step) / 4
            body.append("<line x1=\"\(left)\" x2=\"\(right)\" y1=\"\(y(value))\" y2=\"\(y(value))\" class=\"grid\"/>")
            body.append(SVG.text(Self.short(value), left - 8, y(value) + 4, anchor: "end", style: "faint"))
        }
        for index in Set([0, places.count / 2, places.count - 1]).sorted() where places.indices.contains(index) {
            body.append(SVG.text(labels[index], x(places[index]), bottom + 18, anchor: "middle", style: "faint"))
        }
        body.append(SVG.text(xTitle, (left + right) / 2, bottom + 38, anchor: "middle"))
        body.append(SVG.text(yTitle, left, top - 6))
        for mark in marks {
            body.append("<line x1=\"\(x(mark.place))\" x2=\"\(x(mark.place))\" y1=\"\(top)\" y2=\"\(bottom)\" class=\"grid\"/>")
            body.append(SVG.text(mark.text, x(mark.place) + 4, top + 10, style: "faint"))
        }
        for (index, line) in lines.enumerated() {
            let points = zip(places, line.values).compactMap { place, value in value.map { "\(x(place)),\(y($0))" } }
            body.append(
                "<polyline points=\"\(points.joined(separator: " "))\" class=\"line s\(index % SVG.classes)\" style=\"fill:none\""
                    + " stroke-dasharray=\"\(SVG.dashes[index % SVG.dashes.count])\"/>")
            let place = 40 + index * 20
            body.append(
                "<line x1=\"\(right + 14)\" x2=\"\(right + 44)\" y1=\"\(place)\" y2=\"\(place)\" class=\"line s\(index % SVG.classes)\""
                    + " stroke-dasharray=\"\(SVG.dashes[index % SVG.dashes.count])\"/>")
            body.append(SVG.text(line.name, right + 50, place + 4))
        }
        return SVG.document(width: width, height: bottom + 50, title: title, body)
    }

    /// A number in few characters.
    static func short(_ value: Double) -> String {
        let size = abs(value)
        let (scaled, unit) =
            size >= 1e9 ? (value / 1e9, "G") : size >= 1e6 ? (value / 1e6, "M") : size >= 1e4 ? (value / 1e3, "k") : (value, "")
        let tenths = Int((scaled * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)\(unit)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)\(unit)"
    }
}
