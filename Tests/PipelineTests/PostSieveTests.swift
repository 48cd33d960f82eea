import Ingestion
import Lexicons
import Model
import Pipeline
import Scoring
import Tagging
import TestSupport
import Testing

/// What a text is let go for is not allowed to be anything that the stages would have made something of.
private func lost(_ text: String, _ scanner: PostScanner) -> String? {
    let text = UTF8Text(text)
    if mayMatter(text, scanner) { return nil }
    let evidence = scanner.stages(of: Post(id: "1", text: text)).evidence
    if let mention = evidence.tags.mentions.first { return "\(text.slice(mention.range)) in: \(text.string)" }
    if let wallet = evidence.indicators.first(where: { $0.kind.isPayment }) { return "\(wallet.value) in: \(text.string)" }
    return nil
}

private func mayMatter(_ text: UTF8Text, _ scanner: PostScanner) -> Bool { scanner.mayMatter(text.utf8.span) }

private func medium() throws -> PostScanner { try Shipped.scanner { $0.writesAll = false } }

/// Ways to write a name.
private enum Disguise: CaseIterable {
    case none, upper, lower, spaced, dotted, hyphened, at, emoji, zeroWidth, stretched, lookalikes, digits, hashtag, handle, quoted, inflected

    func applied(to name: String) -> String {
        func joined(_ sign: String) -> String {
            name.split(separator: " ").map { $0.map(String.init).joined(separator: sign) }.joined(separator: "  ")
        }
        let ends = name.count > 1 ? (name.prefix(1), name.dropFirst()) : (name[...], "")
        return switch self {
        case .none: name
        case .upper: name.uppercased()
        case .lower: name.lowercased()
        case .spaced: joined(" ")
        case .dotted: joined(".")
        case .hyphened: joined("-")
        case .at: "\(ends.0)@\(ends.1)"
        case .emoji: joined("🔥")
        case .zeroWidth: joined("\u{200B}")
        case .stretched: name.map { "аоеиaoeiاو".contains($0) ? "\($0)\($0)\($0)" : "\($0)" }.joined()
        case .lookalikes: String(name.map { ["о": "o", "а": "a", "е": "e", "o": "о", "a": "а", "с": "c"][$0] ?? $0 })
        case .digits: String(name.map { ["о": "0", "o": "0", "и": "1", "i": "1", "ا": "1"][$0] ?? $0 })
        case .hashtag: "#" + name.replacing(" ", with: "_")
        case .handle: "@" + name.replacing(" ", with: "")
        case .quoted: "«\(name)»"
        case .inflected:
            name
                + (name.unicodeScalars.last.map { $0.value < 0x250 } == true
                    ? "ning" : name.unicodeScalars.last.map { $0.value < 0x600 } == true ? "ни" : "را")
        }
    }
}

@Test func `no name in any disguise is let go`() throws {
    let scanner = try medium()
    let patterns = scanner.lexicon.patterns
    var random = Seeded(20_261_122)
    var letGo: [String] = []
    for index in 0..<patterns.count where patterns.kind(index) == .alias {
        let name = patterns[index].text.replacing("~", with: "")
        for _ in 0..<2 {
            let disguise = Disguise.allCases.randomElement(using: &random) ?? .none
            let text =
                ["", "дар ", "Бо ", "، "].randomElement(using: &random)! + disguise.applied(to: name) + ["", " рӯз", ". ", "!"].randomElement(
                    using: &random)!
            if let fault = lost(text, scanner) { letGo.append("\(disguise): \(fault)") }
        }
    }
    #expect(letGo.isEmpty, "\(letGo.count): \(letGo.prefix(5))")
}

@Test func `nothing in hostile posts is let go`() throws {
    let scanner = try medium()
    var maker = PostMaker(scanner.lexicon, seed: 77)
    var letGo: [String] = []
    for number in 0..<2_000 {
        if let fault = lost(maker.next(number).text.string, scanner) { letGo.append(fault) }
    }
    #expect(letGo.isEmpty, "\(letGo.count): \(letGo.prefix(3))")
}

@Test(arguments: ["tg", "uz-Cyrl", "uz-Latn", "fa", "ru", "other"])
func `no name in a labelled post is let go`(_ language: String) throws {
    let scanner = try medium()
    var posts: [Post] = []
    let reader = BatchReader(paths: ["\(Shipped.root)/Corpora/gold/\(language).jsonl"], options: BatchReader.Options(format: .posts))
    var records: [ParsedRecord] = []
    while let item = reader.next() { if case .batch(let batch) = item { PostParser().parse(batch, into: &records) } }
    for case .post(let post, _) in records { posts.append(post) }
    #expect(posts.count > 30)
    let letGo = posts.compactMap { lost($0.text.string, scanner) }
    #expect(letGo.isEmpty, "\(letGo.count): \(letGo.prefix(3))")
}

@Test func `ordinary posts are let go`() throws {
    let scanner = try medium()
    for text in ["Имрӯз ҳаво хуб аст, мо ба бозор меравем.", "Bugun havo yaxshi, bozorga boramiz.", "Сегодня хорошая погода", "امروز هوا خوب است"] {
        #expect(!mayMatter(UTF8Text(text), scanner))
    }
}

@Test func `a scanner that writes all posts lets none go`() throws {
    #expect(try mayMatter(UTF8Text("Сегодня хорошая погода"), Shipped.scanner { $0.writesAll = true }))
}
