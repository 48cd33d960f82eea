import Hashing
import Ingestion
import Model
import Testing

struct PseudonymTests {
    let key = Array("0123456789abcdef0123456789abcdef".utf8)

    func pseudonym(_ name: String) -> String {
        let code = HMACSHA256.authenticationCode(for: Array(name.utf8), key: key)
        return "p:"
            + code.prefix(16).map { byte in
                let hex = String(byte, radix: 16)
                return hex.count == 1 ? "0" + hex : hex
            }.joined()
    }

    func post(_ fields: String, key: [UInt8]?) throws -> Post {
        try #require(Reading(line: "{\"id\":\"tg-340\",\"text\":\"x\",\(fields)}", key: key).posts.first)
    }

    @Test func `an author leaves as a keyed pseudonym or not at all`() throws {
        #expect(try post(#""author":"Рустам Қодиров""#, key: key).authorRef == pseudonym("Рустам Қодиров"))
        #expect(try post(#""author":"Рустам Қодиров""#, key: nil).authorRef == nil)
        #expect(try post(#""author":"""#, key: key).authorRef == nil)
        #expect(try post(#""author":"A","author_ref":"p:ready""#, key: key).authorRef == "p:ready")
        #expect(try post(#""author_ref":"p:ready""#, key: nil).authorRef == "p:ready")
        let other = try post(#""author":"Рустам Қодиров""#, key: Array("another".utf8)).authorRef
        #expect(other != nil && other != pseudonym("Рустам Қодиров"))
    }

    @Test(arguments: [
        "1234567890", "-1001234567890", "1234567890/Садо", "channel1234567890", "channel123/Title here", "https://t.me/s/name/5",
        "t.me/c/123456/7",
        "https://t.me/name/12", "https://example.org", "https://example.org/",
    ])
    func `a forward from a channel keeps its name`(name: String) throws {
        #expect(try post("\"forwarded_from\":\"\(name)\"", key: key).forwardedFrom == name)
        #expect(try post("\"forwarded_from\":\"\(name)\"", key: nil).forwardedFrom == name)
    }

    @Test(arguments: [
        "@rustam", "Рустам Қодиров", "Rustam", "rustam95", "user123456", "user123456/Rustam", "https://t.me/rustam",
        "https://vk.com/id12345",
        "https://ok.ru/profile/12", "+992 90 000 00 00", "channel", "-", "/Title", "t.me/rustam/x", "https://example.org?user=rustam",
    ])
    func `a forward from a person is a pseudonym`(name: String) throws {
        #expect(try post("\"forwarded_from\":\"\(name)\"", key: key).forwardedFrom == pseudonym(name))
        #expect(try post("\"forwarded_from\":\"\(name)\"", key: nil).forwardedFrom == nil)
    }

    @Test(arguments: ["17", "1234567890/17", "tg-12", "5f1c2b9a-0000-4000-8000-00000000000a", "0123456789abcdef", "https://t.me/name/12"])
    func `an answer to a post keeps its id`(id: String) throws {
        #expect(try post("\"reply_to\":\"\(id)\"", key: nil).replyTo == id)
    }

    @Test(arguments: ["@rustam", "Rustam Q", "rustam95", "tg-", "user-1", "Фарҳод", "deadbeef"])
    func `an answer to a person is a pseudonym`(name: String) throws {
        #expect(try post("\"reply_to\":\"\(name)\"", key: key).replyTo == pseudonym(name))
        #expect(try post("\"reply_to\":\"\(name)\"", key: nil).replyTo == nil)
    }

    @Test(arguments: ["user123456", "https://vk.com/id12345", "https://ok.ru/profile/12", "facebook.com/profile.php?id=1"])
    func `a private profile is no channel`(name: String) throws {
        #expect(try post("\"channel\":\"\(name)\"", key: key).channel == pseudonym(name))
        #expect(try post("\"channel\":\"\(name)\"", key: nil).channel == nil)
    }

    @Test(arguments: ["1234567890", "1234567890/Ном бо фосила", "example.org", "@channel", "user", "users/5", "a/profile/b"])
    func `a channel keeps its name`(name: String) throws {
        #expect(try post("\"channel\":\"\(name)\"", key: nil).channel == name)
    }

    @Test func `a pseudonym is left as it is`() throws {
        let made = pseudonym("Rustam")
        let again = try post("\"author\":\"\(made)\",\"forwarded_from\":\"\(made)\",\"reply_to\":\"\(made)\"", key: Array("k".utf8))
        #expect(again.authorRef == made && again.forwardedFrom == made && again.replyTo == made)
        #expect(try post("\"forwarded_from\":\"\(made)\"", key: nil).forwardedFrom == made)
    }

    @Test func `what came before changes no pseudonym`() {
        let names = ["\u{439}", "\u{438}\u{306}", "\u{E9}", "e\u{301}"]
        let orders = [names, names.reversed()]
        for order in orders {
            let lines = order.map { "{\"id\":\"1\",\"text\":\"x\",\"author\":\"\($0)\"}" }.joined(separator: "\n")
            #expect(Reading(line: lines, key: key).posts.map(\.authorRef) == order.map { pseudonym($0) })
        }
    }
}
