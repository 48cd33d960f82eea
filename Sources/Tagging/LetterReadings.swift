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
    /// it may stand for. A foreign letter is read in one way throughout a word. None for a word with a unit that stands for nothing.
    static func replaced(_ letters: [UInt16]) -> [[UInt16]] {
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
        var targets = LookAlikes.Target.allCases.filter { counts[$0.rawValue] > 0 }
        if targets.isEmpty { targets = [.latin, .cyrillic] }
        targets.sort { (counts[$1.rawValue], $0.rawValue) < (counts[$0.rawValue], $1.rawValue) }
        return targets.flatMap { target in combinations(letters, LookAlikes.all[target.rawValue]) }
    }

    private static func combinations(_ letters: [UInt16], _ table: LookAlikes) -> [[UInt16]] {
        var choices: [(unit: UInt16, letters: [UInt16])] = []
        for unit in letters where !choices.contains(where: { $0.unit == unit }) {
            let options = table.letters(for: unit)
            if options.isEmpty { return [] }
            choices.append((unit, options))
        }
        // First choices throughout, then one letter read otherwise, then two.
        var picks: [[Int]] = [[Int](repeating: 0, count: choices.count)]
        let open = choices.indices.filter { choices[$0].letters.count > 1 }
        for round in 0..<2 {
            for base in picks where base.reduce(0, { $0 + ($1 > 0 ? 1 : 0) }) == round {
                for choice in open where base[choice] == 0 && !base[(choice + 1)...].contains(where: { $0 > 0 }) {
                    for option in 1..<choices[choice].letters.count {
                        var pick = base
                        pick[choice] = option
                        picks.append(pick)
                    }
                }
            }
        }
        return picks.prefix(limit).compactMap { pick in
            let reading = letters.map { unit in
                choices.firstIndex { $0.unit == unit }.map { choices[$0].letters[pick[$0]] } ?? unit
            }
            return reading == letters ? nil : reading
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
