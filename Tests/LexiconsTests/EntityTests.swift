import Lexicons
import Testing

struct DesignationTests {
    struct Case: CustomTestStringConvertible {
        var since: String?
        var until: String?
        var day: String
        var holds: Bool
        var testDescription: String { "\(since ?? "…")–\(until ?? "…") on \(day)" }
    }

    @Test(arguments: [
        Case(since: nil, until: nil, day: "2024-06-27", holds: true),
        Case(since: "2019-05-14", until: nil, day: "2019-05-13", holds: false),
        Case(since: "2019-05-14", until: nil, day: "2019-05-14", holds: true),
        Case(since: "2019-05-14", until: nil, day: "2019-05-15", holds: true),
        Case(since: nil, until: "2023-12-29", day: "2023-12-28", holds: true),
        Case(since: nil, until: "2023-12-29", day: "2023-12-29", holds: false),
        // Dates known to the month or the year only.
        Case(since: "2019-05", until: nil, day: "2019-05-01", holds: true),
        Case(since: "2019-05", until: nil, day: "2019-04-30", holds: false),
        Case(since: "2006", until: nil, day: "2006-01-01", holds: true),
        Case(since: "2006", until: nil, day: "2005-12-31", holds: false),
        Case(since: "2006", until: "2024-09", day: "2024-08-31", holds: true),
        Case(since: "2006", until: "2024-09", day: "2024-09-01", holds: false),
        Case(since: "2006", until: "2024-09", day: "2024-10-01", holds: false),
        // A question as inexact as that.
        Case(since: "2019-05-14", until: nil, day: "2019", holds: true),
        Case(since: "2019-05-14", until: nil, day: "2018", holds: false),
        Case(since: "2019-05-14", until: nil, day: "2019-05", holds: true),
        Case(since: "2019-05-14", until: nil, day: "2019-04", holds: false),
        Case(since: "2006", until: "2023-12-29", day: "2022", holds: true),
        Case(since: "2006", until: "2023-12-29", day: "2024", holds: false),
    ])
    func `a designation holds from its first day to the day before its last`(matter: Case) {
        let fact = Entity.Designation(jurisdiction: "KZ", list: "x", since: matter.since, until: matter.until, verified: true, source: nil)
        #expect(fact.holds(on: matter.day) == matter.holds)
    }
}

struct EntityTests {
    @Test func `only violent groups and outlets are violent voices and only figures and officials persons`() {
        let entities = [
            Entity(id: "a", name: "", kind: .group, groupClass: .violent), Entity(id: "b", name: "", kind: .group, groupClass: .bannedNotViolent),
            Entity(id: "c", name: "", kind: .outlet), Entity(id: "d", name: "", kind: .figure), Entity(id: "e", name: "", kind: .official),
            Entity(id: "f", name: "", kind: .event),
        ]
        #expect(entities.filter(\.isViolentVoice).map(\.id) == ["a", "c"])
        #expect(entities.filter(\.isPerson).map(\.id) == ["d", "e"])
    }

    @Test func `a feature that is not weighed weighs nothing`() {
        #expect(Weights(tenths: ["a": 15])["a"] == 15)
        #expect(Weights(tenths: ["a": 15])["b"] == 0)
    }

    @Test func `the themes are the contract's`() {
        #expect(
            Set(Theme.ids) == [
                "fundraising", "recruitment", "incitement", "attack-claim", "martyrdom", "threat", "release", "rivalry", "detainees", "statement",
                "activity", "grievance", "turkistan",
            ])
        #expect(Theme.ids.count == 13)
    }
}

struct LooseLettersTests {
    @Test func `loosening twice is loosening once`() {
        for unit in UInt16.min...UInt16.max {
            let once = LooseLetters.loosened(unit)
            #expect(LooseLetters.loosened(once) == once)
        }
    }

    @Test func `what a letter is loosened to is a letter of the same script`() {
        for unit: UInt16 in 0x80..<0x780 where LooseLetters.loosened(unit) != unit {
            let plain = LooseLetters.loosened(unit)
            let block: (UInt16) -> Int = { $0 < 0x370 ? 0 : $0 < 0x530 ? 1 : 2 }
            #expect(block(plain) == block(unit), "\(String(decoding: [unit], as: UTF16.self)) → \(String(decoding: [plain], as: UTF16.self))")
        }
    }

    @Test(arguments: [
        ("ҳиҷрат", "хичрат"), ("қӯшиш", "кушиш"), ("Ғозӣ".lowercased(), "гози"), ("ўзбек", "узбек"), ("ёр", "ер"), ("şehid", "sehid"),
        ("ığdır", "igdir"),
        ("أمة", "امه"), ("خۇراسان", "خوراسان"), ("jihod", "jihod"),
    ])
    func `letters typed for each other are one`(written: String, typed: String) {
        #expect(written.utf16.map(LooseLetters.loosened) == typed.utf16.map(LooseLetters.loosened))
        #expect(LetterHash.hash(Array(written.utf16)) == LetterHash.hash(Array(typed.utf16)))
    }

    @Test(arguments: [("хор", "кор"), ("ш", "с"), ("ж", "з"), ("б", "п"), ("دل", "ذل"), ("پ", "ب"), ("h", "x"), ("و", "ی")])
    func `letters of other sounds stay apart`(a: String, b: String) {
        #expect(a.utf16.map(LooseLetters.loosened) != b.utf16.map(LooseLetters.loosened))
        #expect(LetterHash.hash(Array(a.utf16)) != LetterHash.hash(Array(b.utf16)))
    }
}

struct LetterHashTests {
    @Test func `the hash of a word is rolled letter by letter`() {
        let letters = Array("хуросонӣ".utf16)
        var hash: UInt64 = 0
        for (count, letter) in letters.enumerated() {
            #expect(hash == LetterHash.hash(letters.prefix(count)))
            hash = LetterHash.extended(hash, LooseLetters.loosened(letter))
        }
        #expect(hash == LetterHash.hash(letters))
        #expect(LetterHash.hash([UInt16]()) == 0)
    }

    @Test func `order, length and zeros change a hash`() {
        let words: [[UInt16]] = [[], [0], [0, 0], [1], [1, 0], [0, 1], [1, 2], [2, 1], [0x430, 0x431], [0x431, 0x430], [0x430, 0x430]]
        #expect(Set(words.map { LetterHash.hash($0) }).count == words.count)
    }
}
