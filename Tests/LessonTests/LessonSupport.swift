import Foundation
import Playground
import Teaching

/// A small lesson with one of everything.
enum SmallLesson {
    static let text = """
        ---
        id: small
        title: A small lesson
        format: 1
        minutes: 5
        engines: [native, bt]
        hosts: [classroom]
        variants: {N: [3, 5]}
        ---

        # A small lesson

        ## Adding

        The program adds {{N}} to what r1 has.

        ```asm add.s
        _start:
            mov r1, 4
            add r1, {{N}}
            out POWER_EXIT, r1
        ```

        ```console
        > load add.s
        add.s is loaded
        ring 0  …
        > run
        native on classroom: exit code …
        ring 0  …
        ```

        ## Asking

        ```question
        id: who
        ask: Who adds?
        choices: [the assembler, the processor]
        answer: the processor
        hints: [Not before it runs., It is what executes.]
        why: The assembler only writes the words.
        ```

        ```question
        id: sum
        ask: What is the exit code? Predict it.
        run: load add.s; run
        value: r1
        hints: ["{{N}} and 4."]
        why: It is the sum.
        ```

        ## Doing

        ```task
        id: stop
        do: Stop before the sum leaves the processor.
        start: load add.s
        goal: ["r1 == {{N}} + 4", stop running]
        forbid: [execute]
        par: {counter: cycles, most: 100000}
        hints: [Step.]
        solution: |
          step
          step
        wrong:
          - {try: run, why: it has left}
          - {try: step, why: the sum is not made yet}
        ```

        ```asm double.s
        ; Doubles r1.
        _start:
            mov r1, 21
            out POWER_EXIT, r1
        ```

        ```asm doubled.s solution
        _start:
            mov r1, 21
            add r1, r1
            out POWER_EXIT, r1
        ```

        ```task
        id: double
        do: Have the program double r1.
        starter: double.s
        goal: [stop exit 42]
        hints: [add takes a register, too.]
        solution: doubled.s
        wrong:
          - {try: double.s, why: it does not}
        ```
        """

    /// In a folder of its own, with what `change` makes of it.
    static func course(_ change: (String) -> String = { $0 }) throws -> Scratch {
        let folder = try Scratch()
        _ = try folder.file("01-small.md", Array(change(text).utf8))
        return folder
    }

    static func parse(_ text: String, seed: Int = 0) throws(UserError) -> Lesson {
        try LessonFile.parse(Array(text.utf8), file: "small.md", seed: seed)
    }
}
