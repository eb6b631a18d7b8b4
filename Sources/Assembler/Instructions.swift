import ISA

/// Bytes that the second pass fills in.
struct Fixup {
    enum Content {
        case instruction(Instruction, [WrittenOperand])
        case data(width: Int, Expression)
    }

    let content: Content
    let position: Position
    let site: Site
}

extension Assembly {
    /// An instruction or pseudo-instruction: chooses the form and reserves its words.
    mutating func instruction(_ mnemonic: String, _ range: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        do throws(Fault) {
            guard let forms = Form.named[mnemonic] else { throw unknownMnemonic(mnemonic, range) }
            let start = parser.token.range
            let operands = try parser.operands()
            let end = operands.last?.range.upperBound ?? start.upperBound
            let form = try choose(among: forms, operands, range.lowerBound..<max(end, range.upperBound))
            for step in form.expansion {
                let arguments = step.arguments.map { $0.operand(from: operands, range) }
                let position = reserve(4, site)
                fixups.append(Fixup(content: .instruction(step.instruction, arguments), position: position, site: site))
            }
        } catch {
            // Most instructions are one word: reserving it keeps what follows near its place.
            doubts.insert(.addresses)
            reserve(4, site)
            throw error
        }
    }

    private mutating func unknownMnemonic(_ mnemonic: String, _ range: Range<Int>) -> Fault {
        if doubts.contains(.names) { return .reported }
        let note = maySuggest() ? Suggestion.note(for: mnemonic, among: Array(Form.named.keys) + macros.keys) : nil
        return .at(range, "unknown instruction '\(mnemonic)'", note: note)
    }

    /// The form whose operands are of the kinds written. Where a short and a long one fit, the value decides.
    private mutating func choose(among forms: [Form], _ operands: [WrittenOperand], _ range: Range<Int>) throws(Fault) -> Form {
        let fitting = forms.filter { $0.accepts(operands) }
        guard let last = fitting.last else { throw mismatch(forms, operands, range) }
        for form in fitting.dropLast() where holds(form, operands) { return form }
        return last
    }

    /// Whether every value is a constant that is known by now and fits its field.
    private mutating func holds(_ form: Form, _ operands: [WrittenOperand]) -> Bool {
        for (parameter, operand) in zip(form.parameters, operands) {
            guard case .expression(let expression) = operand.kind, case .field(let field) = parameter else { continue }
            guard isConstant(expression), let value = try? number(expression), field.range?.contains(Int(value)) ?? false else {
                return false
            }
        }
        return true
    }

    /// Whether it uses numbers and known constants alone. Labels do not count even where their address is known: a
    /// statement's size must not depend on where a program lies.
    private func isConstant(_ expression: Expression) -> Bool {
        expression.isWithoutPosition
            && expression.steps.allSatisfy { step, _ in
                guard case .symbol(let name) = step else { return true }
                return switch symbols[name]?.definition {
                case .predefined, .constant: true
                default: false
                }
            }
    }

    private mutating func mismatch(_ forms: [Form], _ operands: [WrittenOperand], _ range: Range<Int>) -> Fault {
        for operand in operands {
            guard case .expression(let expression) = operand.kind, let name = expression.loneSymbol, symbols[name] == nil else {
                continue
            }
            if maySuggest(), let near = RegisterName.nearest(to: name) {
                return .at(operand.range, "there is no register '\(name)'", note: "did you mean '\(near)'?")
            }
        }
        return .error(
            range, "\(forms[0].mnemonic) does not take these operands", notes: forms.map { "write \($0.syntax)" })
    }

    // MARK: The second pass

    mutating func applyFixups() {
        // The bytes of the statement that passed a limit were never reserved.
        if isStopped { return }
        for fixup in fixups {
            do throws(Fault) {
                switch fixup.content {
                case .instruction(let instruction, let operands):
                    let word = try encode(instruction, operands, fixup)
                    write(word, width: 4, at: fixup.position)
                case .data(let width, let expression):
                    let value = try dataValue(expression, width)
                    write(UInt32(truncatingIfNeeded: value), width: width, at: fixup.position)
                }
            } catch {
                log.report(error, at: fixup.site)
            }
        }
    }

    private mutating func write(_ value: UInt32, width: Int, at position: Position) {
        for byte in 0..<width {
            sections[position.section].bytes[position.offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))
        }
    }

    private mutating func encode(_ instruction: Instruction, _ operands: [WrittenOperand], _ fixup: Fixup) throws(Fault) -> UInt32 {
        let address = sections[fixup.position.section].address(of: .start) + Int64(fixup.position.offset)
        if address % 4 != 0, !doubts.contains(.addresses) {
            throw .at(
                fixup.site.line.text.indices, "the instruction's address 0x\(String(address, radix: 16)) is not a multiple of 4",
                note: "put .align 4 before it")
        }
        let row = instruction.row
        var decoded = Decoded(instruction)
        for (field, operand) in zip(row.operands, operands) {
            switch (field, operand.kind) {
            case (.d, .register(let number)): decoded.d = number
            case (.a, .register(let number)): decoded.a = number
            case (.b, .register(let number)): decoded.b = number
            case (.controlD, .control(let register)): decoded.d = register.rawValue
            case (.controlA, .control(let register)): decoded.a = register.rawValue
            case (.memory, .memory(let base, let offset)):
                decoded.a = base
                decoded.immediate = try immediate(offset, field, row.mnemonic)
            case (.strip, .strip(let offset)): decoded.immediate = try immediate(offset, field, row.mnemonic)
            case (.target24, .expression(let target)):
                decoded.immediate = try distance(to: target, from: UInt32(truncatingIfNeeded: address), row.mnemonic)
            case (_, .expression(let value)): decoded.immediate = try immediate(value, field, row.mnemonic)
            default: preconditionFailure("the form of \(row.mnemonic) accepted an operand that its row does not take")
            }
        }
        return decoded.word
    }

    private mutating func immediate(_ expression: Expression, _ field: Operand, _ mnemonic: String) throws(Fault) -> Int32 {
        let value = try number(expression)
        guard let range = field.range, range.contains(Int(value)) else {
            let bounds = field.range.map { "from \($0.lowerBound) to \($0.upperBound)" } ?? ""
            let loadable = [.signed16, .unsigned16].contains(field) && (-0x8000_0000...0xffff_ffff).contains(value)
            throw .at(
                expression.range, "\(value) does not fit: \(mnemonic) takes \(field.what) \(bounds)",
                note: loadable && Form.named[mnemonic]?.contains(where: \.takesRegisterLast) ?? false
                    ? "load it into a register first" : nil)
        }
        return Int32(value)
    }

    private mutating func distance(to target: Expression, from address: UInt32, _ mnemonic: String) throws(Fault) -> Int32 {
        let value = try checked32(Value(number: try number(target)), target.range).number
        if doubts.contains(.addresses) { throw .reported }
        let offset = Int32(bitPattern: UInt32(truncatingIfNeeded: value) &- address &- 4)
        if offset % 4 != 0 {
            throw .at(
                target.range, "the target 0x\(String(value, radix: 16)) is not a multiple of 4",
                note: "put .align 4 before its label")
        }
        guard let range = Operand.target24.range, range.contains(Int(offset) / 4) else {
            throw .at(
                target.range,
                "the target 0x\(String(value, radix: 16)) is too far from 0x\(String(address, radix: 16)): \(mnemonic) reaches 32 MiB",
                note: "load it into a register and jump through that")
        }
        return offset
    }

    /// `.entry`, or the label `_start`, or the first instruction. A source of data alone has nothing to start.
    mutating func entryAddress() -> UInt32 {
        if let (expression, site) = entry {
            do throws(Fault) {
                let value = try checked32(Value(number: try number(expression)), expression.range).number
                return checkedEntry(UInt32(truncatingIfNeeded: value), expression.range, site)
            } catch {
                log.report(error, at: site)
            }
        }
        if let start = symbols["_start"], case .label(let position) = start.definition, let site = start.site {
            return checkedEntry(address(of: position), site.line.text.indices, site)
        }
        for fixup in fixups {
            if case .instruction = fixup.content { return address(of: fixup.position) }
        }
        return UInt32(truncatingIfNeeded: sections.first?.virtual ?? Int64(Architecture.pageSize)) & ~3
    }

    private mutating func checkedEntry(_ entry: UInt32, _ range: Range<Int>, _ site: Site) -> UInt32 {
        if entry % 4 != 0, !doubts.contains(.addresses) {
            let fault = Fault.at(
                range, "the entry \(Decoded.hexadecimal(entry)) is not a multiple of 4", note: "put .align 4 before its label")
            log.report(fault, at: site)
        }
        return entry
    }

    private func address(of position: Position) -> UInt32 {
        UInt32(truncatingIfNeeded: sections[position.section].address(of: .start) + Int64(position.offset))
    }
}

extension Form {
    /// Whether a register may stand where the immediate does.
    fileprivate var takesRegisterLast: Bool { parameters.last == .field(.b) || parameters == [.field(.d), .field(.a)] }
}

extension Form.Argument {
    fileprivate func operand(from written: [WrittenOperand], _ range: Range<Int>) -> WrittenOperand {
        switch self {
        case .written(let index): return written[index]
        case .number(let number): return WrittenOperand(kind: .expression(Expression(number: number, range: range)), range: range)
        case .lower(let index):
            // Exclusive-or and subtraction extend the sign of the lower half.
            return written[index].appending(
                .function(.lo), .number(0x8000), .binary(.exclusiveOr), .number(0x8000), .binary(.subtract))
        case .upper(let index): return written[index].appending(.function(.hi))
        }
    }
}

extension WrittenOperand {
    fileprivate func appending(_ steps: Expression.Step...) -> WrittenOperand {
        guard case .expression(var expression) = kind else { return self }
        expression.steps += steps.map { ($0, range) }
        return WrittenOperand(kind: .expression(expression), range: range)
    }
}

extension Operand {
    /// What an immediate is, in a sentence.
    fileprivate var what: String {
        switch self {
        case .memory, .strip: "an offset"
        case .shift5: "a shift count"
        case .vector8: "a vector"
        default: "an immediate"
        }
    }
}
