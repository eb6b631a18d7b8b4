import Assembler
import Testing

/// Sources that mean harm, or that a cat walked over: the assembler answers, and soon.
@Suite struct AssemblerHostileSourceTests {
    @Test func mangledSourcesNeverCrash() {
        var random = SplitMix64(seed: 3)
        let original = Array(sampleProgram.utf8)
        let clock = ContinuousClock()
        let start = clock.now
        var assembled = 0
        for _ in 0..<2000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) { mangle(&bytes, &random) }
            let source = SourceFile(name: "main.s", bytes: bytes)
            if let image = try? Assembler.assemble(source, options: AssemblyOptions(), include: { _ in .source(bytes) }) {
                assembled += 1
                _ = image.listing()
            }
        }
        #expect(assembled > 0)
        #expect(clock.now - start < .seconds(60))
    }

    @Test func statementsInAnyOrderNeverCrash() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<2000 {
            let lines = (0..<Int.random(in: 1...12, using: &random)).map { _ in Self.statements.randomElement(using: &random)! }
            let source = SourceFile(name: "main.s", bytes: Array(lines.joined(separator: "\n").utf8))
            guard let image = try? Assembler.assemble(source, include: { _ in .source(Array("nop".utf8)) }) else { continue }
            #expect(try Image(decoding: image.encoded) == image)
            #expect(try assemble(image.listing()).segments == image.segments, "\(lines)")
        }
    }

    private static let statements = [
        ".macro m a, b=1", "m", "m x", "m 1, 2", ".endm", "l\\@: .byte \\a, \\b", ".rept 3", ".endr", ".if 1", ".if 0", ".if x",
        ".else",
        ".endif", ".ifdef x", "x:", ".x:", "x.x:", "x = 1", "y = x + $", "z = w", "w = z", ".section a", ".section b, 0x9000",
        ".section c, 0x400000, auto",
        ".section a, 5", ".org $ + 8", ".org 0x1100", ".align 16, 255", "nop", "mov r1, x", "jmp x", "je .x", "add r1, 5",
        "load r1, [r2+x]", ".byte 1, x - y",
        ".word x, $, a.end, c.load", ".asciz \"hello\"", ".space 3", ".space $ - x", ".entry x", ".include \"f.s\"", "_start: hlt",
        "_start: .byte 1",
    ]

    private func mangle(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let index = Int.random(in: bytes.indices, using: &random)
        let length = min(Int.random(in: 1...40, using: &random), bytes.count - index)
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        let (line, other) = (Int.random(in: lines.indices, using: &random), Int.random(in: lines.indices, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(index..<index + length)
        case 2: bytes.insert(contentsOf: Array(bytes[index..<index + length]), at: index)
        case 3: bytes.swapAt(index, .random(in: bytes.indices, using: &random))
        case 4: bytes[index] = Array("\\\"'()[],.:$=#;0x".utf8).randomElement(using: &random)!
        case 5:
            lines.remove(at: line)
            bytes = Array(lines.joined(separator: [10]))
        case 6:
            lines.insert(lines[line], at: other)
            bytes = Array(lines.joined(separator: [10]))
        default:
            lines.swapAt(line, other)
            bytes = Array(lines.joined(separator: [10]))
        }
        if bytes.isEmpty { bytes = [10] }
    }

    @Test(arguments: [
        (".macro m\nm\n.endm\nm", "macros and repetitions are nested more than 32 deep"),
        (".macro m\nm\nm\n.endm\nm", "macros and repetitions are nested more than 32 deep"),
        (".rept 200000\n\n\n.endr", "there are more than 200000 statements"),
        (".rept 1000\n.rept 1000\n\n.endr\n.endr", "there are more than 200000 statements"),
        (".rept 1000000000\nnop\n.endr", "the count 1000000000 does not lie between 0 and 200000"),
        (".space 0x7fffffffffffffff", "the limit is 16777216"),
        (".space 0x1000000\nmov r1, x\nx: .word 1\n.ascii \"a\"", "the image is too large: 16777220 bytes"),
        ("nop\n.org 0xfffffff0", "the limit is 16777216"),
        (".align 0x80000000", "the limit is 16777216"),
        (".rept 100\n.space 1000000\n.endr", "the image is too large: 17000000 bytes"),
        (".section a, 0xfffffff0\n.space 16", "section 'a' of 16 bytes does not end below 2^32"),
        (".word \(String(repeating: "(", count: 200))1", "nested more than 100 deep"),
        (".word \(String(repeating: "-", count: 5000))1", "nested more than 100 deep"),
        (".word 1\(String(repeating: "+(1", count: 3000))", "nested more than 100 deep"),
        ("\(String(repeating: "x", count: 129)):", "the name has 129 bytes, and the limit is 128"),
        (".ascii \"\(String(repeating: "x", count: 20_000))\"", "the line is too long: the limit is 16384 bytes"),
        (".macro m a\nm \\a\\a\n.endm\nm xx", "the line is too long"),
        (".word 9223372036854775807 + 1", "the value overflows 64 bits"),
        (".word (-9223372036854775807 - 1) / -1", "the value overflows 64 bits"),
        (".word 99999999999999999999", "the number 99999999999999999999 is too large"),
        (".word 1 << 64", "a shift by 64; a shift count is 0 to 63"),
        (".word 1 << 33", "8589934592 does not fit 32 bits"),
        (".include \"main.s\"", "files are included more than 16 deep"),
        (".include \"main.s\"\n.include \"main.s\"\n", "files are included more than 16 deep"),
    ])
    func everythingIsBounded(_ source: String, _ message: String) {
        #expect(errors(source, files: ["main.s": source]).contains(message))
    }

    @Test func errorsInGreatNumbersAreQuick() {
        let line = ".byte " + String(repeating: "x,", count: 8000) + "x\n"
        #expect(errors(String(repeating: line, count: 20)).hasSuffix("and 159820 more"))
        #expect(errors(String(repeating: line, count: 40)).contains("there are more than 200000 statements and values"))
    }

    @Test func filesAreBounded() {
        let large = String(repeating: ";" + String(repeating: "x", count: 1022) + "\n", count: 1 << 10)
        #expect(errors(large + "\n").contains("the file 'main.s' has 1048577 bytes, and the limit is 1048576"))
        let text = errors(String(repeating: ".include \"a\"\n", count: 9), files: ["a": large])
        #expect(text.contains("main.s:8:10: error: the files have more than 8388608 bytes in all"))
    }

    @Test func anEntryThatCannotBeIsAnError() {
        #expect(errors(".byte 1\n_start: .byte 2").contains("the entry 0x1001 is not a multiple of 4"))
        #expect(errors("nop\n.entry 0x1002").contains("main.s:2:8: error: the entry 0x1002 is not a multiple of 4"))
        #expect(errors(".section a, 5\n.byte 1").isEmpty)
    }

    @Test func longChainsAreBounded() {
        let chain = (0..<1000).map { "a\($0) = a\($0 + 1)\n" }.joined() + "a1000 = 1"
        #expect(errors(chain).contains("constants depend on each other more than 100 deep"))
        #expect(errors(".word 1" + String(repeating: "+1", count: 4000)).isEmpty)
    }

    @Test func diagnosticsBeyondTheLimitAreCounted() {
        let text = errors((0..<250).map { "foo\($0)" }.joined(separator: "\n"))
        #expect(text.hasSuffix("\nand 50 more"))
        #expect(text.split(separator: "\n").count { $0.contains(": error: ") } == 200)
    }

    @Test func tenThousandLinesAreQuick() throws {
        let block = "loop\\@: add r1, r2, 5\nload r3, [r4+8] ; comment\ncmp r1, 10 + 2\njne loop\\@\nmov r5, loop\\@\n"
        let source = (0..<2000).map { block.split(separator: "\\@").joined(separator: "\($0)") }.joined()
        let clock = ContinuousClock()
        let start = clock.now
        _ = try assemble(source)
        // Generous for a debug build on a busy machine; a release build takes a small part of it.
        #expect(clock.now - start < .seconds(10))
    }
}
