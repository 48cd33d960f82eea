import Foundation
import LexiconAuthoring
import Lexicons
import Model
import Normalization
import Testing

@testable import Tagging

/// The shipped lexicon, read and compiled once: seconds in a debug build.
enum ShippedLexicon {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let draft = Result { try LexiconReader.read(folders: [root + "/Lexicons"]) }
    static let lexicon = Result { try LexiconCompiler.compile(draft.get()) }
}

/// The tagger and the plain matcher must find the same.
struct DifferentialTests {
    static func compare(_ draft: LexiconDraft, _ lexicon: Lexicon, texts: Int, words: Int, seeds: [UInt64]) {
        let asking = Asking(lexicon)
        let reference = ReferenceMatcher(draft, lexicon)
        var scratch = TaggingScratch()
        var compared = 0
        var inflected = 0
        for seed in seeds {
            var maker = TextMaker(draft, seed: seed)
            for _ in 0..<texts {
                let text = maker.next(words: words)
                let normalized = asking.normalized(text)
                var found: [ReferenceMatcher.Place: WordAgreement] = [:]
                for hit in asking.tagger.phrases(in: normalized, original: UTF8Text(text), scratch: &scratch) where hit.agreement < .deobfuscated {
                    let place = ReferenceMatcher.Place(pattern: hit.pattern, words: hit.words)
                    found[place] = min(found[place] ?? hit.agreement, hit.agreement)
                }
                let expected = reference.matches(in: normalized)
                compared += expected.count
                inflected += expected.values.count { $0 == .inflected }
                if found == expected { continue }
                func shown(_ side: [ReferenceMatcher.Place: WordAgreement], _ other: [ReferenceMatcher.Place: WordAgreement]) -> String {
                    side.filter { other[$0.key] != $0.value }.map { "\(lexicon.patterns[$0.key.pattern].text) \($0.key.words) \($0.value)" }.sorted()
                        .joined(separator: "; ")
                }
                Issue.record(
                    "seed \(seed): \(text.debugDescription)\ntagger only: \(shown(found, expected))\nplain matcher only: \(shown(expected, found))")
                return
            }
        }
        #expect(compared > texts, "the texts say something: \(compared) matches, \(inflected) of them inflected")
        #expect(inflected > texts / 20)
    }

    @Test func `tagger and plain matcher agree on a small lexicon`() throws {
        try Self.compare(SmallLexicon.draft, SmallLexicon.lexicon.get(), texts: 1000, words: 8, seeds: [1, 2, 3])
    }

    @Test func `tagger and plain matcher agree on the shipped lexicon`() throws {
        try Self.compare(ShippedLexicon.draft.get(), ShippedLexicon.lexicon.get(), texts: 600, words: 8, seeds: [4, 5])
    }
}
