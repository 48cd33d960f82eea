import Model
import Testing

@testable import Indicators

@Suite struct NumberTests {
    // MARK: - Cards

    @Test(arguments: Vectors.card) func `a card is found whole, in groups and in other digits`(_ value: String) {
        let groups: [Int] = value.count == 15 ? [4, 6, 5] : value.count == 14 ? [4, 6, 4] : [4, 4, 4, 4, 4]
        var written: [String] = [value]
        for separator in [" ", "-", "\u{A0}"] {
            written.append(Self.grouped(value, groups).joined(separator: separator))
        }
        written.append(Self.shifted(value, to: 0x6F0))
        written.append(Self.shifted(value, to: 0x660))
        written.append(Self.shifted(value, to: 0xFF10))
        written.append(Self.grouped(value, groups).joined(separator: "\u{200C} "))
        for surface in written {
            for text in [surface, "Карта: \(surface).", "کارت \(surface) 👍", "card \(surface) 12/27", "1) \(surface)"] {
                let found = scan(text)
                #expect(found.map(\.kind) == [.card], "\(text)")
                #expect(found.map(\.value) == [value])
                #expect(found.map { UTF8Text(text).slice($0.range) } == [surface])
            }
        }
    }

    @Test(arguments: Vectors.card) func `a card with a wrong digit is gone`(_ value: String) {
        for index in value.indices {
            var broken = value
            broken.replaceSubrange(index...index, with: value[index] == "9" ? "0" : "\((value[index].wholeNumberValue ?? 0) + 1)")
            #expect(scan("карта \(broken)").isEmpty, "\(broken)")
            #expect(scan("карта " + Self.grouped(broken, [4, 4, 4, 4, 4]).joined(separator: " ")).isEmpty)
        }
    }

    /// Look-alikes: stamps, ids, hashes, versions, prices, ISBNs, colours, tables of numbers.
    @Test(arguments: [
        "1704067200", "1704067200000", "1704067200000000", "20240101120000", "2024-01-15 12:30:45", "2024-01-15T12:30:45.123456Z",
        "01.02.2024 - 03.04.2025", "-1001234567890", "id 4111111111111111", "order #4111111111111111", "заказ № 4111111111111111",
        "IMEI 490154203237518", "356938035643809", "978-3-16-148410-0", "9783161484100", "4006381333931", "ISBN 0-306-40615-2",
        "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "#ff8800", "550e8400-e29b-41d4-a716-446655440000",
        "41111111111111111", "4111 1111 1111 1111 1111 1111", "0.4111111111111111", "4111111111111111.5", "x4111111111111111",
        "4111111111111111x",
        "0000000000000000", "1234567890123456", "3.14159265358979323846", "192.168.1.1", "12 345 678 901 сум", "1 000 000 000 000",
        "100 200 300 400", "2023 2024 2025 2026", "10-11-12-13-14", "5:30 6:45 7:15", "v1.2.3-4567890", "ИНН 7707083893", "1e400",
        "№ 12-34-56",
        "tracking 9400111899223197428490", "snowflake 1234567890123456789", "+1 + 2 = 3", "5+998901234567", "C++11 2024 2025",
        "7:12 − 9:45",
        "2:255; 9:5; 47:4", "1445/1446", "(2021) 15-20", "0 555 000", "+0 123 456 7890", "+12345", "+999 123 456 789", "+1 123 456 7890",
        "+7 2024 12 31", "+998 12 345 67 8", "+992901234567890", "+44 20 7946", "1234567", "8 800 рублей 2000 3000",
    ])
    func `look-alikes are no cards and no phones`(_ text: String) {
        #expect(scan(text).isEmpty)
        #expect(scan("матн \(text) ва").isEmpty)
    }

    // MARK: - Phones

    @Test func `every region's example numbers are found`() {
        for value in Vectors.phone {
            for text in [
                value, "тел. \(value), пн", "📞\(value)", value.filter { $0 != " " && $0 != "-" }, value.replacing(" ", with: "\u{A0}"),
            ] {
                let found = scan(text)
                #expect(found.map(\.kind) == [.phone], "\(text)")
                #expect(found.map(\.value) == [value.filter { $0 == "+" || $0.isNumber }])
            }
        }
    }

    /// Ofcom's and Arcep's numbers for drama, 555-01xx, ITU-T E.123's form, and national forms; `9012345..` are nobody's.
    @Test(arguments: [
        ("+44 7700 900123", "+447700900123"), ("+44 (0)20 7946 0123", "+442079460123"), ("+44 1632 960123", "+441632960123"),
        ("+44 113 496 0123", "+441134960123"), ("+33 6 39 98 01 23", "+33639980123"), ("+1 (202) 555-0123", "+12025550123"),
        ("(202) 555-0123", "+12025550123"), ("202-555-0123", "+12025550123"), ("+998 90 123-45-67", "+998901234567"),
        ("+998(90)123-45-67", "+998901234567"), ("+ 992 90 123 45 67", "+992901234567"), ("+992-90-123-45-67", "+992901234567"),
        ("00992 90 123 45 67", "+992901234567"), ("00998901234567", "+998901234567"), ("998 90 123 45 67", "+998901234567"),
        ("8 (917) 123-45-67", "+79171234567"), ("8-917-123-45-67", "+79171234567"), ("8 917 123 45 67", "+79171234567"),
        ("8(495)123-45-67", "+74951234567"), ("+7 (701) 123-45-67", "+77011234567"), ("7 (917) 123-45-67", "+79171234567"),
        ("0532 123 45 67", "+905321234567"), ("0912 345 6789", "+989123456789"), ("09123456789", "+989123456789"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "+989123456789"), ("+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"), ("٠٧٠١٢٣٤٥٦٧", "+93701234567"),
        ("+93 70 123 4567", "+93701234567"), ("070 123 4567", "+93701234567"), ("0301-2345678", "+923012345678"),
        ("0(555) 12-34-56", "+996555123456"), ("0555 12 34 56", "+996555123456"), ("＋９９８９０１２３４５６７", "+998901234567"),
        ("+971 50 123 4567", "+971501234567"), ("+49 30 123456", "+4930123456"), ("+86 131 2345 6789", "+8613123456789"),
        ("020 7946 0123", "+442079460123"), ("8 800 555-35-35", "+78005553535"),
    ])
    func `phones are found in the forms people write`(_ written: String, _ value: String) {
        for text in [written, "Занг занед \(written).", "матн \(written) матн"] {
            let found = scan(text)
            #expect(found.map(\.kind) == [.phone], "\(text)")
            #expect(found.map(\.value) == [value], "\(text)")
        }
    }

    @Test(arguments: [
        ("Тел: 89171234567", "+79171234567"), ("WhatsApp 992901234567", "+992901234567"), ("рақам: 90 123 45 67", "+998901234567"),
        ("شماره 0701234567", "+93701234567"), ("tel:+992901234567", "+992901234567"), ("https://wa.me/992901234567", "+992901234567"),
        ("wa.me/998901234567?text=salom", "+998901234567"), ("t.me/+998901234567", "+998901234567"),
        ("https://api.whatsapp.com/send?phone=998901234567", "+998901234567"), ("tg://resolve?phone=998901234567", "+998901234567"),
    ])
    func `a word or a link says that digits are a phone`(_ text: String, _ value: String) {
        #expect(scan(text).map(\.kind) == [.phone])
        #expect(scan(text).map(\.value) == [value])
    }

    @Test func `without the word such digits are nothing`() {
        for text in ["89171234567", "992901234567", "90 123 45 67", "0701234567"] { #expect(scan("код \(text)").isEmpty, "\(text)") }
    }

    @Test func `a number behind a phone is not part of it`() {
        let text = "+992 90 123 45 67 12 ноября, +998901234567 2024"
        #expect(scan(text).map { UTF8Text(text).slice($0.range) } == ["+992 90 123 45 67", "+998901234567"])
    }

    static func grouped(_ value: String, _ lengths: [Int]) -> [String] {
        var rest = Substring(value)
        var groups: [String] = []
        for length in lengths where !rest.isEmpty {
            groups.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        if !rest.isEmpty { groups.append(String(rest)) }
        return groups
    }

    static func shifted(_ value: String, to zero: UInt32) -> String {
        var text = ""
        for scalar in value.unicodeScalars { text.unicodeScalars.append(Unicode.Scalar(zero + scalar.value - 0x30) ?? scalar) }
        return text
    }
}
