// Lets ordinary posts go at the price of reading them once. Nearly all posts have nothing that could come to an alert; one pass over the UTF-8 of a text,
// with a folding table and a rolled hash and nothing written down, tells most of them. What passes is normalised and looked at in earnest.
//
// It may pass too much, never too little: a text passes when it may hold a name, a disguise or a payment address. So it must ask for less than
// `Tagger` (words, phrases, second views) and `PostScanner.mayHoldPayment` ask for; a test holds the two together over ordinary, lexicon-made and
// hostile text. Whoever teaches the tagger to see a new disguise teaches the sieve what that disguise looks like here.

internal import Lexicons
internal import Model
internal import Normalization
internal import Tagging

/// Whether a text can be let go unread. Immutable, shared by all workers.
struct PostSieve: Sendable {
    /// For each scalar of the Basic Multilingual Plane the loosened unit it folds to, with what kind of letter it is, or one of the signs below.
    private let table: [UInt32]
    /// The first three and the first five letters of the words that names begin with, then those of all words of names: two bitmaps in a row.
    private let prefixes: [UInt64]
    /// Hashes of forms that endings may follow, and of forms that may be whole words: small bitmaps, for they are asked at every letter and every word.
    private let stems: [UInt64]
    private let wholes: [UInt64]
    /// Hashes of the forms' letters by open addressing, where their forms begin in `forms`, and the forms in the order of their hashes.
    private let keys: [UInt64]
    private let firsts: [UInt32]
    private let forms: [Form]
    private let endingSets: [[UInt64]]
    /// `LetterHash.base` to the power of the index.
    private let powers: [UInt64]

    /// What may follow a form's letters, and what its word is in a name.
    private struct Form {
        var hash: UInt64
        var ending: Vocabulary.Ending
        var endingSet: Int
        var role: Role
    }

    /// What a word is in the names that have it.
    private struct Role: OptionSet {
        let rawValue: UInt8
        /// Others follow.
        static let begins = Role(rawValue: 1)
        /// A name by itself.
        static let isName = Role(rawValue: 2)
        /// Others stand before it.
        static let goesOn = Role(rawValue: 4)
        /// A name by itself where it is marked: by a capital, a quotation mark or a hash.
        static let isNameIfMarked = Role(rawValue: 8)
    }

    /// Entries of the table: a letter's unit in the low half, its kind above; or a sign alone.
    private enum Sign {
        static let letter: UInt32 = 1 << 16
        static let capital: UInt32 = 1 << 17
        static let latin: UInt32 = 1 << 18
        static let cyrillic: UInt32 = 1 << 19
        static let digit: UInt32 = 1 << 20
        /// Of a script without case, or of any other.
        static let otherLetter: UInt32 = 1 << 21
        static let small: UInt32 = 1 << 22
        static let letters = latin | cyrillic | otherLetter

        static let deleted: UInt32 = 0
        static let separator: UInt32 = 1
        static let glue: UInt32 = 2
        static let apostrophe: UInt32 = 3
        static let colon: UInt32 = 4
        static let rare: UInt32 = 5
        static let space: UInt32 = 6
        static let slash: UInt32 = 7
        static let at: UInt32 = 8
        static let end: UInt32 = 9
        static let hyphen: UInt32 = 10
        static let hash: UInt32 = 11
        static let underscore: UInt32 = 12
    }

    private static let formBits = 18
    private static let prefixBits = 18
    private static let prefixWords = 1 << (prefixBits - 6)
    /// Words are looked up by their first 64 letters.
    private static let longest = 64

    /// Builds the tables: a few milliseconds.
    init(_ normalizer: Normalizer, _ lexicon: Lexicon, names: (Vocabulary, Phrases)) {
        let (vocabulary, phrases) = names
        table = Self.table(normalizer)
        let roles = Self.roles(lexicon, vocabulary, phrases)
        var starts = [UInt64](repeating: 0, count: 1 << (Self.prefixBits - 6))
        var anywhere = starts
        var stems = [UInt64](repeating: 0, count: 1 << (Self.formBits - 6))
        var wholes = stems
        var forms: [Form] = []
        forms.reserveCapacity(vocabulary.forms.count)
        for form in vocabulary.forms {
            var role = roles[form.word]
            // A name in another script or in disguise need not be marked.
            if role.contains(.isNameIfMarked) && (form.isTransliterated || form.isDisguised) { role.insert(.isName) }
            var hash: UInt64 = 0
            for offset in 0..<form.count {
                hash = LetterHash.extended(hash, LooseLetters.loosened(vocabulary.letters[form.start + offset]))
                if offset == 2 || offset == 4 {
                    Self.insert(hash, &anywhere, Self.prefixBits)
                    if role != .goesOn { Self.insert(hash, &starts, Self.prefixBits) }
                }
            }
            if form.ending != .none { Self.insert(hash, &stems, Self.formBits) }
            if form.ending != .set { Self.insert(hash, &wholes, Self.formBits) }
            forms.append(Form(hash: hash, ending: form.ending, endingSet: form.endingSet, role: role))
        }
        var capacity = 1024
        while capacity < forms.count * 2 { capacity *= 2 }
        var keys = [UInt64](repeating: 0, count: capacity)
        var firsts = [UInt32](repeating: 0, count: capacity)
        for index in forms.indices where index == 0 || forms[index - 1].hash != forms[index].hash {
            precondition(index == 0 || forms[index - 1].hash < forms[index].hash, "a vocabulary's forms are in the order of their hashes")
            var slot = Int(truncatingIfNeeded: forms[index].hash >> 20) & (capacity - 1)
            while keys[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
            keys[slot] = forms[index].hash
            firsts[slot] = UInt32(index)
        }
        self.stems = stems
        self.wholes = wholes
        prefixes = starts + anywhere
        self.keys = keys
        self.firsts = firsts
        self.forms = forms
        endingSets = vocabulary.endingSets
        var powers: [UInt64] = [1]
        for _ in 0..<Self.longest { powers.append(powers[powers.count - 1] &* LetterHash.base) }
        self.powers = powers
    }

    private static func table(_ normalizer: Normalizer) -> [UInt32] {
        (0..<65536).map { scalar in
            switch normalizer.folded(scalar) {
            // A letter of another script may look like one of these.
            case .letter(_, let form) where form.contains(.otherScript): Sign.rare
            case .letter(let unit, let form):
                UInt32(LooseLetters.loosened(unit)) | Sign.letter | (form.contains(.upper) ? Sign.capital : 0)
                    | (form.contains(.lower) ? Sign.small : 0)
                    | (form.contains(.digit)
                        ? Sign.digit : form.contains(.latin) ? Sign.latin : form.contains(.cyrillic) ? Sign.cyrillic : Sign.otherLetter)
            case .deleted: Sign.deleted
            case .apostrophe: Sign.apostrophe
            // With hamza or madda a letter is loosened to the same as without.
            case .mark where (0x653...0x655).contains(scalar): Sign.deleted
            case .mark, .rare: Sign.rare
            case .separator(let gap):
                if !gap.isDisjoint(with: [.space, .newline]) {
                    Sign.space
                } else if gap.isSubset(of: SecondViews.glue) {
                    gap == .slash
                        ? Sign.slash : gap == .at ? Sign.at : gap == .hyphen ? Sign.hyphen : gap == .underscore ? Sign.underscore : Sign.glue
                } else {
                    gap == .colon ? Sign.colon : gap == .hash ? Sign.hash : Sign.separator
                }
            }
        }
    }

    /// What each word of the vocabulary is in the names that have it. A gap after a word is as good as a name.
    private static func roles(_ lexicon: Lexicon, _ vocabulary: Vocabulary, _ phrases: Phrases) -> [Role] {
        var gapped: Set<UInt32> = []
        for index in phrases.from.indices where phrases.words[index] == Phrases.gap { gapped.insert(phrases.from[index]) }
        var roles = [Role](repeating: [], count: vocabulary.wordCount)
        for index in phrases.from.indices where phrases.words[index] != Phrases.gap {
            let word = Int(phrases.words[index])
            if phrases.from[index] != 0 {
                roles[word].insert(.goesOn)
                continue
            }
            // The transition may lead on and may end names, of which some ask for capitals.
            let node = Int(phrases.to[index])
            roles[word].insert(.begins)
            if gapped.contains(phrases.to[index]) { roles[word].insert(.isName) }
            for pattern in phrases.outputs[Int(phrases.outputStart[node])..<Int(phrases.outputStart[node + 1])] {
                let asks = !lexicon.patterns.flags(Int(pattern)).isDisjoint(with: [.caps, .title])
                roles[word].insert(asks ? .isNameIfMarked : .isName)
            }
        }
        return roles
    }

    /// Whether anything may come of a text; false only where nothing can.
    ///
    /// - Complexity: O(n).
    func passes(_ text: Span<UInt8>) -> Bool {
        // Unchecked: the text is well-formed UTF-8, so that a scalar's bytes are all there, and every scalar of the plane has an entry.
        unsafe text.withUnsafeBufferPointer { bytes in
            unsafe table.withUnsafeBufferPointer { table in
                guard let start = bytes.baseAddress, let entries = table.baseAddress else { return false }
                return unsafe passes(Units(next: start, end: start + bytes.count, table: entries))
            }
        }
    }

    private func passes(_ text: Units) -> Bool {
        let prefixes = self.prefixes.span
        let stems = self.stems.span
        let wholes = self.wholes.span
        var marks: InlineArray<4, Stem> = .init(repeating: Stem(hash: 0, count: 0))
        var text = text
        var post = Post()
        var unit = text.next()
        while unit != Sign.end {
            if unit & Sign.letter == 0 {
                if unit == Sign.rare { return true }
                post.separate(unit)
                unit = text.next()
                continue
            }
            var word = Word()
            let start = text
            let first = unit
            // Before the third letter of a name that began with a short piece (`и-г-и-л`).
            if post.isShortPiece, post.completesPiece(unit, prefixes) { post.mayBeSpelt = true }
            let bitmap = post.hasBegun ? Self.prefixWords : 0
            letters: while true {
                if word.isRuledOut {
                    repeat {
                        word.take(unit)
                        unit = text.next()
                    } while unit & Sign.letter != 0
                } else {
                    word.take(unit)
                    if word.count <= Self.longest {
                        word.hash = LetterHash.extended(word.hash, UInt16(truncatingIfNeeded: unit))
                        // Where a stem was found already, the ending's hash is still wanted.
                        if (word.count == 3 || word.count == 5) && word.markCount == 0 {
                            if !Self.contains(word.hash, prefixes, bitmap, Self.prefixBits) { word.isRuledOut = true }
                            if word.count == 3 { word.hasStart = !word.isRuledOut }
                        }
                        if !word.isRuledOut && Self.contains(word.hash, stems, 0, Self.formBits) {
                            // More than anyone needs: let others look.
                            if word.markCount == marks.count { return true }
                            marks[word.markCount] = Stem(hash: word.hash, count: word.count)
                            word.markCount += 1
                        }
                    }
                    unit = text.next()
                    if unit & Sign.letter != 0 { continue letters }
                }
                while unit == Sign.deleted || (unit == Sign.apostrophe && !word.endsInApostrophe) {
                    if unit == Sign.apostrophe { word.endsInApostrophe = true }
                    unit = text.next()
                }
                if unit & Sign.letter == 0 { break letters }
                word.endsInApostrophe = false
            }
            var role: Role = []
            if word.markCount > 0 || (!word.isRuledOut && Self.contains(word.hash, wholes, 0, Self.formBits)) { role = self.role(of: word, marks) }
            if word.count >= 5 && Self.mayBeProclitic(first) { role.formUnion(self.role(inside: start, first, word.count)) }
            if role != [] {
                if role.contains(.isName) || (post.hasBegun && role.contains(.goesOn)) { return true }
                if role.contains(.isNameIfMarked) && (word.isMarked || post.hasMark) { return true }
            }
            if post.close(word) { return true }
            post.hasBegun = role.contains(.begins)
        }
        return false
    }

    /// Whether a letter may be written before a word without a space, in Arabic letters (`WordIndex`).
    @inline(__always)
    private static func mayBeProclitic(_ unit: UInt32) -> Bool {
        switch unit & 0xFFFF {
        case 0x627, 0x628, 0x641, 0x644, 0x648, 0x6A9: true
        default: false
        }
    }

    /// What stands in a word behind one to four letters of it may be in names.
    @inline(never)
    private func role(inside rest: Units, _ first: UInt32, _ count: Int) -> Role {
        var rest = rest
        var role: Role = []
        var letters: InlineArray<64, UInt16> = .init(repeating: UInt16(truncatingIfNeeded: first))
        let length = min(count, letters.count)
        var filled = 1
        while filled < length {
            let unit = rest.next()
            if unit & Sign.letter == 0 { continue }
            letters[filled] = UInt16(truncatingIfNeeded: unit)
            filled += 1
        }
        for start in 1...4 where length - start >= 4 {
            // و ف ب ل ک ال, and لل: all that is skipped is one of their letters.
            guard Self.mayBeProclitic(UInt32(letters[start - 1])) else { break }
            var hash: UInt64 = 0
            for end in start..<length {
                hash = LetterHash.extended(hash, letters[end])
                if end - start == 2 && !Self.contains(hash, prefixes.span, Self.prefixWords, Self.prefixBits) { break }
                let isLast = end == length - 1
                if !Self.contains(hash, (isLast ? wholes : stems).span, 0, Self.formBits) { continue }
                var ending: UInt64 = 0
                for index in (end + 1)..<max(end + 1, length) { ending = LetterHash.extended(ending, letters[index]) }
                role.formUnion(self.role(hash, ending: isLast ? nil : count > Self.longest ? 0 : ending))
            }
        }
        return role
    }

    /// What a word may be in names, by the hashes of its letters.
    @inline(never)
    private func role(of word: Word, _ marks: InlineArray<4, Stem>) -> Role {
        var role = word.isRuledOut ? [] : self.role(word.hash, ending: nil)
        for index in 0..<word.markCount {
            let stem = marks[index]
            let rest = min(word.count, Self.longest) - stem.count
            // The hash of what follows a stem: that of the whole word less that of the stem, moved up.
            role.formUnion(self.role(stem.hash, ending: word.count > Self.longest ? 0 : word.hash &- stem.hash &* powers[rest]))
        }
        return role
    }

    /// What the forms of these letters may be, alone or before an ending of this hash.
    private func role(_ hash: UInt64, ending: UInt64?) -> Role {
        var slot = Int(truncatingIfNeeded: hash >> 20) & (keys.count - 1)
        while keys[slot] != hash {
            if keys[slot] == 0 { return [] }
            slot = (slot + 1) & (keys.count - 1)
        }
        var low = Int(firsts[slot])
        var role: Role = []
        while low < forms.count && forms[low].hash == hash {
            let form = forms[low]
            low += 1
            if form.role.isSubset(of: role) { continue }
            switch form.ending {
            case .none: if ending == nil { role.formUnion(form.role) }
            case .any: role.formUnion(form.role)
            case .optional: if ending.map({ $0 == 0 || Self.contains(endingSets[form.endingSet], $0) }) ?? true { role.formUnion(form.role) }
            case .set: if let ending, ending == 0 || Self.contains(endingSets[form.endingSet], ending) { role.formUnion(form.role) }
            }
        }
        return role
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

    // MARK: - What is kept in mind

    /// Letters that a word begins with and a form has: their hash and number.
    private struct Stem {
        var hash: UInt64
        var count: Int
    }

    /// The word being read.
    private struct Word {
        var count = 0
        var hash: UInt64 = 0
        /// No name has a word that begins like this.
        var isRuledOut = false
        /// A name has a word with its first three letters.
        var hasStart = false
        var endsInApostrophe = false
        /// Stems found in it.
        var markCount = 0
        private var last: UInt32 = 0
        private var last2: UInt32 = 0
        private var isStretched = false
        private var union: UInt32 = 0
        /// Its lowest bit: a capital stood after a small letter.
        private var camel: UInt32 = 0

        /// One more letter or digit.
        @inline(__always)
        mutating func take(_ unit: UInt32) {
            count &+= 1
            camel |= unit >> 17 & union >> 22
            union |= unit
            // Letters differ in the low half.
            if UInt16(truncatingIfNeeded: (unit ^ last) | (unit ^ last2)) == 0 { isStretched = true }
            last2 = last
            last = unit
        }

        /// Has a capital, or no letter that has one.
        var isMarked: Bool { union & Sign.capital != 0 || union & (Sign.latin | Sign.cyrillic) == 0 }
        var isLatin: Bool { union & Sign.latin != 0 }
        var hasDigit: Bool { union & Sign.digit != 0 }
        var isCamel: Bool { camel & 1 != 0 }
        /// Written as no ordinary word is. Digits alone are no word.
        var isDisguised: Bool {
            union & Sign.letters != 0 && (isStretched || union & (Sign.latin | Sign.cyrillic) == Sign.latin | Sign.cyrillic || hasDigit)
        }
    }

    /// What went before.
    private struct Post {
        /// The last word may begin a name.
        var hasBegun = false
        /// A quotation mark, a hash or another such sign stands before the word.
        private(set) var hasMark = false
        /// The word before may be the first piece of a name taken apart: it is short, or the next one is, and letters that a name begins with.
        var mayBeSpelt = false
        /// The hash and number of the letters of a word of one or two.
        private var pieceHash: UInt64 = 0
        private var pieceCount = 0
        private var pieceHasBegun = false
        /// Lengths of the last two words.
        private var before = (0, 0)
        /// Words with digits.
        private var numbers = 0
        private var gapIsEmpty = true
        private var gapIsGlue = true
        private var gapIsLetter = false
        private var sawColon = false
        private var inLink = false
        private var beganWithHyphen = false
        /// `#`, `@` or `_` stands before the word.
        private var isTag = false

        /// The piece before still lacks letters to its third.
        @inline(__always)
        var isShortPiece: Bool { pieceCount != 0 && isTied }

        private var isTied: Bool { gapIsGlue && !gapIsEmpty }

        /// Whether the letters of a piece of two and this one begin a word of a name. A piece of one is let through.
        func completesPiece(_ unit: UInt32, _ prefixes: Span<UInt64>) -> Bool {
            if pieceCount == 1 { return true }
            return PostSieve.contains(
                LetterHash.extended(pieceHash, UInt16(truncatingIfNeeded: unit)), prefixes, pieceHasBegun ? prefixWords : 0, prefixBits)
        }

        /// A sign between words.
        @inline(__always)
        mutating func separate(_ sign: UInt32) {
            if sign == Sign.hyphen && gapIsEmpty { beganWithHyphen = true }
            gapIsEmpty = false
            switch sign {
            case Sign.space:
                inLink = false
                sawColon = false
                gapIsGlue = false
            case Sign.slash:
                // `://`: what follows up to the next space is a link.
                if sawColon { inLink = true }
            case Sign.colon:
                gapIsGlue = false
                sawColon = true
            case Sign.separator:
                gapIsGlue = false
                hasMark = true
            case Sign.hash:
                gapIsGlue = false
                hasMark = true
                isTag = true
            case Sign.underscore: isTag = true
            case Sign.at:
                gapIsLetter = true
                isTag = true
            default: break
            }
        }

        /// Ends a word; true when the text passes for the way it is written.
        @inline(__always)
        mutating func close(_ word: Word) -> Bool {
            if word.hasDigit {
                numbers += 1
                if word.count >= 10 || numbers >= 2 { return true }
            }
            if word.count >= 25 && word.isLatin { return true }
            if !inLink {
                if word.isDisguised || (word.isCamel && word.count >= 6) { return true }
                let mayBegin = word.hasStart || word.markCount > 0
                // A name may be run together with other words in a tag or a handle, or go on after the end of a line.
                if mayBegin && word.count >= 9 && isTag { return true }
                if beganWithHyphen && !gapIsGlue && mayBeSpelt { return true }
                if isTied && before.0 > 0 && (word.count <= 3 || before.0 <= 3) && (mayBeSpelt || gapIsLetter) {
                    return true
                }
                if word.count == 1 && before.0 == 1 && before.1 == 1 { return true }
            }
            before = (word.count, before.0)
            mayBeSpelt = word.hasStart || word.markCount > 0
            pieceCount = word.count < 3 ? word.count : 0
            pieceHash = word.hash
            pieceHasBegun = hasBegun
            beganWithHyphen = false
            isTag = false
            gapIsEmpty = !word.endsInApostrophe
            gapIsGlue = true
            gapIsLetter = false
            hasMark = false
            sawColon = false
            return false
        }
    }

    // MARK: - Tables

    @inline(__always)
    private static func contains(_ hash: UInt64, _ bits: Span<UInt64>, _ offset: Int, _ width: Int) -> Bool {
        let bit = Int(truncatingIfNeeded: hash >> UInt64(64 - width))
        return bits[offset &+ bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }

    private static func insert(_ hash: UInt64, _ bits: inout [UInt64], _ width: Int) {
        let bit = Int(truncatingIfNeeded: hash >> UInt64(64 - width))
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    /// A text as entries of the table. Made and used up within `passes`, where what it points to lives.
    @safe private struct Units {
        var position: UnsafePointer<UInt8>
        let end: UnsafePointer<UInt8>
        let table: UnsafePointer<UInt32>

        init(next position: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, table: UnsafePointer<UInt32>) {
            unsafe self.position = position
            unsafe self.end = end
            unsafe self.table = table
        }

        /// The entry of the next scalar; `Sign.end` when there is none. Beyond the plane, pictures part words and the rest is rare.
        @inline(__always)
        mutating func next() -> UInt32 {
            if unsafe position == end { return Sign.end }
            let first = unsafe Int(position[0])
            if first < 0x80 {
                unsafe position += 1
                return unsafe table[first]
            }
            if first < 0xE0 {
                let scalar = unsafe (first & 0x1F) << 6 | Int(position[1] & 0x3F)
                unsafe position += 2
                return unsafe table[scalar]
            }
            if first < 0xF0 {
                let scalar = unsafe (first & 0x0F) << 12 | Int(position[1] & 0x3F) << 6 | Int(position[2] & 0x3F)
                unsafe position += 3
                return unsafe table[scalar]
            }
            let scalar = unsafe (first & 0x07) << 18 | Int(position[1] & 0x3F) << 12 | Int(position[2] & 0x3F) << 6 | Int(position[3] & 0x3F)
            unsafe position += 4
            if Normalizer.isRegional(beyondPlane: UInt32(scalar)) {
                // Two make a flag, one is a letter.
                if unsafe end - position >= 4, unsafe position[0] == 0xF0, unsafe position[1] == 0x9F, unsafe position[2] == 0x87,
                    unsafe position[3] >= 0xA6
                {
                    unsafe position += 4
                    return Sign.glue
                }
                return Sign.rare
            }
            return Normalizer.isPicture(beyondPlane: UInt32(scalar)) ? Sign.glue : Sign.rare
        }
    }
}
