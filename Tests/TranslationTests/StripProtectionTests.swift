import Assembler
import ISA
import Playground
import Testing

/// The monitor's strip is out of reach for a guest, whose kernel and programs find what bare metal shows them there: faults.
@Suite struct StripProtectionTests {
    /// Whose code it is: a kernel's is translated, a program's is executed directly, or translated, too.
    enum Form: CaseIterable, Sendable {
        case kernel, program
        var ring: Int { self == .kernel ? 0 : 3 }
    }

    /// Ways to reach the word at r1.
    static let accesses: [String: String] = [
        "load": "load r5, [r1]",
        "load-byte": "loadb r5, [r1 + 3]",
        "load-below": "add r1, 0x100\n load r5, [r1 - 0x100]",
        "load-above": "sub r1, 0x100\n load r5, [r1 + 0x100]",
        "store": "store [r1], r2",
        "store-byte": "storeb [r1 + 1], r2",
        "jump": "jmp PLACE",
        "branch": "cmp r2, 0x55\n je PLACE",
        "call": "call PLACE",
        "jump-register": "jmp r1",
        "call-register": "call r1",
        "return": "push r1\n ret",
        "push": "add sp, r1, 4\n push r2",
        "pop": "mov sp, r1\n pop r5",
        "call-on-stack": "add sp, r1, 4\n call next",
        "call-register-on-stack": "mov r3, next\n add sp, r1, 4\n call r3",
        "return-from-stack": "mov sp, r1\n ret",
        "pushf": "add sp, r1, 4\n pushf",
        "popf": "mov sp, r1\n popf",
        "iret": "mov sp, r1\n iret",
    ]

    /// What translations themselves use.
    static let monitorForms: [String: String] = [
        "mload": "mload r5, [r1]",
        "mload-strip": "mload r5, [strip + 0x7000]",
        "mstore": "mstore [r1], r2",
        "mstore-strip": "mstore [strip + 0x8000], r2",
        "mjmp": "mjmp r1",
    ]

    /// The strip's start, which is the page of callouts; the virtual processor; its flag; the translation cache; the last word.
    static let places: [UInt32] = [
        0xffc0_0000, 0xffc0_7000, 0xffc0_9000, 0xffc1_0040, 0xffff_fffc,
    ]

    /// A guest that does the same twelve times, as often as it takes for translations to be linked and retranslated. Each
    /// fault is noted, and returns to `next`.
    private func guest(_ access: String, at place: UInt32, ring: Int, paging: Bool) -> String {
        """
        .include "lib/traps.s"
        .include "lib/paging.s"
        PLACE = \(place)
        _start:
            traps
            \(paging ? "tables\n paging" : "")
            \(ring == 3 ? "user site" : "jmp site")
        site:
            mov sp, \(ring == 3 ? "user_stack" : "boot_stack")
            mov r1, PLACE
            mov r2, 0x55
            \(access)
        next:
            inc r8
            cmp r8, 12
            jne site
            mov sp, \(ring == 3 ? "user_stack" : "boot_stack")
            int 0x80
        caught:
            push r0
            mov r0, next
            store [sp + 4], r0
            pop r0
            iret
        """
    }

    private func run(_ source: String, _ change: (inout RunOptions) -> Void) throws -> Session {
        let image = try Assembler.assemble(
            SourceFile(name: "guest.s", bytes: Array(source.utf8)), options: GuestFile.options()
        ) { name in
            (try? Files.read(ConformanceTests.folder + name)).map { .source($0) } ?? .missing
        }
        var options = RunOptions(model: try HostModels.load("classroom"))
        (options.clock, options.maxCycles) = (.guest, 10_000_000)
        change(&options)
        let session = try Session(image, options)
        session.run()
        return session
    }

    /// The words that lib/traps.s leaves of the faults on bare metal, after the same has been found under binary translation.
    private func faults(
        _ access: String, at place: UInt32, _ form: Form, isa: ISAVariant, paging: Bool
    ) throws -> (count: UInt32, vector: UInt32) {
        let source = guest(access, at: place, ring: form.ring, paging: paging)
        let native = try run(source) { $0.model.isa = isa }
        let what = "\(access) at \(Decoded.hexadecimal(place)), \(isa), paging \(paging)"
        #expect(native.stop == .halt, "\(what)")
        for translatesUser in form == .kernel ? [false] : [false, true] {
            let translated = try run(source) {
                ($0.engine, $0.model.isa) = ("bt", isa)
                $0.engineOptions.translatesUser = translatesUser
            }
            #expect(native.guestState.differences(to: translated.guestState) == [], "\(what), \(translatesUser)")
            expectConservation(translated, what)
        }
        func word(_ name: String) throws -> UInt32 { native.guestWord(at: try #require(native.image.value(of: name))) }
        return (try word("count"), try word("vector"))
    }

    @Test(arguments: accesses.keys.sorted().sampledInDebug(8), Form.allCases)
    func `what reaches the strip faults as on bare metal`(name: String, form: Form) throws {
        let access = try #require(Self.accesses[name])
        // A kernel's faults are delivered on the stack that it has then.
        if form == .kernel, access.contains("sp,") { return }
        for place in Self.places {
            for (isa, paging) in [(ISAVariant.x86, false), (.x86, true), (.classic, true)] {
                let faults = try faults(access, at: place, form, isa: isa, paging: paging)
                #expect(faults.count == 12, "\(name) at \(Decoded.hexadecimal(place))")
            }
        }
    }

    @Test(arguments: monitorForms.keys.sorted().sampledInDebug(4), Form.allCases)
    func `the monitor's forms are undefined in a guest's code, whatever they reach`(name: String, form: Form) throws {
        let access = try #require(Self.monitorForms[name])
        for place in Self.places + [0x8000] {
            for (isa, paging) in [(ISAVariant.x86, false), (.x86, true), (.classic, true)] {
                let faults = try faults(access, at: place, form, isa: isa, paging: paging)
                #expect(faults == (12, UInt32(Vector.undefined.rawValue)), "\(name) at \(Decoded.hexadecimal(place))")
            }
        }
    }
}
