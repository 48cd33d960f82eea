import Foundation
import Lexicons
import Model
import TestSupport
import Testing

@testable import Tagging

/// Aho and Corasick's automaton (1975) over folded, loosened letters; words are set off by a space on both sides.
private struct AhoCorasick {
    private var next: [[UInt16: Int]] = [[:]]
    private var fail: [Int] = [0]
    private var outputs: [[Int]] = [[]]

    init(_ patterns: [[UInt16]]) {
        for (index, pattern) in patterns.enumerated() {
            var node = 0
            for letter in pattern {
                if let child = next[node][letter] {
                    node = child
                } else {
                    next.append([:])
                    fail.append(0)
                    outputs.append([])
                    next[node][letter] = next.count - 1
                    node = next.count - 1
                }
            }
            outputs[node].append(index)
        }
        var queue = Array(next[0].values)
        while !queue.isEmpty {
            let node = queue.removeFirst()
            for (letter, child) in next[node] {
                var back = fail[node]
                while back != 0 && next[back][letter] == nil { back = fail[back] }
                fail[child] = next[back][letter].flatMap { $0 == child ? nil : $0 } ?? 0
                outputs[child] += outputs[fail[child]]
                queue.append(child)
            }
        }
    }

    func matches(in text: [UInt16]) -> [(pattern: Int, end: Int)] {
        var found: [(Int, Int)] = []
        var node = 0
        for (index, letter) in text.enumerated() {
            while node != 0 && next[node][letter] == nil { node = fail[node] }
            node = next[node][letter] ?? 0
            for pattern in outputs[node] { found.append((pattern, index + 1)) }
        }
        return found
    }
}

/// Whole forms of the vocabulary, found by hashes and by an automaton, over generated words: millions with `MIROB_SOAK=1` (`make soak`).
struct AhoCorasickTests {
    static let words = ProcessInfo.processInfo.environment["MIROB_SOAK"] == nil ? 40_000 : 4_000_000

    @Test func `the word index finds what an Aho-Corasick automaton finds`() throws {
        let asking = try TaggerTests.asking.get()
        let vocabulary = asking.lexicon.vocabulary
        // Forms that nothing may follow, or nothing need: found as whole words.
        let forms = vocabulary.forms.filter { $0.ending != .set && !$0.isExact && !$0.isDisguised }
        let letters = forms.map { Array(vocabulary.letters[$0.start..<$0.start + $0.count]) }
        let automaton = AhoCorasick(letters.map { [0x20] + $0.map(LooseLetters.loosened) + [0x20] })
        let index = WordIndex(vocabulary)
        var random = Seeded(71)
        var compared = 0
        var done = 0
        while done < Self.words {
            var text = ""
            for _ in 0..<200 {
                var word = letters[Int.random(in: 0..<letters.count, using: &random)]
                switch Int.random(in: 0..<8, using: &random) {
                case 0: word.removeLast()
                case 1: word.append(word[0])
                case 2: word.shuffle(using: &random)
                case 3: word[Int.random(in: 0..<word.count, using: &random)] = 0x430
                case 4: word = (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt16.random(in: 0x430...0x44F, using: &random) }
                default: break
                }
                text += String(decoding: word, as: UTF16.self) + " "
            }
            done += 200
            let normalized = asking.normalized(text)
            var hits: [WordHit] = []
            var starts: [UInt32] = []
            index.find(in: normalized, hits: &hits, starts: &starts)
            let plain = [0x20] + normalized.units[..<normalized.count].map(LooseLetters.loosened) + [0x20]
            // Padding: a match ends behind the space after its word.
            let expected = Set(automaton.matches(in: plain).map { "\($0.end - 2) \(forms[$0.pattern].word)" })
            var found: Set<String> = []
            for (word, place) in normalized.words.enumerated() {
                for hit in hits[Int(starts[word])..<Int(starts[word + 1])] where hit.agreement != .deobfuscated && Int(hit.stem) == place.count {
                    let isWhole = forms.contains { Int(hit.word) == $0.word && $0.count == place.count }
                    if isWhole { found.insert("\(place.end) \(hit.word)") }
                }
            }
            compared += expected.count
            #expect(found.isSuperset(of: expected), "missed: \(expected.subtracting(found).sorted().prefix(3))")
            let invented = found.subtracting(expected)
            #expect(invented.isEmpty, "invented: \(invented.sorted().prefix(3)) in \(text.prefix(80))")
            if found != expected { return }
        }
        #expect(compared > Self.words / 4)
    }
}
