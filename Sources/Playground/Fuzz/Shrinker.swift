/// Makes a program that does something shorter, as long as it still does it.
package enum Shrinker {
    /// `fails` says whether a program still shows what it is about; it may be asked some hundred times.
    package static func shrink(_ program: FuzzProgram, while fails: (FuzzProgram) -> Bool) -> FuzzProgram {
        var program = program
        program.fragments = reduce(program.fragments) { fragments in
            var candidate = program
            candidate.fragments = fragments
            return fails(candidate)
        }
        for index in program.fragments.indices where hasFreeLines(program.fragments[index].kind) {
            program.fragments[index].lines = reduce(program.fragments[index].lines) { lines in
                var candidate = program
                candidate.fragments[index].lines = lines
                return fails(candidate)
            }
        }
        return program
    }

    /// Whether a fragment stays meaningful without some of its lines. Without a flush, or without the wait for the disk, it
    /// would be undefined what the program does.
    private static func hasFreeLines(_ kind: FragmentKind) -> Bool {
        switch kind {
        case .arithmetic, .stack, .flags, .undefined, .strip, .port, .console: true
        default: false
        }
    }

    /// Leaves out halves, quarters, and so on down to single elements.
    private static func reduce<T>(_ elements: [T], while fails: ([T]) -> Bool) -> [T] {
        var elements = elements
        var length = (elements.count + 1) / 2
        while length > 0 {
            var start = 0
            while start < elements.count {
                let candidate = Array(elements[..<start] + elements[min(start + length, elements.count)...])
                if fails(candidate) { elements = candidate } else { start += length }
            }
            length = length == 1 ? 0 : (length + 1) / 2
        }
        return elements
    }
}
