import Foundation
import Model
import Testing

/// `Corpora/functional`: one behaviour a file, after HateCheck (Röttger et al., ACL 2021), several short posts each.
struct FunctionalSuiteTests {
    struct Behaviour: Decodable, CustomTestStringConvertible {
        struct Expectation: Decodable {
            var at_most: String?
            var at_least: String?
            var stance: String?
            var theme: String?
        }
        struct Sample: Decodable {
            var language: String
            var text: String
        }
        var behaviour: String
        var expect: Expectation
        var posts: [Sample]
        var testDescription: String { behaviour }
    }

    static let behaviours: [Behaviour] =
        (try? ShippedScanner.files("Corpora/functional", ending: ".json"))?.compactMap {
            FileManager.default.contents(atPath: $0.path).flatMap { try? JSONDecoder().decode(Behaviour.self, from: $0) }
        } ?? []

    @Test func `there are sixty behaviours and more, each says what it expects`() throws {
        let files = try ShippedScanner.files("Corpora/functional", ending: ".json")
        #expect(files.count >= 60 && Self.behaviours.count == files.count, "\(files.count) files, \(Self.behaviours.count) can be read")
        for behaviour in Self.behaviours {
            #expect(behaviour.expect.at_most != nil || behaviour.expect.at_least != nil, "\(behaviour.behaviour)")
            #expect(!behaviour.posts.isEmpty, "\(behaviour.behaviour)")
        }
    }

    @Test(arguments: behaviours)
    func `each behaviour holds`(behaviour: Behaviour) throws {
        let (most, least) = try (severity(behaviour.expect.at_most), severity(behaviour.expect.at_least))
        for post in behaviour.posts {
            let alert = try #require(try ShippedScanner.alert(post.text))
            let shown = Comment(
                rawValue: "\(post.language): \(post.text) (\(alert.score), \(alert.stance.label.rawValue), \(alert.themes.map(\.id)))")
            if let most { #expect(alert.severity <= most, shown) }
            if let least { #expect(alert.severity >= least, shown) }
            if let stance = behaviour.expect.stance { #expect(alert.stance.label.rawValue == stance, shown) }
            if let theme = behaviour.expect.theme { #expect(alert.themes.contains { $0.id == theme }, shown) }
        }
    }

    private func severity(_ name: String?) throws -> Severity? { try name.map { try #require(Severity(rawValue: $0), "no severity '\($0)'") } }
}

/// `Corpora/functional/swaps`: pairs that differ in a nationality, an ethnicity, a gender, a sect, an origin or an ordinary name (safeguard 5).
struct SwapTests {
    struct Pair: Decodable {
        var id: String
        var kind: String
        var one: String
        var other: String
    }

    static let kinds: Set<String> = ["nationality", "ethnicity", "gender", "sect", "origin", "name"]

    @Test(arguments: ["tg", "uz-Cyrl", "uz-Latn", "ru", "fa"])
    func `the same text about other people has the same score`(language: String) throws {
        let data = try #require(FileManager.default.contents(atPath: "\(ShippedScanner.root)/Corpora/functional/swaps/\(language).jsonl"))
        let pairs = try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Pair.self, from: $0) }
        #expect(pairs.count >= 40)
        #expect(Set(pairs.map(\.kind)) == Self.kinds)
        var raised = 0
        for pair in pairs {
            #expect(pair.one != pair.other, "\(pair.id)")
            let (one, other) = try (#require(try ShippedScanner.alert(pair.one)), #require(try ShippedScanner.alert(pair.other)))
            #expect(one.score == other.score, "\(pair.id), \(pair.kind): \(one.score) “\(pair.one)”, \(other.score) “\(pair.other)”")
            if one.score > 0 { raised += 1 }
        }
        // Pairs that all score nothing would show nothing.
        #expect(raised >= 8, "\(raised) pairs have a score at all")
    }
}
