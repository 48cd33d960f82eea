/// A piece of a text as it may stand in a post.
enum Piece {
    private static let space: UInt16 = 0x20

    /// A run of words of a text taken by chance, in part degraded, mistyped, or with words of another language of the same script among its own.
    static func make(from texts: ClassTexts, among classes: [ClassTexts], _ random: inout TrainingRandom) -> [UInt16] {
        var piece = crop(texts[random.below(texts.count)], &random)
        if let names = donors[texts.name], random.chance(0.12) { piece = mix(piece, classes.filter { names.contains($0.name) }, &random) }
        if texts.name == "uz-Arab" && random.chance(0.4) { piece = splitSuffixes(piece, &random) }
        if let degradation = Degradation.all[texts.name], random.chance(degradation.frequency) {
            piece = degradation.apply(piece, complete: random.chance(0.6), &random)
        }
        if random.chance(0.08) { piece = mistype(piece, &random) }
        return piece
    }

    private static func crop(_ text: ArraySlice<UInt16>, _ random: inout TrainingRandom) -> [UInt16] {
        let choice = random.below(100)
        let wanted: Int
        switch choice {
        case 0..<14: wanted = 1
        case 14..<30: wanted = 2
        case 30..<45: wanted = 3
        case 45..<57: wanted = 4
        case 57..<70: wanted = 5 + random.below(4)
        case 70..<80: wanted = 9 + random.below(8)
        default: return Array(text)
        }
        var starts = [text.startIndex]
        for index in text.indices where text[index] == space { starts.append(index + 1) }
        guard starts.count > wanted else { return Array(text) }
        let from = random.below(starts.count - wanted + 1)
        let end = from + wanted < starts.count ? starts[from + wanted] - 1 : text.endIndex
        return Array(text[starts[from]..<end])
    }

    /// Whose words people put among their own.
    private static let donors: [String: [String]] = [
        "tg": ["ru"], "uz-Cyrl": ["ru", "tg"], "kk": ["ru"], "ky": ["ru"], "tk-Cyrl": ["ru"], "ba": ["ru"], "tt": ["ru"], "uk": ["ru"],
        "uz-Latn": ["en", "ru-Latn"], "tk": ["en", "ru-Latn"], "tr": ["en"], "az": ["en", "tr"], "id": ["en"], "de": ["en"],
        "tg-Latn": ["en", "ru-Latn"], "ru-Latn": ["en"], "fa-Latn": ["en"], "kmr": ["tr"],
        "uz-Arab": ["fa", "fa", "ar", "ps"], "fa": ["ar"], "ps": ["fa", "ar"], "ug": ["ar"], "ur": ["ar", "fa"], "azb": ["fa"], "ckb": ["ar", "fa"],
    ]

    /// Puts words of other languages in the place of up to a third of the words of a piece of four or more.
    private static func mix(_ piece: [UInt16], _ donors: [ClassTexts], _ random: inout TrainingRandom) -> [UInt16] {
        var words = piece.split(separator: space).map(Array.init)
        guard words.count >= 4, !donors.isEmpty else { return piece }
        for _ in 0..<(1 + random.below(words.count / 3)) {
            let donor = donors[random.below(donors.count)]
            guard donor.count > 0 else { continue }
            let others = donor[random.below(donor.count)].split(separator: space)
            words[random.below(words.count)] = Array(others[random.below(others.count)])
        }
        return Array(words.joined(separator: [space]))
    }

    private static let suffixes = ["لر", "لری", "لرنی", "لریدن", "نینگ", "نی", "گه", "ده", "دن", "لیک", "لیگی"].map { Array($0.utf16) }

    /// Southern Uzbek writes many suffixes as words of their own.
    private static func splitSuffixes(_ piece: [UInt16], _ random: inout TrainingRandom) -> [UInt16] {
        var result: [UInt16] = []
        for word in piece.split(separator: space) {
            if !result.isEmpty { result.append(space) }
            let fitting = suffixes.filter { word.count >= $0.count + 3 && word.suffix($0.count).elementsEqual($0) }
            guard let suffix = fitting.max(by: { $0.count < $1.count }), random.chance(0.5) else {
                result += word
                continue
            }
            result += word.dropLast(suffix.count)
            result.append(space)
            result += suffix
        }
        return result
    }

    /// One slip: a letter left out, doubled or drawn out, or two swapped.
    private static func mistype(_ units: [UInt16], _ random: inout TrainingRandom) -> [UInt16] {
        guard units.count > 3 else { return units }
        var result = units
        let index = random.below(units.count - 1)
        guard result[index] != space && result[index + 1] != space else { return units }
        switch random.below(4) {
        case 0: result.remove(at: index)
        case 1: result.insert(result[index], at: index)
        case 2: result.insert(contentsOf: Array(repeating: result[index], count: 2 + random.below(4)), at: index)
        default: result.swapAt(index, index + 1)
        }
        return result
    }
}
