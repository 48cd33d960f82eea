internal import Model

/// How folded scalars come together to words. Both normalisers drive this one machine, so that they can differ only in folding.
struct WordState {
    private(set) var inWord = false
    /// Some sign that links and addresses are written with was seen.
    private(set) var sawLinkSign = false
    private var start: UInt32 = 0
    private var form: NormalizedText.Form = []
    private var before: NormalizedText.Gap = []
    private var gap: NormalizedText.Gap = []
    private var lastSign: NormalizedText.Gap = []
    private var pendingApostrophe = false
    private var lastUnit: UInt16 = 0
    private var run = 0

    /// A letter or digit, written as `unit`, begins a word at unit number `start`.
    @inline(__always)
    mutating func begin(_ letter: NormalizedText.Form, _ unit: UInt16, at start: UInt32) {
        lastUnit = unit
        run = 1
        if gap.contains(.dot) && gap != .dot {
            gap.remove(.dot)
            gap.insert(.sentenceEnd)
        }
        inWord = true
        self.start = start
        form = letter
        if letter.contains(.upper) { form.insert(.initialCapital) }
        if lastSign == .at { form.insert(.handle) }
        if lastSign == .hash { form.insert(.hashtag) }
        before = gap
        gap = []
        lastSign = []
    }

    /// A further letter or digit of the word.
    @inline(__always)
    mutating func extend(_ letter: NormalizedText.Form, _ unit: UInt16) {
        pendingApostrophe = false
        run = unit == lastUnit ? run + 1 : 1
        lastUnit = unit
        if run == 3 { form.insert(.stretched) }
        if letter.contains(.upper) && form.contains(.lower) { form.insert(.camel) }
        form.formUnion(letter)
    }

    /// A run of further letters of the word, taken together: `letters` is the union of their forms, the rest as `extend` would have left it.
    @inline(__always)
    mutating func extend(byRun letters: NormalizedText.Form, isCamel: Bool, isStretched: Bool, lastUnit: UInt16, run: Int) {
        pendingApostrophe = false
        form.formUnion(letters)
        if isCamel { form.insert(.camel) }
        if isStretched { form.insert(.stretched) }
        self.lastUnit = lastUnit
        self.run = run
    }

    /// What a run of letters goes on from.
    @inline(__always)
    var runStart: (form: NormalizedText.Form, lastUnit: UInt16, run: Int) { (form, lastUnit, run) }

    /// A sign that ends the word, if there is one: returns it, ending before unit `end`.
    mutating func separate(_ kind: NormalizedText.Gap, end: UInt32) -> NormalizedText.Word? {
        let word = close(end)
        if kind.contains(.newline) && gap.contains(.newline) { gap.insert(.paragraph) }
        if !kind.isDisjoint(with: [.slash, .at, .dot]) { sawLinkSign = true }
        gap.formUnion(kind)
        lastSign = kind
        return word
    }

    /// An apostrophe: nothing between letters, a sign elsewhere.
    mutating func apostrophe(end: UInt32) -> NormalizedText.Word? {
        if inWord && !pendingApostrophe {
            pendingApostrophe = true
            return nil
        }
        return separate(.apostrophe, end: end)
    }

    /// The end of the text.
    mutating func finish(end: UInt32) -> (NormalizedText.Word?, trailing: NormalizedText.Gap) {
        let word = close(end)
        if gap.contains(.dot) {
            gap.remove(.dot)
            gap.insert(.sentenceEnd)
        }
        return (word, gap)
    }

    private mutating func close(_ end: UInt32) -> NormalizedText.Word? {
        guard inWord else { return nil }
        inWord = false
        gap = pendingApostrophe ? .apostrophe : []
        pendingApostrophe = false
        return NormalizedText.Word(start: start, end: end, form: form, before: before)
    }
}
