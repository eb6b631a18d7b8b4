import ISA
import Machine
import Playground
import Testing

@Suite struct SettingsTests {
    @Test func settingsChangeOneThing() throws {
        var model = try HostModels.load("classroom")
        try Settings.apply(
            ["isa=classic", "tlb.ways=8", "tlb.entries=8", "disk.request=0", "disk.sector=3", "cost.portIO=500", "cost.alu=4095"],
            to: &model)
        #expect(model.isa == .classic && model.tlbEntries == 8 && model.tlbWays == 8)
        #expect(model.diskRequestTicks == 0 && model.diskSectorTicks == 3)
        #expect(model[.instruction(.portIO)].cycles == 500 && model[.instruction(.portIO)].grade == .assumed)
        #expect(model[.instruction(.alu)].cycles == 4095)
    }

    @Test(arguments: [
        ("isa", "--set isa: write KEY=VALUE, for example cost.portIO=500"),
        ("isa=arm", "--set isa=arm: 'arm' must be x86 or classic"),
        ("cost.alu=4096", "--set cost.alu=4096: '4096' must be a whole number from 1 to 4095"),
        ("cost.alu=0", "--set cost.alu=0: '0' must be a whole number from 1 to 4095"),
        ("cost.alu=", "--set cost.alu=: write KEY=VALUE, for example cost.portIO=500"),
        ("tlb.ways=3", "--set tlb.ways=3: '3' must be a power of two from 1 to 64"),
        ("vpid=yes", "--set vpid=yes: 'yes' must be off or on"),
        (
            "root-mode=off",
            "--set: nested-paging, vpid and task-priority-shadow are parts of root mode; without it, set them off"
        ),
        ("tlb.entries=2", "--set: 4 ways in a TLB of 2 entries; set tlb.ways lower"),
        ("disk.request=-1", "--set disk.request=-1: '-1' must be a whole number from 0 to 1000000000"),
        ("cost.portIo=5", "--set cost.portIo=5: no key 'cost.portIo'; did you mean 'cost.portIO'?"),
    ])
    func wrongSettingsAreRefusedAndChangeNothing(_ setting: String, _ text: String) throws {
        var model = try HostModels.load("classroom")
        let before = model
        do throws(UserError) {
            try Settings.apply([setting], to: &model)
            Issue.record("\(setting) was taken")
        } catch {
            #expect(error.kind == .usage && error.text == text)
        }
        #expect(model == before)
    }

    @Test func everyKeyIsTaken() throws {
        var model = try HostModels.load("classroom")
        let features: Set = ["root-mode", "nested-paging", "vpid", "task-priority-shadow", "iommu"]
        let settings = Settings.keys.map { $0 == "isa" ? "isa=x86" : features.contains($0) ? "\($0)=on" : "\($0)=4" }
        try Settings.apply(settings, to: &model)
        #expect(features.isSubset(of: Settings.keys))
    }
}
