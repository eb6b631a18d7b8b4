import Assembler
import Testing

/// What people read when they make the usual mistakes, word for word.
@Suite struct AssemblerDiagnosticTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        let source: String, rendered: String
        var testDescription: String { source }

        init(_ source: String, _ rendered: String) {
            self.source = source
            self.rendered = rendered
        }
    }

    @Test(arguments: mistakes)
    func mistakesAreExplained(_ mistake: Mistake) {
        #expect(errors(mistake.source) == mistake.rendered)
    }

    @Test func allErrorsOfASourceAreShownInItsOrder() {
        let text = errors("jmp nowhere\nmvo r1, 2\nhere: add r1\njmp here\njmp nowhere\n.byte 300\n")
        #expect(
            text.split(separator: "\n").filter { $0.contains(": error: ") }.map { $0.prefix(8) } == [
                "main.s:1", "main.s:2", "main.s:3", "main.s:5", "main.s:6",
            ])
    }

    @Test(arguments: [
        ("here: there: foo\njmp here\njmp there", 1),
        (".include \"gone.s\"\ncall what_it_defines\nits_macro 5", 1),
        (".macro m 5\nbody\n.endm\nm 1\nm 2", 1),
        ("A = 1 +\n.word A, A", 1),
        ("A = UNKNOWN + 1\nB = A\n.word A, B\nmov r1, A", 1),
        (".if LATER\nx: nop\n.else\nx: nop\n.endif\njmp x\nLATER = 1", 1),
        (".space\nnop\njmp 0x1001", 1),
        ("mov r1, unknown", 1),
        ("jmp a\njmp a\njmp a\njmp a\njmp a", 5),
        (".rept 5\njmp a\n.endr", 1),
    ])
    func oneMistakeIsOneError(_ source: String, _ count: Int) {
        #expect(errors(source).split(separator: "\n").count { $0.contains(": error: ") } == count)
    }

    @Test func errorsInIncludedFilesAndMacrosSayHowReadingCameThere() {
        let files = ["lib/m.s": ".macro load_it x\n  mov r1, [\\x]\n.endm\nload_it r2\n"]
        #expect(
            errors("\n.include \"lib/m.s\"", files: files) == """
                lib/m.s:2:3: error: mov does not take these operands
                    mov r1, [r2]
                    ^~~~~~~~~~~~
                  note: write mov rd, ra
                  note: write mov rd, imm
                  note: write mov rd, cr
                  note: write mov cr, ra
                  note: write mov rd, imm32
                  note: in the expansion of macro load_it at lib/m.s:4
                  note: included from main.s:2
                """)
    }

    @Test func whatTheCallerSaysOfAFileIsReported() {
        func message(_ result: IncludeResult) -> String? {
            do throws(AssemblyFailure) {
                _ = try Assembler.assemble(SourceFile(name: "a/main.s", bytes: Array(".include \"x.s\"".utf8))) { _ in result }
                return nil
            } catch {
                return error.diagnostics.first.map { "\($0.file): \($0.message)" }
            }
        }
        #expect(message(.unreadable(reason: "permission denied")) == "a/main.s: the file 'x.s' cannot be read: permission denied")
        #expect(message(.outside) == "a/main.s: the path leads out of the main source's folder")
        #expect(message(.source(Array("foo".utf8))) == "a/x.s: unknown instruction 'foo'")
    }

    @Test func longLinesAndControlCharactersAreShownSafely() {
        let text = errors(".byte \(String(repeating: "1, ", count: 100))x\u{1b}[31m, \(String(repeating: "1, ", count: 100))1")
        let lines = text.split(separator: "\n")
        #expect(lines[1].count <= 124 && lines[1].contains("x\u{fffd}[31m"))
        #expect(!text.contains("\u{1b}"))
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        #expect(caret.map { Array(lines[1])[$0] } == "\u{fffd}")
    }

    static let mistakes: [Mistake] = [
        Mistake(
            #"loop: nop\#n\#tmvo r1, 5"#,
            #"""
            main.s:2:2: error: unknown instruction 'mvo'
              \#tmvo r1, 5
              \#t^~~
              note: did you mean 'mov'?
            """#),
        Mistake(
            #"loop: nop\#n jmp lopo"#,
            #"""
            main.s:2:6: error: 'lopo' is not defined
               jmp lopo
                   ^~~~
              note: did you mean 'loop'?
            """#),
        Mistake(
            #"add r1, rr2, 3"#,
            #"""
            main.s:1:9: error: there is no register 'rr2'
              add r1, rr2, 3
                      ^~~
              note: did you mean 'r12'?
            """#),
        Mistake(
            #"add r1, r2, r16"#,
            #"""
            main.s:1:13: error: there is no register 'r16'
              add r1, r2, r16
                          ^~~
              note: there are r0 to r14, and r15, which is sp
            """#),
        Mistake(
            #"add r1, r1, 70000"#,
            #"""
            main.s:1:13: error: 70000 does not fit: add takes an immediate from -32768 to 32767
              add r1, r1, 70000
                          ^~~~~
              note: load it into a register first
            """#),
        Mistake(
            #"shl r1, r2, 32 ; too far"#,
            #"""
            main.s:1:13: error: 32 does not fit: shl takes a shift count from 0 to 31
              shl r1, r2, 32 ; too far
                          ^~
            """#),
        Mistake(
            #"load r1, r2"#,
            #"""
            main.s:1:1: error: load does not take these operands
              load r1, r2
              ^~~~~~~~~~~
              note: write load rd, [ra+imm]
            """#),
        Mistake(
            #"a: nop\#nb: nop\#na: nop"#,
            #"""
            main.s:3:1: error: 'a' is defined already
              a: nop
              ^
              note: first defined at main.s:1
            """#),
        Mistake(
            #".macro m a\#nnop"#,
            #"""
            main.s:1:1: error: the .macro has no .endm
              .macro m a
              ^~~~~~
              note: add .endm in the same file or macro
            """#),
        Mistake(
            #".include "lib/../../x.s""#,
            #"""
            main.s:1:10: error: the path leads out of the main source's folder
              .include "lib/../../x.s"
                       ^~~~~~~~~~~~~~~
              note: included files lie in that folder or below it
            """#),
        Mistake(
            #".include "/etc/passwd""#,
            #"""
            main.s:1:10: error: the path leads out of the main source's folder
              .include "/etc/passwd"
                       ^~~~~~~~~~~~~
              note: included files lie in that folder or below it
            """#),
        Mistake(
            #".include "gone.s""#,
            #"""
            main.s:1:10: error: there is no file 'gone.s'
              .include "gone.s"
                       ^~~~~~~~
              note: the path starts at the folder of the file that includes it
            """#),
        Mistake(
            #"nop\#n.wrod 5"#,
            #"""
            main.s:2:1: error: unknown directive '.wrod'
              .wrod 5
              ^~~~~
              note: did you mean '.word'?
            """#),
        Mistake(
            #"jmp 0x4000000"#,
            #"""
            main.s:1:5: error: the target 0x4000000 is too far from 0x1000: jmp reaches 32 MiB
              jmp 0x4000000
                  ^~~~~~~~~
              note: load it into a register and jump through that
            """#),
        Mistake(
            #"jne 0x1002"#,
            #"""
            main.s:1:5: error: the target 0x1002 is not a multiple of 4
              jne 0x1002
                  ^~~~~~
              note: put .align 4 before its label
            """#),
        Mistake(
            #".word 4 / (2 - 2)"#,
            #"""
            main.s:1:9: error: division by zero
              .word 4 / (2 - 2)
                      ^
            """#),
        Mistake(
            #".ascii "no end"#,
            #"""
            main.s:1:8: error: the string has no end
              .ascii "no end
                     ^~~~~~~
              note: close it with " on the same line
            """#),
        Mistake(
            #".byte 256, -129"#,
            #"""
            main.s:1:7: error: 256 does not fit 8 bits
              .byte 256, -129
                    ^~~
              note: values lie between -128 and 255
            main.s:1:12: error: -129 does not fit 8 bits
              .byte 256, -129
                         ^~~~
              note: values lie between -128 and 255
            """#),
        Mistake(
            #".space later\#nlater = 4"#,
            #"""
            main.s:1:8: error: 'later' is not known yet, and the layout needs it here
              .space later
                     ^~~~~
              note: define it above this line, or use a number
            """#),
        Mistake(
            #".if 1\#nnop"#,
            #"""
            main.s:1:1: error: the condition has no .endif
              .if 1
              ^~~
              note: add .endif in the same file or macro
            """#),
        Mistake(
            #"A = B\#nB = A\#n.word A, B"#,
            #"""
            main.s:2:5: error: 'A' is defined by itself
              B = A
                  ^
            """#),
        Mistake(
            #".macro twice x\#n  add \x, \x\#n.endm\#ntwice r77"#,
            #"""
            main.s:2:7: error: there is no register 'r77'
                add r77, r77
                    ^~~
              note: there are r0 to r14, and r15, which is sp
              note: in the expansion of macro twice at main.s:4
            """#),
        Mistake(
            #".section a, 0x1000\#n.space 5000\#n.section b, 0x2000\#n.space 1"#,
            #"""
            main.s:3:10: error: section 'b' overlaps section 'a'
              .section b, 0x2000
                       ^
              note: 'a' is loaded at 0x1000…0x2388, opened at main.s:1; 'b' at 0x2000…0x2001
            """#),
        Mistake(
            #"r1: nop"#,
            #"""
            main.s:1:1: error: a label cannot be called 'r1', which is read as a register
              r1: nop
              ^~
            """#),
        Mistake(
            #".half 0x8000 << 60"#,
            #"""
            main.s:1:14: error: the value overflows 64 bits
              .half 0x8000 << 60
                           ^~
            """#),
        Mistake(
            #"mov r1, 5 5"#,
            #"""
            main.s:1:11: error: expected ',' or the end of the statement
              mov r1, 5 5
                        ^
            """#),
        Mistake(
            #".byte 1\#nnop"#,
            #"""
            main.s:2:1: error: the instruction's address 0x1001 is not a multiple of 4
              nop
              ^~~
              note: put .align 4 before it
            """#),
        Mistake(
            #".error "needs a newer machine""#,
            #"""
            main.s:1:8: error: needs a newer machine
              .error "needs a newer machine"
                     ^~~~~~~~~~~~~~~~~~~~~~~
            """#),
        Mistake(
            #"X = 5\#nX = 6"#,
            #"""
            main.s:2:1: error: 'X' is defined already
              X = 6
              ^
              note: first defined at main.s:1
            """#),
        Mistake(
            #"load r1, [8+r2]"#,
            #"""
            main.s:1:11: error: an address starts with a register
              load r1, [8+r2]
                        ^
              note: write [r2], [r2+8], [r2-4] or [strip+16]
            """#),
        Mistake(
            #"in r1, 65536"#,
            #"""
            main.s:1:8: error: 65536 does not fit: in takes an immediate from 0 to 65535
              in r1, 65536
                     ^~~~~
              note: load it into a register first
            """#),
        Mistake(
            #"jmp (1 + 2"#,
            #"""
            main.s:1:11: error: expected ')' before the end of the line
              jmp (1 + 2
                        ^
            """#),
        Mistake(
            #"mov r1, 'ab'"#,
            #"""
            main.s:1:9: error: a character constant holds one byte between quotes
              mov r1, 'ab'
                      ^~~~
              note: write 'a' or '\n'; text goes in .ascii "…"
            """#),
        Mistake(
            #".align 3"#,
            #"""
            main.s:1:8: error: 3 is not a power of two
              .align 3
                     ^
            """#),
        Mistake(
            #"nop\#n.org 0x800"#,
            #"""
            main.s:2:6: error: 0x800 lies before the current address 0x1004
              .org 0x800
                   ^~~~~
              note: .org goes forward only; to start elsewhere, open a section: .section NAME, ADDRESS
            """#),
        Mistake(
            #"foo(3)"#,
            #"""
            main.s:1:1: error: unknown instruction 'foo'
              foo(3)
              ^~~
            """#),
        Mistake(
            #".rept 2\#nnop"#,
            #"""
            main.s:1:1: error: the .rept has no .endr
              .rept 2
              ^~~~~
              note: add .endr in the same file or macro
            """#),
        Mistake(
            #"call é"#,
            #"""
            main.s:1:6: error: this character has no meaning here
              call é
                   ^
            """#),
        Mistake(
            #".macro m a, b=1\#n.byte \a, \b\#n.endm\#nm\#nm 1, 2, 3\#nm 1, \z"#,
            #"""
            main.s:4:1: error: macro m needs an argument for 'a'
              m
              ^
              note: write m a, b
            main.s:5:1: error: macro m takes at most 2 arguments, not 3
              m 1, 2, 3
              ^
              note: write m a, b
            main.s:6:6: error: '\z' names no parameter here
              m 1, \z
                   ^~
              note: it stands for a macro's argument, within the macro's body
            """#),
    ]
}
