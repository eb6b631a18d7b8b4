import Foundation
import ISA
import Machine
import Testing

@testable import Playground

@Suite struct HostModelFileTests {
    private let text = HostModels.text("classroom") ?? ""

    /// What a person sees of a model's errors; empty if it is one.
    private func errors(_ text: String) -> String {
        do throws(UserError) {
            _ = try HostModelFile.parse(Array(text.utf8), file: "mine.yml")
            return ""
        } catch {
            #expect(error.kind == .badInput)
            return error.text
        }
    }

    @Test(arguments: HostModels.names)
    func shippedModelsAreModels(_ name: String) throws {
        let model = try HostModels.load(name)
        #expect(model.name == name && HostModels.text(name) != nil)
        for primitive in Primitive.allCases {
            #expect(primitive.limits.contains(model[primitive].cycles) && !model[primitive].source.isEmpty)
        }
    }

    @Test func everyValueArrives() throws {
        let changed = text.replacing("isa: x86", with: "isa: classic").replacing("vpid: true", with: "vpid: false")
            .replacing("task-priority-shadow: true", with: "task-priority-shadow: false")
            .replacing("entries: 64, ways: 4", with: "entries: 1_024, ways: 8").replacing("request: 20000", with: "request: 7")
            .replacing("entries: 16", with: "entries: 9")
            .replacing("walkReference: {cycles: 10, grade: assumed", with: "walkReference: {cycles: 33, grade: second-hand")
        let model = try HostModelFile.parse(Array(changed.utf8), file: "mine.yml")
        #expect(model.isa == .classic && !model.vpid && model.rootMode && model.tlbEntries == 1024 && model.tlbWays == 8)
        #expect(model.diskRequestTicks == 7 && model.diskSectorTicks == 500 && model.year == 2006)
        #expect(!model.taskPriorityShadow && model.nestedPaging && model.walkCacheEntries == 9)
        #expect(model[.walkReference].cycles == 33 && model[.walkReference].grade == .secondHand)
    }

    /// One change to a good model, and what is then said.
    private static let mistakes: [(from: String, to: String, error: String)] = [
        (
            "isa: x86", "isa: x68",
            """
            mine.yml:5:6: error: 'x68' is not an ISA variant
              isa: x68
                   ^~~
              note: did you mean 'x86'?
            """
        ),
        (
            "year: 2006", "year: soon",
            """
            mine.yml:4:7: error: a year must be a whole number
              year: soon
                    ^~~~
              note: from 1950 to 2100
            """
        ),
        (
            "year: 2006", "year: 3006",
            """
            mine.yml:4:7: error: 3006 is not a year
              year: 3006
                    ^~~~
              note: from 1950 to 2100
            """
        ),
        (
            "ways: 4", "ways: 3",
            """
            mine.yml:7:26: error: 3 is not a power of two
              tlb: {entries: 64, ways: 3}
                                       ^
            """
        ),
        (
            "entries: 64, ways: 4", "entries: 2, ways: 4",
            """
            mine.yml:7:25: error: 4 ways in a TLB of 2 entries
              tlb: {entries: 2, ways: 4}
                                      ^
              note: use at most as many ways as entries
            """
        ),
        (
            "vpid: true", "vpid: yes",
            """
            mine.yml:6:56: error: must be true or false
              features: {root-mode: true, nested-paging: true, vpid: yes, task-priority-shadow: true, iommu: true}
                                                                     ^~~
            """
        ),
        (
            "year: 2006", "yaer: 2006",
            """
            mine.yml:4:1: error: unknown key 'yaer' in a host model
              yaer: 2006
              ^~~~
              note: did you mean 'year'?
            mine.yml:2:1: error: a host model lacks year
              name: classroom
              ^
              note: add what is missing
            """
        ),
        (
            "tlb: {entries: 64, ways: 4}", "tlb: 64",
            """
            mine.yml:7:6: error: the TLB must be a mapping
              tlb: 64
                   ^~
              note: write entries: …, ways: …
            """
        ),
        (
            "walk-cache: {entries: 16}", "walk-cache: {entries: 2000}",
            """
            mine.yml:9:23: error: 2000 is not a number of entries
              walk-cache: {entries: 2000}
                                    ^~~~
              note: from 0 to 1024
            """
        ),
        (
            "  alu: {cycles: 1,", "  alu: {cycles: 0,",
            """
            mine.yml:13:17: error: 0 is not a cost of alu in cycles
                alu: {cycles: 0, grade: assumed, source: "round number for lessons, of the order of a processor of 2006"}
                              ^
              note: from 1 to 4095
            """
        ),
    ]

    @Test(arguments: mistakes)
    func errorsAreLocatedAndSayWhatToDo(_ from: String, _ to: String, _ error: String) {
        let source = text.replacing(from, with: to)
        #expect(source != text)
        #expect(errors(source) == error)
        // The ends of lines do not matter.
        #expect(errors(source.replacing("\n", with: "\r\n")) == error)
    }

    @Test func severalErrorsAreToldAtOnce() {
        let source = text.replacing("isa: x86", with: "isa: 68k").replacing("grade: assumed", with: "grade: guessed")
        #expect(errors(source).components(separatedBy: "error:").count - 1 == 1 + Primitive.allCases.count)
    }

    @Test(arguments: ["", "# nothing\n", "5", "- a\n- b\n", "name: [", "name: a\nname: b\n", "&a [*a]", "\u{0}", "\"\\e[31m\": 1"])
    func whatIsNoModelIsSaidSo(_ source: String) {
        let error = errors(source)
        #expect(error.hasPrefix("mine.yml:") && !error.contains("\u{1b}"))
    }

    @Test func mutatedModelsAreRefusedOrRead() {
        var random = SplitMix64(seed: 8)
        let bytes = Array(text.utf8)
        var refused = 0
        for _ in 0..<1000 {
            var mutant = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<mutant.count, using: &random)
                let end = min(mutant.count, place + Int.random(in: 1...20, using: &random))
                switch Int.random(in: 0..<5, using: &random) {
                case 0: mutant[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: mutant.removeSubrange(place..<end)
                case 2: mutant.insert(contentsOf: mutant[place..<end], at: Int.random(in: 0...mutant.count, using: &random))
                case 3: mutant.insert(Array("{}[]:,&*\"'\n\t- ".utf8).randomElement(using: &random)!, at: place)
                default: mutant = Array(mutant.prefix(place + 1))
                }
            }
            do throws(UserError) {
                let model = try HostModelFile.parse(mutant, file: "mine.yml")
                #expect(model.tlbWays <= model.tlbEntries && model.tlbEntries.nonzeroBitCount == 1)
            } catch {
                #expect(error.text.hasPrefix("mine.yml"))
                refused += 1
            }
        }
        #expect(refused > 300)
    }

    @Test func modelsAreFoundByNameOrPath() {
        #expect(throws: UserError.self) { try HostModels.load("clasroom") }
        for (name, kind) in [("clasroom", UserError.Kind.usage), ("./none.yml", .noSuchFile), ("/", .badInput)] {
            do throws(UserError) {
                _ = try HostModels.load(name)
                Issue.record("\(name) is no model")
            } catch {
                #expect(error.kind == kind)
            }
        }
    }
}
