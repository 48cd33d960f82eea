import Foundation
import Lexicons
import TestSupport

@testable import LexiconAuthoring

/// Random texts of the lexicon's words, whole and broken, inflected and respelled, with ordinary words, signs and line breaks between.
struct TextMaker {
    private var random: Seeded
    private let phrases: [String]
    private let endings: [String]

    init(_ draft: LexiconDraft, seed: UInt64) {
        random = Seeded(seed)
        phrases =
            draft.entities.flatMap { $0.names.map(\.text) }
            + (draft.themes.flatMap(\.cues) + draft.stances.flatMap(\.cues) + draft.guards).map(\.text)
        endings = draft.suffixes.flatMap { table in table.endings + table.slots.flatMap { $0 } + table.changes.flatMap(\.endings) }
    }

    private static let ordinary = [
        "ва", "дар", "имрӯз", "мардум", "салом", "и", "в", "город", "сегодня", "люди", "bugun", "va", "odamlar", "شهر", "و", "در", "مردم", "bir",
        "ülke",
        "the", "a", "Иваном", "2", "۱۴۰۳", "он", "она", "https://example.org/a", "t.me/x", "@kanal", "😀", "#тег",
    ]
    private static let gaps = [
        " ", " ", " ", " ", " ", " ", " ", "\n", "\n\n", ". ", ", ", "-", "! ", " — ", "؟ ", "… ", "_", " «", "» ", "#", ": ", "  ", "\u{200C}",
    ]
    private static let respellings: [Character: Character] = [
        "ҳ": "х", "қ": "к", "ӣ": "и", "ӯ": "у", "ҷ": "ч", "ғ": "г", "ў": "у", "ё": "е", "ş": "s", "ı": "i", "ی": "ي", "ک": "ك", "ه": "ة", "ا": "أ",
    ]

    mutating func next(words: Int) -> String {
        var text = ""
        for _ in 0..<words {
            text += Bool.random(using: &random) ? phrase() : Self.ordinary.randomElement(using: &random) ?? ""
            text += Self.gaps.randomElement(using: &random) ?? " "
        }
        return text
    }

    private mutating func phrase() -> String {
        guard let phrase = phrases.randomElement(using: &random) else { return "" }
        // One option of each choice.
        var plain = ""
        var rest = Substring(phrase)
        while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
            plain += rest[..<open]
            plain += rest[rest.index(after: open)..<close].split(separator: "|").randomElement(using: &random) ?? ""
            rest = rest[rest.index(after: close)...]
        }
        plain += rest
        var words: [String] = []
        for word in plain.replacingOccurrences(of: "…", with: " … ").split(separator: " ") {
            if word == "…" {
                for _ in 0..<Int.random(in: 0...6, using: &random) { words.append(Self.ordinary.randomElement(using: &random) ?? "") }
                continue
            }
            words.append(changed(String(word)))
        }
        if Int.random(in: 0..<8, using: &random) == 0 { words.removeLast() }
        let glue = Int.random(in: 0..<8, using: &random)
        var text = words.first ?? ""
        for word in words.dropFirst() { text += (glue == 0 ? "" : glue == 1 ? Self.gaps.randomElement(using: &random) ?? " " : " ") + word }
        return glue == 0 ? "#" + text : text
    }

    private mutating func changed(_ word: String) -> String {
        var word = word.hasSuffix("~") ? String(word.dropLast()) + (endings.randomElement(using: &random) ?? "") : word
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: word += endings.randomElement(using: &random) ?? ""
        case 2: word = String(word.dropLast(Int.random(in: 1...2, using: &random))) + (endings.randomElement(using: &random) ?? "")
        case 3: word = String(word.map { Self.respellings[$0] ?? $0 })
        case 4: word = word.uppercased()
        case 5: word = word.lowercased()
        case 6: word = String(word.filter { !"ъьЪЬ".contains($0) })
        default: break
        }
        return word
    }
}
