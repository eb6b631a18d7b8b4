import Assembler
import ISA
import Testing

@Suite struct AssemblerImageTests {
    @Test func encodedImagesDecodeToThemselves() throws {
        for source in [sampleProgram, "", "nop"] {
            let image = try assemble(source)
            #expect(try Image(decoding: image.encoded) == image)
        }
    }

    @Test func truncatedImagesAreRefused() throws {
        let bytes = try assemble(sampleProgram).encoded
        for count in bytes.indices {
            #expect(throws: ImageError.self) { try Image(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: ImageError.trailing(bytes: 1)) { try Image(decoding: bytes + [0]) }
    }

    @Test func mutatedImagesAreSafe() throws {
        let bytes = try assemble(sampleProgram).encoded
        var random = SplitMix64(seed: 1)
        for _ in 0..<4000 {
            var mutant = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                mutant[.random(in: mutant.indices, using: &random)] = [0, 1, 0x7f, 0xff, .random(in: 0...255, using: &random)]
                    .randomElement(using: &random)!
            }
            if let image = try? Image(decoding: mutant) {
                #expect(try Image(decoding: image.encoded) == image)
            }
        }
    }

    @Test func errorsSayWhatWasFoundAndTheLimit() throws {
        let segment = Image.Segment(load: 0x1000, virtual: 0x1000, bytes: [1, 2, 3, 4])
        let high = Image.Segment(load: 0xffff_fffe, virtual: 0, bytes: [1, 2])
        #expect(throws: ImageError.overlap(0x1000, 0x1002)) {
            try Image(segments: [Image.Segment(load: 0x1002, virtual: 0, bytes: [1]), segment], entry: 0)
        }
        #expect(throws: ImageError.pastTheTop(load: 0xffff_fffe, virtual: 0, bytes: 2)) { try Image(segments: [high], entry: 0) }
        #expect(throws: ImageError.misalignedEntry(2)) { try Image(segments: [segment], entry: 2) }
        #expect(throws: ImageError.tooLarge(bytes: 64 << 20 + 1)) {
            try Image(segments: [Image.Segment(load: 0, virtual: 0, bytes: Array(repeating: 0, count: 64 << 20 + 1))], entry: 0)
        }
        #expect(throws: ImageError.notAnImage) { try Image(decoding: Array("ELF".utf8)) }
        #expect(ImageError.tooLarge(bytes: 70_000_000).text == "the segments have 70000000 bytes, and the limit is 67108864")
        #expect(
            ImageError.truncated(part: "a segment", needed: 12, found: 3).text
                == "the image ends early: a segment needs 12 bytes, and 3 are left")
    }

    @Test func listingsAssembleToTheSameBytes() throws {
        for source in [sampleProgram, "", ".byte 1\n.asciz \"abcd\\\\\\\"\"\nend:", "a: jmp a.b\n.b: .space 40\n.c: .word a.c"] {
            try expectSameAfterListing(try assemble(source))
        }
    }

    @Test func listingNamesLabelsAndDisassembles() throws {
        let image = try assemble("main: mov r1, 5\n.loop: jne .loop\nmsg: .asciz \"hello\"\n.space 32\n.entry main.loop")
        #expect(
            image.listing() == """
                .entry main.loop

                .section segment0, 0x1000, 0x1000
                main:
                    mov r1, 5                           ; 0x1000: 0x9100005
                main.loop:
                    jne main.loop                       ; 0x1004: 0x51ffffff
                msg:
                    .asciz "hello"
                    .space 32

                """)
    }

    @Test func listingsOfRandomImagesAssembleToTheSameBytes() throws {
        var random = SplitMix64(seed: 2)
        let names = [
            "r1", "sp", "limit", "main", "main.loop", "segment0.start", "a b", "", "x.", ".y", "r99", "loop", "strip", "hi",
        ]
        for round in 0..<200 {
            var load = UInt32.random(in: 0...100, using: &random)
            let segments = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let bytes = (0..<Int.random(in: 1...120, using: &random)).map { _ in
                    [0, 0, 65, 0x20, 0x09, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)!
                }
                defer { load += UInt32(bytes.count) + .random(in: 0...50, using: &random) }
                return Image.Segment(load: load, virtual: .random(in: 0...0x400, using: &random), bytes: bytes)
            }
            let symbols = names.map { Image.Symbol(name: $0, value: .random(in: 0...0x500, using: &random), kind: .label) }
            let lines = (0..<round % 3 * 10).map { _ in
                Image.SourceLine(load: .random(in: 0...300, using: &random), virtual: 0, file: 0, line: 1)
            }
            let entry = UInt32.random(in: 0...99, using: &random) * 4
            try expectSameAfterListing(
                try Image(segments: segments, entry: entry, symbols: symbols, files: ["a"], sourceMap: lines))
        }
    }

    private func expectSameAfterListing(_ image: Image) throws {
        let listing = image.listing()
        do throws(AssemblyFailure) {
            let again = try assemble(listing)
            #expect(again.segments == image.segments)
            #expect(again.entry == image.entry)
        } catch {
            Issue.record("\(error.render())\n\(listing)")
        }
    }
}
