import Assembler
import ISA
import Testing

@Suite struct AssemblerLanguageTests {
    @Test(arguments: [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 / 2 - 7 % 4", 0), ("-7 / 2", -3), ("1 << 4 | 3", 19), ("0xf0 & ~0x30 ^ 1", 0xc1),
        ("!0 + !5", 1), ("1 < 2 == 1", 1), ("3 >= 4 || 2 != 3 && 1", 1), ("'a'", 97), (#"'\n' + '\'' + '\0' + '\x41' + '\\'"#, 206),
        ("0b1010_1010", 170), ("0o17", 15), ("1_000", 1000), ("hi(0x12345678)", 0x1234), ("lo(-1)", 0xffff),
        ("page(0x1fff)", 0x1000),
        ("- - 3", 3), ("-8 >> 1", -4), ("0X1F", 31), ("10 - 3 - 2", 5), ("LATE + 1", 43), ("$", 0x1000), ("4294967295 == -1", 0),
    ])
    func expressions(_ text: String, _ value: Int) throws {
        #expect(try assemble(".word \(text)\nLATE = 42").words == [UInt32(truncatingIfNeeded: value)])
    }

    @Test func labelsStandAloneTogetherAndBeforeStatements() throws {
        let image = try assemble(
            "one:\r\ntwo: three: nop\r\n\t.inner: nop ; comment\nfour: // nothing\n.inner: jmp three.inner # back\n")
        #expect(image.value(of: "one") == 0x1000 && image.value(of: "two") == 0x1000 && image.value(of: "three.inner") == 0x1004)
        #expect(image.value(of: "four.inner") == 0x1008)
        #expect(image.words[2] == Decoded(.jmp, immediate: -8).word)
    }

    @Test func dataDirectivesPlaceBytes() throws {
        let image = try assemble(
            #".byte 1, -1, 'A'\#n.align 4, 0xee\#n.half 0x1234, -2\#n.ascii "a\t", "\x00"\#n.asciz "é\""\#n.space 2, 7"#)
        #expect(image.bytes == [1, 255, 65, 0xee, 0x34, 0x12, 0xfe, 0xff, 97, 9, 0, 0xc3, 0xa9, 34, 0, 7, 7])
    }

    @Test func orgGoesForwardInTheSection() throws {
        let image = try assemble("nop\n.org 0x1010\nhere: nop\n.org here + 8\nnop")
        #expect(image.segments[0].bytes.count == 0x1c && image.value(of: "here") == 0x1010)
    }

    @Test func spaceMayDependOnDistancesInASectionThatHasNoPlaceYet() throws {
        let image = try assemble(
            "nop\n.section data\nfirst: .byte 1\n.space 16 - ($ - first)\nlast: SIZE = last - first\nmov r1, SIZE\n.org first + 64")
        #expect(image.value(of: "SIZE") == 16 && image.segments[1].bytes.count == 64)
    }

    @Test func sectionsLieWhereTheyAreToldOrBehindEachOther() throws {
        let image = try assemble(
            """
            .section kernel, 0x8000
            nop
            .section data
            .space 5000
            .section user, 0x400000, auto
            nop
            .section high, 0xc0000000, 0x100000
            nop
            .section kernel
            .word user.start, user.load, data.end, high.loadend, kernel.end
            """)
        #expect(image.segments.map(\.load) == [0x8000, 0x9000, 0xb000, 0x100000])
        #expect(image.segments.map(\.virtual) == [0x8000, 0x9000, 0x400000, 0xc000_0000])
        #expect(image.words[1...5] == [0x400000, 0xb000, 0xa388, 0x100004, 0x8018])
        #expect(image.entry == 0x8000)
    }

    @Test func entryIsNamedOrStartOrTheFirstInstruction() throws {
        #expect(try assemble(".word 0\nnop\nmain: nop\n.entry main").entry == 0x1008)
        #expect(try assemble(".word 0\nnop\n_start: nop").entry == 0x1008)
        #expect(try assemble(".word 0\nnop").entry == 0x1004)
        #expect(try assemble("").entry == 0x1000)
    }

    @Test func macrosTakeArgumentsDefaultsAndNumbers() throws {
        let image = try assemble(
            #"""
            .macro pair first, second=first0 + 1
            .byte \first, \second
            l\@: .ascii "\n"  ; \second
            .endm
            first0 = 8
            pair 1, 2
            PAIR 5
            pair (2 + 1)
            """#)
        #expect(image.bytes == [1, 2, 10, 5, 9, 10, 3, 9, 10])
        #expect(image.value(of: "l0") == 0x1002 && image.value(of: "l2") == 0x1008)
    }

    @Test func repetitionsAndConditionsNest() throws {
        let image = try assemble(
            """
            .macro twice x
            .rept 2
            .if \\x > 1
            .byte \\x
            .else
            .byte 0xff
            .endif
            .endr
            .endm
            .rept 2
            twice 1
            twice 2
            .endr
            .ifdef twice
            .byte 10
            .endif
            .ifndef nothing
            .byte 11
            .else
            .if
            .endif
            .endif
            .rept 0
            .error "never"
            .endr
            """)
        #expect(image.bytes == [255, 255, 2, 2, 255, 255, 2, 2, 10, 11])
    }

    @Test func includedFilesAreFoundFromTheirOwnFolder() throws {
        let files = ["lib/io.s": ".include \"../common/./n.s\"\n.byte N", "common/n.s": "N = 7"]
        let image = try assemble(".include \"lib/io.s\"\n.align 4\nnop\n", files: files)
        #expect(image.bytes[0] == 7 && image.files == ["main.s", "lib/io.s", "common/n.s"])
    }

    @Test func sourceMapHasEachInstructionWord() throws {
        let image = try assemble("nop\n.word 5\nmov r1, main\n.macro m\nhlt\n.endm\nmain: m", files: [:])
        #expect(image.sourceMap.map(\.load) == [0x1000, 0x1008, 0x100c, 0x1010])
        #expect(image.sourceMap.map(\.line) == [1, 3, 3, 5])
    }

    @Test func symbolsAreSortedAndComplete() throws {
        let image = try assemble("B = -1\nA = B + 2\nz: nop\ny: nop")
        #expect(image.symbols.map(\.name) == ["A", "text.load", "text.start", "z", "y", "text.end", "text.loadend", "B"])
        #expect(image.symbols.filter { $0.kind == .label }.map(\.value) == [0x1000, 0x1004])
    }

    @Test func bytesThatAreNotUTF8AreTextToo() throws {
        let source = Array("; ".utf8) + [0xff, 0xc3, 10] + Array(".ascii \"".utf8) + [0xfe, 0x80] + Array("\"".utf8)
        #expect(try Assembler.assemble(SourceFile(name: "x.s", bytes: source)).bytes == [0xfe, 0x80])
    }
}
