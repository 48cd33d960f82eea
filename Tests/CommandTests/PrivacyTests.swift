import Foundation
import Testing

/// Cards, phones and names of people: what never leaves readable (`safeguards.md` 6).
struct PrivacyTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    // MARK: - Masking

    @Test func `cards are masked scalar for scalar in text, values and surfaces, and the post says so`() throws {
        let run = try folder.mirob("scan", "--all", input: PostLine(id: "c", text: Sample.card).line)
        #expect(run.status == 0)
        #expect(!run.text.contains("4242424242424242"))
        let alert = try #require(try run.alerts().first)
        #expect(alert.post.notes == ["masked"])
        #expect(alert.post.text.unicodeScalars.count == Sample.card.unicodeScalars.count)
        let card = try #require(alert.indicators.first { $0.type == "card" })
        #expect(alert.slice(card) == card.surface)
        #expect(card.surface.contains("•••"))
        #expect(card.surface.unicodeScalars.count == 16 && card.end - card.start == 16)
        #expect(card.value.contains("•"))
        #expect(card.checksum == "valid")
        for span in alert.spans { #expect(alert.slice(span) == span.surface) }
        #expect(alert.post.text.hasSuffix("биродарлар"))
    }

    @Test func `phones and file names are masked too`() throws {
        let post = PostLine(id: "p", text: "Тел. +992 90 123 45 67", media: [PostLine.Medium(fileName: "карта 4242424242424242.pdf")])
        let run = try folder.mirob("scan", "--all", input: post.line)
        #expect(run.status == 0)
        #expect(!run.text.contains("4242424242424242"))
        #expect(!run.text.contains("123 45 67") && !run.text.contains("992901234567"))
        let alert = try #require(try run.alerts().first)
        #expect(Set(alert.indicators.map(\.type)) == ["card", "phone"])
        #expect(alert.post.notes == ["masked"])
        for span in alert.spans { #expect(alert.slice(span) == span.surface) }
    }

    @Test func `no-mask leaves cards readable and notes nothing, with the same score and places`() throws {
        let post = try PostLine(id: "c", text: Sample.card).line
        let masked = try #require(try folder.mirob("scan", "--all", input: post).alerts().first)
        let run = try folder.mirob("scan", "--all", "--no-mask", input: post)
        #expect(run.status == 0)
        let plain = try #require(try run.alerts().first)
        #expect(plain.post.text == Sample.card)
        #expect(plain.post.notes == nil)
        #expect(plain.indicators.map(\.value) == ["4242424242424242"])
        #expect(plain.score == masked.score)
        #expect(plain.spans.map(\.start) == masked.spans.map(\.start))
        #expect(plain.provenance.config != masked.provenance.config, "the option bears on the alert's content")
    }

    @Test func `explain masks as scan does`() throws {
        let page = try folder.mirob("explain", Sample.card)
        #expect(page.status == 0)
        #expect(!page.text.contains("4242424242424242"), "also not in the matching form")
        let json = try folder.mirob("explain", "--json", Sample.card)
        #expect(!json.text.contains("4242424242424242"))
    }

    // MARK: - Names of people

    private static let named = PostLine(
        id: "a", text: Sample.weather, source: "telegram", channel: "42", author: "Исми Касе", forwardedFrom: "Дигар Касе")

    @Test func `without a key names of people are dropped`() throws {
        let run = try folder.mirob("scan", "--all", input: Self.named.line)
        #expect(run.status == 0)
        #expect(!run.text.contains("Касе"))
        let alert = try #require(try run.alerts().first)
        #expect(alert.post.authorRef == nil && alert.post.forwardedFrom == nil)
    }

    @Test func `with a key they become pseudonyms, from the option and from the environment, and never the names`() throws {
        try folder.write("key", "0123456789abcdef0123456789abcdef")
        let option = try folder.mirob("scan", "--all", "--key-file", "key", input: Self.named.line)
        #expect(option.status == 0)
        #expect(!option.text.contains("Касе"))
        let post = try #require(try option.alerts().first?.post)
        // printf 'Исми Касе' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        #expect(post.authorRef == "p:f1436c4abea5994835f8ca8e910f059c")
        #expect(post.forwardedFrom == "p:83d2cbcfe06428d4dbf82f1b1de3bb0d")
        let environment = try folder.mirob("scan", "--all", input: Self.named.line, environment: ["MIROB_KEY_FILE": folder.path + "/key"])
        #expect(environment.output == option.output)
        try folder.write("other", "another key of another place")
        let other = try folder.mirob("scan", "--all", "--key-file", "other", input: Self.named.line)
        #expect(try other.alerts().first?.post.authorRef != post.authorRef)
        #expect(try folder.names == ["key", "other"], "scan makes no key")
    }

    @Test func `a key that cannot be read, or is empty, is an error and nothing is written`() throws {
        try folder.write("empty", "")
        for name in ["missing", "empty"] {
            let run = try folder.mirob("scan", "--all", "--key-file", name, input: Self.named.line)
            #expect(run.status == 1)
            #expect(run.errors == "mirob: the key file \(name) cannot be read or is empty\n")
            #expect(run.text == "")
            #expect(try folder.names == ["empty"])
        }
    }

    @Test func `a pseudonym already made passes through untouched`() throws {
        let run = try folder.mirob("scan", "--all", input: #"{"id":"1","text":"салом","author_ref":"p:abc","author":"Касе"}"# + "\n")
        #expect(run.status == 0)
        #expect(try run.alerts().first?.post.authorRef == "p:abc")
        #expect(!run.text.contains("Касе"))
    }

    @Test func `reasons and messages never quote a post or its author`() throws {
        let run = try folder.mirob("scan", input: #"{"id":"1","author":"Исми Касе","text":["махфӣ"]}"# + "\n")
        #expect(run.status == 2)
        #expect(run.errors.contains("text is an array, not a string"))
        #expect(!run.errors.contains("Касе") && !run.errors.contains("махфӣ"))
    }
}
