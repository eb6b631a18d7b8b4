import Machine
import VMM

/// A comparison as a page to hand out: nothing is fetched from anywhere, and it can be read in light, in dark and in print.
package struct HTMLReport {
    private let comparisons: [Comparison]
    private let model: HostModel

    package init(_ comparisons: [Comparison], on model: HostModel) { (self.comparisons, self.model) = (comparisons, model) }

    package var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Ringside: \(SVG.escaped(comparisons.map(\.guest).joined(separator: ", ")))</title>
        <style>
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
        table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums;display:block;overflow-x:auto}
        th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #8885}
        th:first-child,td:first-child,td.text,th.text{text-align:left}
        caption{text-align:left;font-weight:600;padding-bottom:.3rem}
        svg{max-width:100%;height:auto}
        @media print{body{max-width:none;margin:0}table,figure{break-inside:avoid}}
        </style>
        </head>
        <body>
        \(comparisons.map(section).joined(separator: "\n"))
        \(host)
        \(monitors)
        </body>
        </html>
        """
    }

    private func section(_ comparison: Comparison) -> String {
        let reports = comparison.engines.compactMap(\.report)
        let chart = BarChart(
            title: "Cycles by engine", parts: AccountGroup.allCases.map(\.title),
            rows: comparison.engines.compactMap { row in
                row.report.map { report in
                    (
                        report.engine, AccountGroup.allCases.map { $0.cycles(report) },
                        report.cycles.grouped + (row.ratio.map { " (\($0) times)" } ?? "")
                    )
                }
            })
        let tables = comparison.sections.map { section in
            table(section.title, [""] + reports.map(\.engine), section.rows.map { [$0.label] + $0.cells })
        }
        let notes = comparison.remarks.map { "<p>\(SVG.escaped($0))</p>" }
        return
            (["<h1>\(SVG.escaped(comparison.guest)) on \(SVG.escaped(comparison.fullHost))</h1>"] + notes
            + ["<figure>\(chart.svg)</figure>"] + tables).joined(separator: "\n")
    }

    private var host: String {
        let rows = Primitive.allCases.map { primitive in
            [primitive.name, model[primitive].cycles.grouped, model[primitive].grade.rawValue, model[primitive].source]
        }
        return "<h2>The host: \(SVG.escaped(model.title))</h2>\n"
            + table("What each primitive costs, in cycles", ["primitive", "cycles", "grade", "source"], rows, textFrom: 2)
    }

    private var monitors: String {
        let rows = MonitorWork.allCases.map {
            [$0.rawValue, $0.instructions.grouped, $0.cycles(on: model).grouped, $0.account.name]
        }
        return "<h2>The monitors' software</h2>\n"
            + table(
                "Steps, the same for every engine; a hundred instructions cost \(model[.monitorInstructions].cycles) cycles here",
                ["step", "instructions", "cycles", "account"], rows, textFrom: 3)
    }

    private func table(_ caption: String, _ head: [String], _ rows: [[String]], textFrom: Int = .max) -> String {
        let cell = { (tag: String, index: Int, text: String) in
            "<\(tag)\(index >= textFrom ? " class=\"text\"" : "")>\(SVG.escaped(text))</\(tag)>"
        }
        let line = { (tag: String, cells: [String]) in
            "<tr>" + cells.enumerated().map { cell(tag, $0.offset, $0.element) }.joined() + "</tr>"
        }
        return "<table><caption>\(SVG.escaped(caption))</caption>\n" + line("th", head) + "\n"
            + rows.map { line("td", $0) }.joined(separator: "\n") + "\n</table>"
    }
}
