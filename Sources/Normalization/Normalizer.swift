// The fast path. Nearly all posts are made of scalars that fold to one unit, separate or vanish; a flat table of 65,536 entries built from ICU's
// data answers for each in one look-up. A post with anything else (marks that may compose, expansions such as ﷺ, letters beyond the Basic
// Multilingual Plane) goes whole to `PlainNormalizer`, which defines the result.
//
// Table entry: bits 0–15 the unit, or for a separator the number of its gap set; bits 16–19 the action; bits 20–27 the low bits of `Form`.

public import Model
internal import ICUText

/// Turns the text of posts into their matching form. Immutable and shared by all workers.
public struct Normalizer: Sendable {
    private let table: [UInt32]
    private let gaps: [NormalizedText.Gap]
    private let plain = PlainNormalizer()

    private enum Action {
        static let letter: UInt32 = 0
        static let separator: UInt32 = 1
        static let deleted: UInt32 = 2
        static let apostrophe: UInt32 = 3
        static let quotationMark: UInt32 = 4
        static let rare: UInt32 = 5
        /// A mark that leaves no trace where it does not compose with the scalar before it.
        static let mark: UInt32 = 6
    }

    /// Builds the table from ICU: a few milliseconds, once a process.
    public init() {
        let plane = ScalarPlane()
        var table = [UInt32](repeating: 0, count: 65536)
        var gaps: [NormalizedText.Gap] = []
        func gapIndex(_ gap: NormalizedText.Gap) -> UInt32 {
            if let index = gaps.firstIndex(of: gap) { return UInt32(index) }
            gaps.append(gap)
            return UInt32(gaps.count - 1)
        }
        for scalar in 0..<65536 {
            let original = ScalarClass(rawValue: plane.classes[scalar])
            let folded = scalar == 0xB4 ? 0x27 : scalar == 0x2026 ? 0x2026 : decorative(UInt32(scalar)).map { UInt16($0) } ?? plane.fold[scalar]
            if Self.mayCompose(UInt32(scalar), original) {
                let leavesNoTrace = foldedScalars(of: UInt32(scalar)).allSatisfy {
                    ScalarRole(folded: $0, scalarClass: ICUText.scalarClass($0)) == .deleted
                }
                table[scalar] = (leavesNoTrace ? Action.mark : Action.rare) << 16
                continue
            }
            if folded == 0xFFFF {
                // An expansion that leaves one letter and marks (İ → i) is as common as any letter; the others are rare.
                let form = NormalizedText.Form(original: UInt32(scalar), scalarClass: original, script: plane.scripts[scalar])
                table[scalar] = Self.onlyLetter(of: UInt32(scalar)).map { UInt32($0) | UInt32(form.rawValue) << 20 } ?? Action.rare << 16
                continue
            }
            if folded == 0 && scalar != 0 {
                table[scalar] = Action.deleted << 16
                continue
            }
            let form = NormalizedText.Form(original: UInt32(scalar), scalarClass: original, script: plane.scripts[scalar])
            let role = ScalarRole(folded: UInt32(folded), scalarClass: ScalarClass(rawValue: plane.classes[Int(folded)]))
            switch role {
            case .letter(let unit): table[scalar] = UInt32(unit) | UInt32(form.rawValue) << 20
            case .digit(let unit): table[scalar] = UInt32(unit) | UInt32(NormalizedText.Form.digit.rawValue) << 20
            case .separator(let kind): table[scalar] = gapIndex(kind) | Action.separator << 16
            case .fullStop: table[scalar] = gapIndex(.dot) | Action.separator << 16
            case .deleted: table[scalar] = Action.deleted << 16
            case .apostrophe: table[scalar] = Action.apostrophe << 16
            case .quotationMark: table[scalar] = Action.quotationMark << 16
            }
        }
        self.table = table
        pictureGap = gapIndex(.picture)
        self.gaps = gaps
    }

    /// What the fast path does with a scalar.
    package enum Folded: Hashable, Sendable {
        /// A letter or digit, written as this unit.
        case letter(UInt16, NormalizedText.Form)
        /// Ends a word.
        case separator(NormalizedText.Gap)
        /// Leaves no trace.
        case deleted
        /// Deleted between letters, a separator elsewhere.
        case apostrophe
        /// Deleted, or one letter with what stands before it.
        case mark
        /// The whole text goes to the plain path.
        case rare
    }

    /// What the fast path does with a scalar of the Basic Multilingual Plane, for tables made from it.
    package func folded(_ scalar: Int) -> Folded {
        let entry = table[scalar]
        return switch entry >> 16 & 0xF {
        case Action.letter:
            .letter(UInt16(truncatingIfNeeded: entry), NormalizedText.Form(rawValue: UInt16(truncatingIfNeeded: entry >> 20)))
        case Action.separator: .separator(gaps[Int(entry & 0xFFFF)])
        case Action.deleted: .deleted
        case Action.apostrophe: .apostrophe
        case Action.quotationMark: .separator(.openQuote)
        case Action.mark: .mark
        default: .rare
        }
    }

    /// Whether a scalar beyond the plane is an emoji, which parts words; a flag does too, a lone regional indicator is a letter, and all others are rare.
    @inline(__always)
    package static func isPicture(beyondPlane scalar: UInt32) -> Bool { (0x1F300...0x1FAFF).contains(scalar) }

    /// Whether a scalar is a regional indicator: two make a flag.
    @inline(__always)
    package static func isRegional(beyondPlane scalar: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar) }

    /// The unit of a scalar whose folding is one letter and nothing else that leaves a trace.
    private static func onlyLetter(of scalar: UInt32) -> UInt16? {
        let roles = foldedScalars(of: scalar).map { ScalarRole(folded: $0, scalarClass: ICUText.scalarClass($0)) }.filter { $0 != .deleted }
        if roles.count == 1, case .letter(let unit) = roles[0] { return unit }
        return nil
    }

    /// Marks that ICU may join to the letter before them: all but the Arabic vowel signs, which never compose.
    private static func mayCompose(_ scalar: UInt32, _ scalarClass: ScalarClass) -> Bool {
        guard scalarClass.contains(.mark) else { return false }
        switch scalar {
        case 0x610...0x61A, 0x64B...0x652, 0x656...0x65F, 0x670, 0x6D6...0x6ED, 0xFE00...0xFE0F, 0x20D0...0x20F0: return false
        default: return true
        }
    }

    /// Fills `result` with the matching form of a text.
    ///
    /// - Complexity: O(n); hundreds of MB/s on ordinary posts, tens on posts with marks, expansions or rare letters.
    public func normalize(_ text: UTF8Text, into result: inout NormalizedText) {
        guard let state = normalizeCommon(text.utf8.span, into: &result) else { return plain.normalize(text, into: &result) }
        Links.continueTags(&result)
        if state.sawLinkSign { Links.mark(&result) }
    }

    /// Whether the two scalars that end before `position` become one.
    private static func composes(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
        var position = position
        func scalarBefore() -> UInt32? {
            var tail: UInt32 = 0
            var shift: UInt32 = 0
            while position > 0 {
                position -= 1
                let byte = UInt32(bytes[position])
                if byte < 0x80 { return byte }
                if byte & 0xC0 == 0xC0 { return tail | (byte & (0x7F >> (shift / 6 + 1))) << shift }
                tail |= (byte & 0x3F) << shift
                shift += 6
            }
            return nil
        }
        guard let mark = scalarBefore(), let base = scalarBefore() else { return false }
        return ICUText.composed(base, mark) != nil
    }

    private let pictureGap: UInt32

    /// The table's entry of the scalar at `position`, which moves past it.
    @inline(__always)
    private func entry(_ bytes: Span<UInt8>, _ position: inout Int, _ table: Span<UInt32>) -> UInt32 {
        let first = bytes[position]
        if first < 0x80 {
            position += 1
            return table[Int(first)]
        }
        if first < 0xE0 {
            let scalar = Int(first & 0x1F) << 6 | Int(bytes[position + 1] & 0x3F)
            position += 2
            return table[scalar]
        }
        if first < 0xF0 {
            let scalar = Int(first & 0x0F) << 12 | Int(bytes[position + 1] & 0x3F) << 6 | Int(bytes[position + 2] & 0x3F)
            position += 3
            return table[scalar]
        }
        let scalar =
            UInt32(first & 0x07) << 18 | UInt32(bytes[position + 1] & 0x3F) << 12 | UInt32(bytes[position + 2] & 0x3F) << 6
            | UInt32(bytes[position + 3] & 0x3F)
        position += 4
        let isPicture = Self.isRegional(beyondPlane: scalar) ? Self.isInFlag(bytes, position) : Self.isPicture(beyondPlane: scalar)
        return isPicture ? pictureGap | Action.separator << 16 : Action.rare << 16
    }

    /// Whether the regional indicator that ends before `position` has another beside it: one alone is a letter of decoration.
    private static func isInFlag(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
        func isRegional(_ at: Int) -> Bool {
            at >= 0 && at + 4 <= bytes.count && bytes[at] == 0xF0 && bytes[at + 1] == 0x9F && bytes[at + 2] == 0x87 && bytes[at + 3] >= 0xA6
        }
        return isRegional(position) || isRegional(position - 8)
    }

    /// The fast path, all but the links; nil when the text needs the plain one.
    private func normalizeCommon(_ bytes: Span<UInt8>, into result: inout NormalizedText) -> WordState? {
        result.reset()
        let capacity = bytes.count + 1
        if result.units.count < capacity {
            result.units = [UInt16](repeating: 0, count: capacity * 2)
            result.origins = [UInt32](repeating: 0, count: capacity * 2)
        }
        let table = self.table.span
        // Spans need storage of their own: the arrays are lent out of `result` and given back.
        var unitStore: [UInt16] = []
        var originStore: [UInt32] = []
        var words: [NormalizedText.Word] = []
        swap(&unitStore, &result.units)
        swap(&originStore, &result.origins)
        swap(&words, &result.words)
        defer {
            swap(&unitStore, &result.units)
            swap(&originStore, &result.origins)
        }
        var units = unitStore.mutableSpan
        var origins = originStore.mutableSpan
        var state = WordState()
        var position = 0
        var scalarIndex: UInt32 = 0
        var count = 0
        while position < bytes.count {
            var entry = self.entry(bytes, &position, table)
            let action = entry >> 16 & 0xF
            if action == Action.letter {
                let form = NormalizedText.Form(rawValue: UInt16(truncatingIfNeeded: entry >> 20))
                if state.inWord {
                    state.extend(form, UInt16(truncatingIfNeeded: entry))
                } else {
                    if !words.isEmpty {
                        units[count] = NormalizedText.separator
                        origins[count] = scalarIndex
                        count += 1
                    }
                    state.begin(form, UInt16(truncatingIfNeeded: entry), at: UInt32(truncatingIfNeeded: count))
                }
                units[count] = UInt16(truncatingIfNeeded: entry)
                origins[count] = scalarIndex
                count += 1
                // The rest of the word's letters, with all that changes in registers.
                var (seen, last, run) = state.runStart
                var letters: NormalizedText.Form = []
                var isCamel = false
                var isStretched = false
                let before = count
                var next = position
                while next < bytes.count {
                    entry = self.entry(bytes, &next, table)
                    if entry >> 16 & 0xF != Action.letter { break }
                    position = next
                    scalarIndex += 1
                    let unit = UInt16(truncatingIfNeeded: entry)
                    let form = NormalizedText.Form(rawValue: UInt16(truncatingIfNeeded: entry >> 20))
                    run = unit == last ? run + 1 : 1
                    last = unit
                    if run == 3 { isStretched = true }
                    if form.contains(.upper) && seen.contains(.lower) { isCamel = true }
                    seen.formUnion(form)
                    letters.formUnion(form)
                    units[count] = unit
                    origins[count] = scalarIndex
                    count += 1
                }
                if count > before { state.extend(byRun: letters, isCamel: isCamel, isStretched: isStretched, lastUnit: last, run: run) }
            } else {
                let word: NormalizedText.Word?
                switch action {
                case Action.separator: word = state.separate(gaps[Int(entry & 0xFFFF)], end: UInt32(truncatingIfNeeded: count))
                case Action.deleted: word = nil
                case Action.apostrophe: word = state.apostrophe(end: UInt32(truncatingIfNeeded: count))
                case Action.mark where !Self.composes(bytes, position): word = nil
                case Action.quotationMark:
                    word = state.separate(state.inWord ? .closeQuote : .openQuote, end: UInt32(truncatingIfNeeded: count))
                default:
                    swap(&words, &result.words)
                    return nil
                }
                if let word { words.append(word) }
            }
            scalarIndex += 1
        }
        let (last, trailing) = state.finish(end: UInt32(truncatingIfNeeded: count))
        if let last { words.append(last) }
        swap(&words, &result.words)
        result.count = count
        result.scalarCount = Int(scalarIndex)
        result.trailing = trailing
        return state
    }
}
