import Foundation
import Testing

/// Jurisdictions, dates and the clock: annotations that never add a point (`safeguards.md` 8).
struct ListingTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    private func alert(_ arguments: [String], _ post: PostLine) throws -> AlertLine {
        let run = try folder.mirob(["scan", "--all"] + arguments, input: Data(post.line.utf8))
        #expect(run.status == 0)
        return try #require(try run.alerts().first)
    }

    /// Kazakhstan announced the removal on 29 December 2023 (`facts.yaml`).
    @Test func `the Taliban's delisting by Kazakhstan shows by date and never raises the score`() throws {
        let post = PostLine(id: "r", text: Sample.rivalry, publishedAt: "2024-06-01T10:00:00Z")
        let un = try alert([], post)
        #expect(un.entities.contains { $0.id == "afghan-taliban" })
        #expect(!un.designations.contains { $0.entity == "afghan-taliban" && $0.jurisdiction != "UN" })
        func kazakh(_ day: String?) throws -> AlertLine {
            try alert(["--jurisdiction", "KZ"] + (day.map { ["--as-of", $0] } ?? []), post)
        }
        for (day, listed) in [("2023-12-28", true), ("2023-12-29", false), ("2024-01-15", false)] {
            let result = try kazakh(day)
            let fact = try #require(result.designations.first { $0.entity == "afghan-taliban" })
            #expect(fact.jurisdiction == "KZ" && fact.asOf == day && fact.listed == listed, "\(day)")
            #expect(result.score <= un.score, "\(day)")
        }
        // Without --as-of it is the post's own day.
        let own = try #require(try kazakh(nil).designations.first { $0.entity == "afghan-taliban" })
        #expect(own.asOf == "2024-06-01" && !own.listed)
    }

    @Test func `the same posts under another jurisdiction never score above UN`() throws {
        let posts = try Sample.posts(4) + [Sample.card, Sample.rivalry].map { try PostLine(id: $0, text: $0).line }.joined()
        let un = try folder.mirob("scan", "--all", input: posts).alerts()
        for code in ["US", "RU", "KZ", "TJ"] {
            let run = try folder.mirob("scan", "--all", "--jurisdiction", code, input: posts)
            #expect(run.status == 0)
            let other = try run.alerts()
            #expect(zip(other, un).allSatisfy { $0.score <= $1.score }, "\(code)")
            #expect(other.flatMap(\.designations).allSatisfy { $0.jurisdiction == code }, "\(code)")
        }
    }

    @Test func `several jurisdictions annotate together`() throws {
        let result = try alert(["--jurisdiction", "UN", "--jurisdiction", "US"], PostLine(id: "r", text: Sample.release))
        #expect(Set(result.designations.map(\.jurisdiction)) == ["UN", "US"])
    }

    @Test func `scored_at is written only where the time is given`() throws {
        let post = PostLine(id: "r", text: Sample.release)
        #expect(try alert([], post).scoredAt == nil)
        #expect(try alert(["--now", "2026-01-02T03:04:05Z"], post).scoredAt == "2026-01-02T03:04:05Z")
        let run = try folder.mirob("scan", "--all", input: post.line, environment: ["MIROB_NOW": "2026-01-02T03:04:05+05:00"])
        #expect(try run.alerts().first?.scoredAt == "2026-01-02T03:04:05+05:00")
        let both = try folder.mirob(
            "scan", "--all", "--now", "2026-01-02T03:04:05Z", input: post.line, environment: ["MIROB_NOW": "2020-01-01T00:00:00Z"])
        #expect(try both.alerts().first?.scoredAt == "2026-01-02T03:04:05Z", "the option goes before the environment")
    }

    @Test func `spellings in other scripts are matched unless that is turned off`() throws {
        // A Tajik name in Latin letters that no file of the lexicon gives: only a generated spelling can match it.
        let text = "Guruhi Ansorulloh"
        let with = try alert([], PostLine(id: "t", text: text))
        #expect(with.entities.contains { $0.match == "transliterated" })
        let without = try alert(["--no-transliterate"], PostLine(id: "t", text: text))
        #expect(!without.entities.contains { $0.match == "transliterated" })
        #expect(without.entities.count < with.entities.count)
        #expect(with.provenance.config != without.provenance.config)
    }
}
