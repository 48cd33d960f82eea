internal import Detection
internal import Model
internal import Normalization

/// The texts of one class in their matching form, all in one array.
struct ClassTexts: Sendable {
    /// Which spelling of which language: `tg`, `tk-Cyrl`, `uz-Latn`.
    let name: String
    /// What the detector answers for it.
    let tag: String
    let script: WrittenScript
    let isNeighbour: Bool
    /// Letters and single separators, text after text.
    private(set) var units: [UInt16] = []
    /// Where each text begins in `units`; one more than there are texts.
    private(set) var starts: [Int] = [0]

    init(name: String, tag: String, script: WrittenScript, isNeighbour: Bool) {
        self.name = name
        self.tag = tag
        self.script = script
        self.isNeighbour = isNeighbour
    }

    var count: Int { starts.count - 1 }

    subscript(index: Int) -> ArraySlice<UInt16> { units[starts[index]..<starts[index + 1]] }

    /// Adds the words of a text that are written in the class's script, without links and handles. A text with none is left out.
    mutating func append(_ text: borrowing NormalizedText) {
        let before = units.count
        for word in text.words where !word.form.contains(.link) && !word.form.contains(.handle) {
            guard WrittenScript(word: word, in: text.units) == script else { continue }
            if units.count > before { units.append(NormalizedText.separator) }
            units += text.units[Int(word.start)..<Int(word.end)]
        }
        if units.count > before { starts.append(units.count) }
    }

    /// The texts whose number passes a test.
    func filter(_ isIncluded: (Int) -> Bool) -> ClassTexts {
        var result = ClassTexts(name: name, tag: tag, script: script, isNeighbour: isNeighbour)
        for index in 0..<count where isIncluded(index) {
            result.units += self[index]
            result.starts.append(result.units.count)
        }
        return result
    }
}
