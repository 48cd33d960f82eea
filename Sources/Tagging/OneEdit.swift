// Names with one wrong letter. Asked for only in posts that hold another name, and only of long words the lexicon knows nothing of, so it can afford to try
// every edit: a hash that is rolled over letters gives the hash of each in two multiplications, and a bitmap throws nearly all of them out.

internal import Lexicons
internal import Model

/// The words that are one edit away from a word: a letter left out, put in, replaced, or two neighbours swapped; never at the first letter.
struct OneEdit {
    private let letters: [UInt16]
    /// Hash of each prefix.
    private var prefixes: [UInt64] = [0]
    /// Powers of the hash's base.
    private var powers: [UInt64] = [1]
    private let alphabet: [UInt16]

    private static let latin = Array("abcdefghijklmnopqrstuvwxyz".utf16)
    private static let cyrillic = Array("абвгдежзийклмнопрстуфхцчшщъыьэюя".utf16)
    private static let arabic = Array("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی".utf16)

    /// - Parameter letters: folded.
    init(_ letters: [UInt16]) {
        self.letters = letters.map(LooseLetters.loosened)
        let first = letters.first ?? 0
        alphabet = first >= 0x600 ? Self.arabic : first >= 0x400 ? Self.cyrillic : Self.latin
        for letter in self.letters {
            prefixes.append(LetterHash.extended(prefixes[prefixes.count - 1], letter))
            powers.append(powers[powers.count - 1] &* LetterHash.base)
        }
        powers.append(powers[powers.count - 1] &* LetterHash.base)
    }

    /// Every edit whose hash passes a test, as letters. `mayBegin` says whether a name begins with four letters of some hash: where none does with the
    /// word's own, the edit is among the first ones.
    func candidates(where isKnown: (UInt64) -> Bool, mayBegin: (UInt64) -> Bool = { _ in true }) -> [[UInt16]] {
        let count = letters.count
        let whole = prefixes[count]
        var found: [[UInt16]] = []
        func tail(_ from: Int) -> UInt64 { whole &- prefixes[from] &* powers[count - from] }
        let keepsBeginning = count < 5 || mayBegin(prefixes[4])
        for at in 1..<(keepsBeginning ? count : 5) {
            let rest = tail(at + 1)
            // Left out of the name: the text has a letter too many.
            if isKnown(prefixes[at] &* powers[count - at - 1] &+ rest) { found.append(Array(letters[..<at]) + letters[(at + 1)...]) }
            for letter in alphabet {
                let value = (UInt64(letter) &+ 1) &* powers[count - at]
                if letter != letters[at], isKnown(prefixes[at] &* powers[count - at] &+ value &+ rest) {
                    found.append(Array(letters[..<at]) + [letter] + letters[(at + 1)...])
                }
                if isKnown(prefixes[at] &* powers[count - at + 1] &+ value &* LetterHash.base &+ tail(at)) {
                    found.append(Array(letters[..<at]) + [letter] + letters[at...])
                }
            }
            if at + 1 < count, letters[at] != letters[at + 1] {
                var swapped = letters
                swapped.swapAt(at, at + 1)
                if isKnown(LetterHash.hash(swapped)) { found.append(swapped) }
            }
        }
        for letter in alphabet where keepsBeginning && isKnown(LetterHash.extended(whole, letter)) { found.append(letters + [letter]) }
        return found
    }
}
