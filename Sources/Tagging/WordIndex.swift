// Finds the words of the lexicon in the words of a text. One polynomial hash is rolled over the letters of a word; its value at each letter is the hash of a
// prefix, so that stems with endings cost one probe of a bitmap (64 KB) a letter. Candidates are verified letter by letter: no false positive.

internal import Lexicons
internal import Model

/// A word of the lexicon found at a word of the text.
struct WordHit: Hashable, Sendable {
    /// The lexicon's word.
    var word: UInt32
    /// How it agreed.
    var agreement: WordAgreement
    /// Letters of the text's word that the form took; endings come after.
    var stem: UInt8
    /// Words of the text it takes: more than one where spaced-out letters were joined.
    var span: UInt8
}

/// The vocabulary as hash tables. Immutable, shared by all workers.
struct WordIndex: Sendable {
    private let vocabulary: Vocabulary
    private let loose: [UInt16] = LooseLetters.table
    private let bitmap: [UInt64]
    /// The first three, four, five and six letters of all forms that have more: where they are not a word's own, nothing longer can be found in it.
    private let prefixes: [UInt64]
    /// Forms of one to three letters.
    private let shorts: [UInt64]
    /// Open addressing: hash, first form of that hash, number of forms.
    private let keys: [UInt64]
    private let firsts: [UInt32]
    private let counts: [UInt16]
    private let forms: [Vocabulary.Form]

    private static let bitmapBits = 19
    private static let longestEnding = 14
    private static let prefixBits = 18
    private static let shortBits = 14
    private static let prefixLengths = 3...6

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        let hashes = Self.hashes(of: vocabulary)
        precondition(zip(hashes, hashes.dropFirst()).allSatisfy { $0 <= $1 }, "a vocabulary's forms are in the order of their hashes")
        forms = vocabulary.forms
        var capacity = 1024
        while capacity < hashes.count * 2 { capacity *= 2 }
        var keys = [UInt64](repeating: 0, count: capacity)
        var firsts = [UInt32](repeating: 0, count: capacity)
        var counts = [UInt16](repeating: 0, count: capacity)
        var bitmap = [UInt64](repeating: 0, count: 1 << (Self.bitmapBits - 6))
        var index = 0
        while index < hashes.count {
            let hash = hashes[index]
            var end = index
            while end < hashes.count && hashes[end] == hash { end += 1 }
            var slot = Int(truncatingIfNeeded: hash >> 20) & (capacity - 1)
            while counts[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
            keys[slot] = hash
            firsts[slot] = UInt32(index)
            counts[slot] = UInt16(min(end - index, Int(UInt16.max)))
            bitmap.insert(hash, Self.bitmapBits)
            index = end
        }
        var prefixes = [UInt64](repeating: 0, count: 1 << (Self.prefixBits - 6))
        for form in vocabulary.forms {
            var hash: UInt64 = 0
            for length in 1...min(form.count, Self.prefixLengths.upperBound + 1) {
                if length > Self.prefixLengths.lowerBound { prefixes.insert(hash, Self.prefixBits) }
                hash = LetterHash.extended(hash, LooseLetters.loosened(vocabulary.letters[form.start + length - 1]))
            }
        }
        self.prefixes = prefixes
        var shorts = [UInt64](repeating: 0, count: 1 << (Self.shortBits - 6))
        for form in vocabulary.forms where form.count <= 3 {
            shorts.insert(Self.hash(vocabulary.letters.span, form.start, form.start + form.count), Self.shortBits)
        }
        self.shorts = shorts
        self.keys = keys
        self.firsts = firsts
        self.counts = counts
        self.bitmap = bitmap
    }

    private static func hashes(of vocabulary: Vocabulary) -> [UInt64] {
        var hashes: [UInt64] = []
        hashes.reserveCapacity(vocabulary.forms.count)
        let letters = vocabulary.letters.span
        for form in vocabulary.forms { hashes.append(hash(letters, form.start, form.start + form.count)) }
        return hashes
    }

    /// Appends the hits of every word; `starts` gets where each word's hits begin, and one more entry. Links are passed over.
    func find(in text: borrowing NormalizedText, hits: inout [WordHit], starts: inout [UInt32]) {
        let units = text.units.span
        let loose = self.loose.span
        let bitmap = self.bitmap.span
        let prefixes = self.prefixes.span
        let shorts = self.shorts.span
        for word in text.words {
            starts.append(UInt32(truncatingIfNeeded: hits.count))
            if word.form.contains(.link) { continue }
            let start = Int(word.start)
            let end = min(Int(word.end), start + 64)
            var hash: UInt64 = 0
            var position = start
            // Three letters settle most words: forms as short have a small bitmap of their own, and longer ones begin otherwise.
            let third = min(start + 3, end)
            while position < third {
                let unit = units[position]
                position += 1
                hash = (hash &+ UInt64(unit < LooseLetters.end ? loose[Int(unit)] : unit) &+ 1) &* LetterHash.base
                let bit = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.shortBits))
                if shorts[bit >> 6] >> UInt64(bit & 63) & 1 != 0 { collect(units, start, position, Int(word.end), hash, .exact, 1, &hits) }
            }
            var prefix = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.prefixBits))
            while position < end && (position - start > 6 || prefixes[prefix >> 6] >> UInt64(prefix & 63) & 1 != 0) {
                let unit = units[position]
                position += 1
                hash = (hash &+ UInt64(unit < LooseLetters.end ? loose[Int(unit)] : unit) &+ 1) &* LetterHash.base
                let bit = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.bitmapBits))
                if bitmap[bit >> 6] >> UInt64(bit & 63) & 1 != 0 { collect(units, start, position, Int(word.end), hash, .exact, 1, &hits) }
                prefix = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.prefixBits))
            }
            if word.form.contains(.arabic) && word.count >= 5 && Self.mayBeProclitic(units[start], units[start + 1]) {
                findAfterProclitics(units, start, Int(word.end), &hits)
            }
        }
        starts.append(UInt32(truncatingIfNeeded: hits.count))
    }

    /// Whether the first two letters of a word may be a proclitic and more.
    @inline(__always)
    private static func mayBeProclitic(_ first: UInt16, _ second: UInt16) -> Bool {
        if first == 0x627 { return second == 0x644 }
        return first == 0x648 || first == 0x628 || first == 0x644 || first == 0x6A9 || first == 0x641
    }

    /// Letters that may stand before an Arabic or Persian word without a space: و ف, ب ل ک, the article ال (written لل after ل). Source: any Arabic grammar.
    @inline(never)
    private func findAfterProclitics(_ units: Span<UInt16>, _ start: Int, _ end: Int, _ hits: inout [WordHit]) {
        var from = start
        func look(_ from: Int, _ hits: inout [WordHit]) { if end - from >= 4 { find(units, from, end, .inflected, &hits) } }
        if units[from] == 0x648 || units[from] == 0x641 {
            from += 1
            look(from, &hits)
        }
        if from + 1 < end, units[from] == 0x628 || units[from] == 0x644 || units[from] == 0x6A9 {
            from += 1
            look(from, &hits)
            if units[from - 1] == 0x644 && units[from] == 0x644 { look(from + 1, &hits) }
        }
        if from + 1 < end && units[from] == 0x627 && units[from + 1] == 0x644 { look(from + 2, &hits) }
    }

    /// Names that inflect, from inside a word.
    private func find(_ units: Span<UInt16>, _ start: Int, _ end: Int, _ least: WordAgreement, _ hits: inout [WordHit]) {
        var hash: UInt64 = 0
        for position in start..<min(end, start + 64) {
            hash = LetterHash.extended(hash, LooseLetters.loosened(units[position]))
            if isKnown(hash) { collect(units, start, position + 1, end, hash, least, 1, &hits, inflectingOnly: true) }
            if isDeadEnd(hash, position + 1 - start) { return }
        }
    }

    /// Whether some form has this hash, or seems to.
    @inline(__always)
    private func isKnown(_ hash: UInt64) -> Bool {
        bitmap.holds(hash, Self.bitmapBits)
    }

    /// Whether no form goes on after a prefix of so many letters.
    @inline(__always)
    private func isDeadEnd(_ hash: UInt64, _ length: Int) -> Bool {
        Self.prefixLengths.contains(length) && !prefixes.holds(hash, Self.prefixBits)
    }

    /// Whether no form is longer than some letters and begins with them, nor with the first three of them; asked of four to six.
    func isDeadEnd(_ letters: [UInt16]) -> Bool {
        var hash: UInt64 = 0
        for (index, letter) in letters.enumerated() {
            hash = LetterHash.extended(hash, LooseLetters.loosened(letter))
            // A form of just these letters may end here.
            if index >= 2 && isKnown(hash) { return false }
            if isDeadEnd(hash, index + 1) { return true }
        }
        return false
    }

    /// Appends the hits that begin with the first of `letters`, which a second view made, and end (endings and all) after a letter whose bit is set in
    /// `ends`: bit 0 for after the first. `found` gets the hit and the number of letters it took.
    ///
    /// - Complexity: one look at a bitmap a letter, as a rule for the first three only.
    func find(letters: Span<UInt16>, ends: UInt64, hits: inout [WordHit], found: (WordHit, Int) -> Void) {
        var hash: UInt64 = 0
        for position in 0..<min(letters.count, 64) {
            hash = LetterHash.extended(hash, LooseLetters.loosened(letters[position]))
            if isKnown(hash) {
                var rest = ends >> UInt64(position)
                var end = position + 1
                // No ending is longer.
                while rest != 0 && end <= position + 1 + Self.longestEnding {
                    if rest & 1 != 0 {
                        hits.removeAll(keepingCapacity: true)
                        collect(letters, 0, position + 1, end, hash, .exact, 1, &hits)
                        for hit in hits { found(hit, end) }
                    }
                    rest >>= 1
                    end += 1
                }
            }
            if isDeadEnd(hash, position + 1) { return }
        }
    }

    private func collect(
        _ units: Span<UInt16>, _ start: Int, _ position: Int, _ end: Int, _ hash: UInt64, _ least: WordAgreement, _ span: Int,
        _ hits: inout [WordHit],
        inflectingOnly: Bool = false
    ) {
        var slot = Int(truncatingIfNeeded: hash >> 20) & (keys.count - 1)
        while counts[slot] != 0 && keys[slot] != hash { slot = (slot + 1) & (keys.count - 1) }
        let count = Int(counts[slot])
        guard count != 0 else { return }
        let first = Int(firsts[slot])
        var endingHash: UInt64?
        for index in first..<first + count {
            let form = forms[index]
            guard form.count == position - start else { continue }
            switch form.ending {
            case .none: if position != end { continue }
            case .any: break
            case .set, .optional:
                if position == end {
                    if form.ending == .set { continue }
                } else {
                    let ending = endingHash ?? Self.hash(units, position, end)
                    endingHash = ending
                    if !Self.contains(vocabulary.endingSets[form.endingSet], ending) { continue }
                }
            }
            if inflectingOnly && form.ending != .set && form.ending != .optional { continue }
            var isExact = true
            var isSame = true
            for offset in 0..<form.count {
                let mine = vocabulary.letters[form.start + offset]
                let other = units[start + offset]
                if mine != other {
                    isExact = false
                    if LooseLetters.loosened(mine) != LooseLetters.loosened(other) { isSame = false }
                }
            }
            if !isSame || (!isExact && form.isExact) { continue }
            // A hamza or another form of heh is a habit of spelling, not another spelling.
            var agreement: WordAgreement = form.ending == .set || (form.ending == .optional && position != end) ? .inflected : .exact
            if form.isTransliterated || (!isExact && !(0x600..<0x900).contains(units[start])) { agreement = .respelled }
            if form.isDisguised { agreement = .deobfuscated }
            hits.append(
                WordHit(
                    word: UInt32(truncatingIfNeeded: form.word), agreement: max(agreement, least), stem: UInt8(truncatingIfNeeded: form.count),
                    span: UInt8(truncatingIfNeeded: span)))
        }
    }

    /// Whether letters are an ending of some name.
    func isEnding(_ letters: [UInt16]) -> Bool {
        let hash = LetterHash.hash(letters)
        return vocabulary.endingSets.contains { Self.contains($0, hash) }
    }

    /// Appends the names that a word is, but for one edit. `span` words of one.
    func findEdited(_ letters: [UInt16], hits: inout [WordHit]) {
        for candidate in OneEdit(letters).candidates(where: isKnown, mayBegin: { prefixes.holds($0, Self.prefixBits) }) {
            let start = hits.count
            collect(candidate.span, 0, candidate.count, candidate.count, LetterHash.hash(candidate), .fuzzy, 1, &hits, inflectingOnly: true)
            for index in start..<hits.count { hits[index].stem = UInt8(truncatingIfNeeded: letters.count) }
        }
    }

    private static func hash(_ units: Span<UInt16>, _ start: Int, _ end: Int) -> UInt64 {
        var hash: UInt64 = 0
        for index in start..<end { hash = LetterHash.extended(hash, LooseLetters.loosened(units[index])) }
        return hash
    }

    private static func contains(_ sorted: [UInt64], _ value: UInt64) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == value
    }
}

/// A set of hashes by their top bits, in words of 64.
extension [UInt64] {
    @inline(__always)
    fileprivate func holds(_ hash: UInt64, _ bits: Int) -> Bool {
        let bit = Int(truncatingIfNeeded: hash >> UInt64(64 - bits))
        return self[bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }

    fileprivate mutating func insert(_ hash: UInt64, _ bits: Int) {
        let bit = Int(truncatingIfNeeded: hash >> UInt64(64 - bits))
        self[bit >> 6] |= 1 << UInt64(bit & 63)
    }
}
