internal import Model

extension Scan {
    /// Looks for cards and phones in the digits that start at `position`.
    mutating func number(_ text: Span<UInt8>, at position: Int) {
        guard NumberRun.hasSevenDigits(text, at: position, end: &numberEnd) else { return }
        let run = NumberRun(text, at: position)
        numberEnd = run.end
        guard run.values.count >= 7 else { return }
        if let plus = Self.plus(text, before: position) {
            guard !run.isGluedBefore, let end = international(run, skipping: 0, start: plus) else { return }
            numberEnd = end
            return
        }
        guard !run.isGluedBefore else { return }
        if run.values[0] == 0, run.values[1] == 0, run.values.count >= 10, let end = international(run, skipping: 2, start: position) {
            numberEnd = end
            return
        }
        var first = 0
        while first < run.groups.count {
            if let count = Card.groupCount(in: run, from: first), !isOtherNumber(text, before: run.starts[run.groups[first].from]) {
                let digits = run.digits(first, first + count)
                append(.card, run, first, first + count, value: Self.string(digits), checksum: .valid, rank: .card)
                first += count
            } else if let (count, digits) = national(text, run, from: first) {
                append(.phone, run, first, first + count, value: "+" + Self.string(digits), checksum: .absent, rank: .phone)
                first += count
            } else {
                first += 1
            }
        }
    }

    /// Position of a plus that belongs to the digits at `position`: `+992`, `+ 992`, `+(992)`.
    private static func plus(_ text: Span<UInt8>, before position: Int) -> Int? {
        var index = position
        var steps = 0
        while index > 0 && steps < 4 {
            index = Bytes.scalarStart(text, before: index)
            let scalar = Bytes.scalar(text, at: index).value
            if scalar == 0x2B || scalar == 0xFF0B {
                let before = Bytes.scalar(text, before: index)
                let isGlued = before < 0x80 && Bytes.isAlphanumeric(UInt8(before)) || before == 0x2B || Bytes.digitValue(before) != nil
                return isGlued ? nil : index
            }
            guard scalar == 0x20 || scalar == 0xA0 || scalar == 0x28 || Bytes.isInvisible(scalar) else { return nil }
            steps += 1
        }
        return nil
    }

    /// Appends the number whose calling code starts at a digit of the run; returns its end.
    private mutating func international(_ run: NumberRun, skipping skipped: Int, start: Int) -> Int? {
        // "(0)", the trunk prefix that people put between calling code and number, is no part of it.
        var kept: [Int] = []
        for (index, group) in run.groups.enumerated() {
            let isTrunk =
                group.count == 1 && run.values[group.from] == 0 && group.before.contains(.open) && index > 0
                && index + 1 < run.groups.count && run.groups[index + 1].before.contains(.close)
            if !isTrunk { kept += Array(max(group.from, skipped)..<max(group.to, skipped)) }
        }
        let digits = kept.prefix(24).map { run.values[$0] }
        guard let (_, codeDigits, lengths) = PhonePlan.shared.lengths(of: digits) else { return nil }
        for count in stride(from: min(15, digits.count), to: codeDigits, by: -1) where lengths >> UInt32(count - codeDigits) & 1 == 1 {
            let last = kept[count - 1]
            guard let group = run.groups.firstIndex(where: { $0.to == last + 1 }) else { continue }
            guard group + 1 < run.groups.count || !run.isGluedAfter else { continue }
            let value = "+" + Self.string(Array(digits[..<count]))
            found.append(Found(kind: .phone, start: start, end: run.ends[last], value: value, checksum: .absent, rank: .phone))
            return run.ends[last]
        }
        return nil
    }

    /// A number without its calling code, in one of the forms of `Phone.forms`.
    private func national(_ text: Span<UInt8>, _ run: NumberRun, from first: Int) -> (Int, [UInt8])? {
        var hasWord: Bool?
        for form in Phone.forms where first + form.shape.count <= run.groups.count && form.shape[0] == run.groups[first].count {
            guard run.hasShape(form.shape, from: first), let digits = Phone.number(form, in: run, from: first) else { continue }
            let start = run.starts[run.groups[first].from]
            if form.needsWord {
                // A leading zero in Persian digits is a phone's; a calling code without a plus needs the word in any digits.
                let isNative = run.isArabic && form.trunk > 0
                if !isNative {
                    let said = hasWord ?? Self.hasPhoneWord(text, before: start)
                    hasWord = said
                    guard said else { continue }
                }
            } else if isOtherNumber(text, before: start) {
                continue
            }
            return (form.shape.count, digits)
        }
        return nil
    }

    private mutating func append(
        _ kind: Indicator.Kind, _ run: NumberRun, _ from: Int, _ to: Int, value: String, checksum: Indicator.Checksum, rank: Rank
    ) {
        var start = run.starts[run.groups[from].from]
        let end = run.ends[run.groups[to - 1].to - 1]
        // The bracket around an area code belongs to the phone.
        if kind == .phone, run.groups[from].before.contains(.open),
            run.groups[(from + 1)..<to].contains(where: { $0.before.contains(.close) })
        {
            start = run.openings[from]
        }
        found.append(Found(kind: kind, start: start, end: end, value: value, checksum: checksum, rank: rank))
    }

    static func string(_ digits: [UInt8]) -> String { String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) }

    /// Up to 48 bytes of the same line before a position, in small letters.
    private static func context(_ text: Span<UInt8>, before position: Int) -> String {
        var start = position
        while start > 0 && position - start < 48 && text[start - 1] != 0x0A { start -= 1 }
        while start < position && text[start] & 0xC0 == 0x80 { start += 1 }
        return Bytes.string(text, start, position).lowercased()
    }

    private static func hasPhoneWord(_ text: Span<UInt8>, before position: Int) -> Bool {
        let context = context(text, before: position)
        return Phone.words.contains { context.contains($0) }
    }

    /// Whether the word right before says that this is an order, a book, a device …
    private func isOtherNumber(_ text: Span<UInt8>, before position: Int) -> Bool {
        let context = Self.context(text, before: position)
        if context.last == "#" || context.last == "=" { return true }
        let word = context.reversed().drop { !$0.isLetter }.prefix { $0.isLetter }
        return Phone.otherWords.contains(String(word.reversed()))
    }
}
