/// Digits with single separators between them: what could be one card or phone number, or several.
///
///     (917) 123-45-67 12/26   →   groups 917 · 123 · 45 · 67 · 12 · 26, each with the separators before it
struct NumberRun {
    /// What stands between two groups.
    struct Separators: OptionSet {
        var rawValue: UInt8
        static let space = Separators(rawValue: 1)
        static let hyphen = Separators(rawValue: 2)
        static let dot = Separators(rawValue: 4)
        static let open = Separators(rawValue: 8)
        static let close = Separators(rawValue: 16)
        static let slash = Separators(rawValue: 32)
    }

    /// Digits without a separator between them, as indices into `values`.
    struct Group {
        var from: Int
        var to: Int
        var before: Separators

        var count: Int { to - from }
    }

    /// Most digits looked at together.
    static let limit = 64

    var values: [UInt8] = []
    var starts: [Int] = []
    var ends: [Int] = []
    var groups: [Group] = []
    /// Where the last bracket before each group stands.
    var openings: [Int] = []
    /// Where the run stops in the text.
    var end: Int
    /// A digit is written in Arabic-Indic or Persian form.
    var isArabic = false
    /// A letter stands directly before the first digit or behind the last one.
    var isGluedBefore: Bool
    var isGluedAfter = false

    /// Whether the run that starts at `position` may have seven digits, the fewest of interest; else `end` moves behind it. Makes nothing.
    static func hasSevenDigits(_ text: Span<UInt8>, at position: Int, end: inout Int) -> Bool {
        var index = position
        var digits = 0
        var others = 0
        while index < text.count {
            let (scalar, count) = Bytes.scalar(text, at: index)
            if Bytes.digitValue(scalar) != nil {
                digits += 1
                if digits == 7 { return true }
                others = 0
                end = index + count
            } else if scalar == 0x0A || scalar < 0x80 && Bytes.isLetter(UInt8(scalar)) || scalar == 0x2C {
                return false
            } else if !Bytes.isInvisible(scalar) {
                others += 1
                if others > 3 { return false }
            }
            index += count
        }
        return false
    }

    init(_ text: Span<UInt8>, at position: Int) {
        let before = Bytes.scalar(text, before: position)
        isGluedBefore = before < 0x80 && (Bytes.isAlphanumeric(UInt8(before)) || before == 0x5F)
        var separators: Separators = before == 0x28 ? .open : []
        var isOpen = before == 0x28
        var opening = position - 1
        var separatorCount = 0
        var index = position
        end = position
        loop: while index < text.count {
            let (scalar, count) = Bytes.scalar(text, at: index)
            if let digit = Bytes.digitValue(scalar) {
                guard values.count < Self.limit else {
                    // Too long to be anything: skip the rest of these digits.
                    isGluedAfter = true
                    while index < text.count {
                        let (more, width) = Bytes.scalar(text, at: index)
                        guard Bytes.digitValue(more) != nil else { break }
                        index += width
                    }
                    end = index
                    return
                }
                if groups.isEmpty || separatorCount > 0 {
                    openings.append(opening)
                    groups.append(Group(from: values.count, to: values.count, before: separators))
                    separators = []
                    separatorCount = 0
                }
                if scalar >= 0x660 && scalar < 0x700 { isArabic = true }
                values.append(digit)
                starts.append(index)
                ends.append(index + count)
                groups[groups.count - 1].to = values.count
                index += count
                end = index
                continue
            }
            index += count
            if Bytes.isInvisible(scalar) { continue }
            if separatorCount == 0, scalar < 0x80, Bytes.isLetter(UInt8(scalar)) || scalar == 0x5F { isGluedAfter = true }
            switch scalar {
            case 0x28, 0xFF08:
                if isOpen { break loop }
                isOpen = true
                opening = index - count
                separators.insert(.open)
            case 0x29, 0xFF09:
                if !isOpen { break loop }
                isOpen = false
                separators.insert(.close)
            case 0x2D, 0x2010...0x2014, 0x2212, 0xFF0D: separators.insert(.hyphen)
            case 0x2E, 0xB7: separators.insert(.dot)
            case 0x2F: separators.insert(.slash)
            default:
                guard Bytes.isSpace(scalar) else { break loop }
                separators.insert(.space)
            }
            separatorCount += 1
            if separatorCount > 3 { break }
        }
    }

    /// Whether the groups from `from` on have these lengths.
    func hasShape(_ shape: [Int], from: Int) -> Bool {
        for index in shape.indices where groups[from + index].count != shape[index] { return false }
        return true
    }

    /// Digits of the groups `from..<to`.
    func digits(_ from: Int, _ to: Int) -> [UInt8] { Array(values[groups[from].from..<groups[to - 1].to]) }

    /// Whether the groups `from..<to` stand alone: not glued to letters, nor by hyphen, dot or slash to other digits.
    func standsAlone(_ from: Int, _ to: Int) -> Bool {
        if from == 0 ? isGluedBefore : !groups[from].before.isSubset(of: [.space, .open, .close]) { return false }
        return to == groups.count ? !isGluedAfter : groups[to].before.isSubset(of: [.space, .open, .close, .slash])
    }
}
