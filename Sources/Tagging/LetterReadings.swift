internal import Model

/// Other readings of the letters of a disguised word: what it says once look-alikes, digits and stretched letters are undone. Values, for one word at a time.
enum LetterReadings {
    /// Most readings of one word.
    static let limit = 12

    /// Whether a word of this form may be in disguise: letters of two scripts, digits among letters, a letter three times in a row.
    @inline(__always)
    static func callsFor(_ form: NormalizedText.Form) -> Bool {
        let scripts = form.intersection(.scripts).rawValue
        return form.contains(.stretched) || scripts & (scripts &- 1) != 0 || form.contains(.otherScript) || (form.contains(.digit) && scripts != 0)
    }

    /// Readings letter for letter, so that positions stay what they are: in each script that the word may be of, every foreign letter or digit replaced by one
    /// it may stand for. A foreign letter is read in one way throughout a word: the likeliest of all first, then one read otherwise, then two. None for a word
    /// with a unit that stands for nothing.
    static func replaced(_ letters: [UInt16], limit: Int = limit, _ body: ([UInt16]) -> Void) {
        var counts = [0, 0, 0]
        for unit in letters {
            switch unit {
            case 0x61...0x7A, 0xDF..<0x250: counts[0] += 1
            case 0x430..<0x530: counts[1] += 1
            case 0x620..<0x780: counts[2] += 1
            default: break
            }
        }
        // The script of most letters first; a word of none of the three may be of Latin or Cyrillic ones.
        if counts == [0, 0, 0] { counts = [1, 1, 0] }
        for target in counts.indices.sorted(by: { (counts[$1], $0) < (counts[$0], $1) }) where counts[target] > 0 {
            replaced(letters, LookAlikes.all[target], limit, body)
        }
    }

    private static func replaced(_ letters: [UInt16], _ table: LookAlikes, _ limit: Int, _ body: ([UInt16]) -> Void) {
        var reading = letters
        var open: [(unit: UInt16, others: [UInt16])] = []
        for (index, unit) in letters.enumerated() {
            let letter = table.letter(for: unit)
            if letter == 0 { return }
            reading[index] = letter
            if letter != unit {
                let others = table.otherLetters(for: unit)
                if !others.isEmpty && !open.contains(where: { $0.unit == unit }) { open.append((unit, others)) }
            }
        }
        if reading == letters { return }
        body(reading)
        var left = limit - 1
        func write(_ unit: UInt16, _ letter: UInt16) {
            for index in letters.indices where letters[index] == unit { reading[index] = letter }
        }
        for round in 1...2 {
            for (index, choice) in open.enumerated() {
                for other in choice.others {
                    write(choice.unit, other)
                    if round == 1 {
                        if left > 0 { body(reading) }
                        left -= 1
                    } else {
                        for second in open[(index + 1)...] {
                            for letter in second.others {
                                write(second.unit, letter)
                                if left > 0 { body(reading) }
                                left -= 1
                            }
                            write(second.unit, table.letter(for: second.unit))
                        }
                    }
                    write(choice.unit, table.letter(for: choice.unit))
                    if left <= 0 { return }
                }
            }
        }
    }

    /// Stretched letters back to one or two (`Хууурооосон`, `Ансоруллллоҳ`); none when no letter stands three times in a row.
    static func squeezed(_ letters: [UInt16]) -> [[UInt16]] {
        var runs: [(unit: UInt16, count: Int)] = []
        for unit in letters {
            if let last = runs.last, last.unit == unit { runs[runs.count - 1].count += 1 } else { runs.append((unit, 1)) }
        }
        // Three of ی or و in a row is spelling, in Uzbek and Uyghur.
        guard runs.contains(where: { $0.count >= ($0.unit == 0x6CC || $0.unit == 0x648 ? 4 : 3) }) else { return [] }
        let long = runs.indices.filter { runs[$0].count >= 2 }
        // All to one, then each in turn to two, then all to two.
        var keepsTwo: [Set<Int>] = [[]] + long.prefix(6).map { [$0] }
        if long.count > 1 { keepsTwo.append(Set(long)) }
        return keepsTwo.map { two in runs.indices.flatMap { [UInt16](repeating: runs[$0].unit, count: two.contains($0) ? 2 : 1) } }
    }
}
