import ISA

/// Source text to `Image`, in two passes. The first reads every statement, places labels and reserves bytes; the second,
/// when every symbol has its value, fills the bytes in.
package enum Assembler {
    /// - Parameters:
    ///   - main: The source that a person named. Included files lie in its folder or below.
    ///   - include: Opens a file, named by its path from the main source's folder; the path is normalised and never leaves it.
    /// - Throws: All errors found, in the order of the statements.
    package static func assemble(
        _ main: SourceFile, options: AssemblyOptions = AssemblyOptions(),
        include: @escaping (String) -> IncludeResult = { _ in .missing }
    ) throws(AssemblyFailure) -> Image {
        var assembly = Assembly(main: main, options: options, include: include)
        assembly.readSource(main)
        assembly.layOutSections()
        assembly.resolveDeferredConstants()
        assembly.applyFixups()
        let entry = assembly.entryAddress()
        if let failure = assembly.log.failure { throw failure }
        return assembly.image(entry: entry)
    }
}

/// A source text, and the name that diagnostics show for it.
package struct SourceFile: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// What the caller answers when a source includes a file.
package enum IncludeResult: Sendable {
    case source([UInt8])
    case missing
    case unreadable(reason: String)
    /// The path leads out of the main source's folder, through a link for example.
    case outside
}

package struct AssemblyOptions: Sendable {
    /// Constants that every source knows: device registers and the architecture's numbers.
    package var predefined: [String: UInt32]
    package var limits: AssemblyLimits

    package init(predefined: [String: UInt32] = [:], limits: AssemblyLimits = AssemblyLimits()) {
        self.predefined = predefined
        self.limits = limits
    }
}

/// Bounds on everything a source can make grow: sources come from people whom nobody has checked.
package struct AssemblyLimits: Sendable {
    /// Bytes of one file, and of all files, each counted as often as it is included.
    package var fileSize = 1 << 20, sourceSize = 8 << 20
    /// Bytes of one line, after the expansion of macros.
    package var lineLength = 16 << 10
    /// Files within files; macros and repetitions within each other.
    package var includeDepth = 16, expansionDepth = 32
    /// Statements in all, and bytes of all lines that macros and repetitions produce.
    package var statements = 200_000, expansionSize = 32 << 20
    /// Bytes of all sections.
    package var imageSize = 16 << 20
    /// Parentheses and operators within each other, and constants defined by constants that come later.
    package var nesting = 100
    package var conditionDepth = 100
    package var sections = 1000
    /// Bytes of a label's name.
    package var nameLength = 128
    /// Diagnostics kept; the rest is counted.
    package var diagnostics = 200

    package init() {}
}
