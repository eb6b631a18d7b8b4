import Assembler

/// What a fragment of a fuzz program is about; names for reports and for leaving some out.
package enum FragmentKind: String, CaseIterable, Sendable {
    case arithmetic, memory, stack, control, flags, time, strip, undefined
    case tableEdit = "table-edit"
    case directoryEdit = "directory-edit"
    case dataPage = "data-page"
    case addressSpace = "address-space"
    case recursiveMap = "recursive-map"
    case pagingOff = "paging-off"
    case user, systemCall = "system-call"
    case singleStep = "single-step"
    case doubleFault = "double-fault"
    case gate, trapTable = "trap-table"
    case interrupt, idle, console, port, display
    case diskSync = "disk-sync"
    case diskAsync = "disk-async"
    case diskCode = "disk-code"
    case diskTable = "disk-table"
    case selfModification = "self-modification"
    case userModification = "user-modification"
    /// The address limit of outer rings, and trapping `rdtsc` and `cpuid`: control that monitors need for themselves.
    case monitorControl = "monitor-control"
    /// Ends the program in an unusual way.
    case fatal
}

/// A piece of a program that needs no other: it finds the machine in any state, and leaves it in any state in which the
/// runtime can go on.
package struct Fragment: Hashable, Sendable {
    package let number: Int
    package let kind: FragmentKind
    package var lines: [String]

    /// With what makes it independent: its own stack, and where to go on if it goes wrong.
    var text: String {
        """
        ; \(kind.rawValue)
            mov sp, KERNEL_STACK
            mov r0, e\(number)
            call begin
        \(lines.joined(separator: "\n"))
        e\(number):

        """
    }
}

/// A random program, or what is left of one.
package struct FuzzProgram: Hashable, Sendable {
    package let seed: UInt64
    package var fragments: [Fragment]
    /// What its console can read.
    package let input: [UInt8]

    /// The part that other programs do not have.
    var body: String {
        ".section user, USER_PROGRAM\n    int 0x81\n.section program, PROGRAM\n" + fragments.map(\.text).joined()
            + "    mov sp, KERNEL_STACK\n    mov r0, done\n    jmp r0\n"
    }

    /// The whole program: what a person can read and run.
    package var source: String { FuzzRuntime.text + body }

    /// The same with its input, ready for a file.
    package var runnable: String {
        "; Seed \(seed).\n; given input: \(String(decoding: input, as: UTF8.self))\n\n" + source
    }

    /// The program to be run. The runtime has been assembled before; only the fragments are now.
    package func image() throws(AssemblyFailure) -> Image {
        var options = AssemblyOptions(predefined: FuzzRuntime.symbols)
        options.limits.imageSize = FuzzRuntime.ramSize
        let program = try Assembler.assemble(SourceFile(name: "seed \(seed)", bytes: Array(body.utf8)), options: options)
        let runtime = FuzzRuntime.image
        do throws(ImageError) {
            return try Image(
                segments: runtime.segments + program.segments, entry: runtime.entry, symbols: program.symbols,
                files: program.files, sourceMap: program.sourceMap)
        } catch {
            preconditionFailure("runtime and program do not fit together: \(error.text)")
        }
    }
}
