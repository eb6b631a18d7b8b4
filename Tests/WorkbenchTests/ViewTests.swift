import Foundation
import Playground
import Testing

/// Every view in both forms, on every engine: JSON that can be read, lines that fit.
@Suite struct ViewTests {
    @Test(arguments: ["native", "trap", "bt", "hvm-shadow", "hvm-nested", "pv"])
    func `views of a kernel at work`(_ engine: String) throws {
        let workbench = try Workbench()
        workbench.execute(
            "load \(Tool.root.path)/Samples/nano/nano.s; set isa classic; engine \(engine); until ring 3; step 3; break exit"
        ) {
            #expect(!$0.isFailure, "\($0.text)")
        }
        let only = ["vmcs": "hvm", "units": "bt", "shared": "pv", "rings": "pv"]
        for command in Command.all where command.group == .seeing || command.group == .monitor {
            if let engines = only[command.name], !engine.hasPrefix(engines) { continue }
            if command.name == "why" || command.name == "compare" { continue }
            let line = command.usage.isEmpty || command.usage.hasPrefix("[") ? command.name : "\(command.name) sp"
            var (text, json) = ("", "")
            workbench.execute(line) {
                #expect(!$0.isFailure, "\($0.text)")
                text = $0.text
            }
            workbench.execute(line + " --json") { json = $0.text }
            #expect(!text.isEmpty, "\(command.name)")
            #expect((try? JSONSerialization.jsonObject(with: Data(json.utf8))) != nil, "\(command.name): \(json.prefix(200))")
        }
    }
}
