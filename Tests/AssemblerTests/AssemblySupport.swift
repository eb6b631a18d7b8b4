import Assembler

/// Assembles text called `main.s`, with other files by path.
func assemble(
    _ text: String, files: [String: String] = [:], options: AssemblyOptions = AssemblyOptions(predefined: ["CONSOLE_DATA": 0x10])
) throws(AssemblyFailure) -> Image {
    try Assembler.assemble(SourceFile(name: "main.s", bytes: Array(text.utf8)), options: options) { path in
        files[path].map { .source(Array($0.utf8)) } ?? .missing
    }
}

/// What a person sees of the errors in a text; empty if it assembles.
func errors(_ text: String, files: [String: String] = [:], options: AssemblyOptions = AssemblyOptions()) -> String {
    do throws(AssemblyFailure) {
        _ = try assemble(text, files: files, options: options)
        return ""
    } catch {
        return error.render()
    }
}

extension Image {
    /// All bytes, in the order of the segments.
    var bytes: [UInt8] { segments.flatMap(\.bytes) }

    /// All bytes as little-endian words.
    var words: [UInt32] {
        let bytes = bytes
        return stride(from: 0, to: bytes.count / 4 * 4, by: 4).map { index in
            bytes[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}

/// A program that uses most of the language; hostile variants are made from it.
let sampleProgram = #"""
    ; A little kernel and a user program.
    CONSOLE = 0x10
    .equ COUNT, 3
    .macro print text, port=CONSOLE
        mov r1, \text
    next\@:
        loadb r2, [r1]
        cmp r2, 0
        je done\@
        out \port, r2
        inc r1
        jmp next\@
    done\@:
    .endm
    .entry _start
    _start: mov sp, stack.end
        print greeting
        print greeting, CONSOLE + 1
    .if COUNT > 2 && !0
        mov r3, COUNT * (1 << 4) - 'a'
    .else
        .error "never"
    .endif
    .rept COUNT
        add r3, r3, 1
    .endr
    main:
    .loop:  dec r3
        cmp r3, 0
        jne .loop
        mload r1, [strip+16]
        store [r2-4], r1
        mov r4, cr0
        mov cr3, r4
        jmp main.loop
        hlt
    greeting: .asciz "Hello, \"world\"\n"
    .section data
    table: .word main, main.loop, $, text.end - text.start
        .half -1, 65535
        .byte 'x', '\n', 0b101, 0o17, 1_000 % 256
        .align 8, 0xff
        .space 20, 1
    .section stack
        .space 64
    .section user, 0x400000, auto
        syscall
        jmp user.start
    .section text
        mov r7, hi(user.load) + lo(0x12345) + page(0x1fff)
    """#
