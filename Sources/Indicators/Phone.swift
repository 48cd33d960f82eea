/// Phone numbers without a plus: forms that people in one country write and that are hardly anything else.
enum Phone {
    /// One way to write a number.
    struct Form {
        /// Calling code; 0 when the number itself starts with one.
        var code: Int
        /// Lengths of the groups.
        var shape: [Int]
        /// First digits, the trunk prefix included.
        var lead: [UInt8]
        /// Digits of the trunk prefix.
        var trunk: Int
        /// Separators of which at least one must be there (a bracket, a hyphen), or none.
        var mark: NumberRun.Separators = []
        /// Needs a word like «тел.» before it, or digits of the Arabic script.
        var needsWord = false
    }

    private static func lead(_ text: StaticString) -> [UInt8] { "\(text)".utf8.map { $0 - 0x30 } }

    /// Sources: libphonenumber's national formats (`NumberFormat` of each region), ITU-T E.123 and what posts show.
    static let forms: [Form] = [
        // Russia and Kazakhstan: 8 917 123-45-67, (495) 123-45-67
        Form(code: 7, shape: [1, 3, 3, 2, 2], lead: lead("8"), trunk: 1),
        Form(code: 7, shape: [1, 3, 3, 4], lead: lead("8"), trunk: 1),
        Form(code: 7, shape: [1, 3, 2, 2, 3], lead: lead("8"), trunk: 1),
        Form(code: 7, shape: [1, 3, 7], lead: lead("8"), trunk: 1),
        Form(code: 7, shape: [1, 4, 2, 2, 2], lead: lead("8"), trunk: 1, mark: [.open, .hyphen]),
        Form(code: 7, shape: [1, 4, 3, 3], lead: lead("8"), trunk: 1, mark: [.open, .hyphen]),
        Form(code: 7, shape: [1, 5, 1, 2, 2], lead: lead("8"), trunk: 1, mark: [.open]),
        Form(code: 7, shape: [1, 10], lead: lead("89"), trunk: 1),
        Form(code: 7, shape: [4, 3, 2, 2], lead: lead("89"), trunk: 1),
        Form(code: 7, shape: [4, 7], lead: lead("89"), trunk: 1),
        Form(code: 7, shape: [3, 3, 2, 2], lead: [], trunk: 0, mark: [.open, .hyphen]),
        Form(code: 7, shape: [11], lead: lead("8"), trunk: 1, needsWord: true),
        // Turkmenistan: 8 (12) 34-56-78
        Form(code: 993, shape: [1, 2, 2, 2, 2], lead: lead("8"), trunk: 1, mark: [.open]),
        // Turkey: 0532 123 45 67
        Form(code: 90, shape: [4, 3, 2, 2], lead: lead("0"), trunk: 1),
        Form(code: 90, shape: [1, 3, 3, 2, 2], lead: lead("0"), trunk: 1),
        Form(code: 90, shape: [4, 3, 4], lead: lead("05"), trunk: 1),
        Form(code: 90, shape: [11], lead: lead("05"), trunk: 1, needsWord: true),
        // Iran: 0912 345 6789, ۰۹۱۲۳۴۵۶۷۸۹, 021-12345678
        Form(code: 98, shape: [4, 3, 4], lead: lead("09"), trunk: 1),
        Form(code: 98, shape: [4, 3, 2, 2], lead: lead("09"), trunk: 1),
        Form(code: 98, shape: [4, 7], lead: lead("09"), trunk: 1),
        Form(code: 98, shape: [11], lead: lead("09"), trunk: 1),
        Form(code: 98, shape: [3, 8], lead: lead("0"), trunk: 1),
        Form(code: 98, shape: [3, 4, 4], lead: lead("021"), trunk: 1),
        Form(code: 98, shape: [11], lead: lead("0"), trunk: 1, needsWord: true),
        // Pakistan: 0301-2345678
        Form(code: 92, shape: [4, 7], lead: lead("03"), trunk: 1),
        Form(code: 92, shape: [4, 3, 4], lead: lead("03"), trunk: 1),
        Form(code: 92, shape: [11], lead: lead("03"), trunk: 1, needsWord: true),
        // Kyrgyzstan: 0555 12 34 56, 0(555) 123 456
        Form(code: 996, shape: [4, 2, 2, 2], lead: lead("0"), trunk: 1),
        Form(code: 996, shape: [1, 3, 2, 2, 2], lead: lead("0"), trunk: 1),
        Form(code: 996, shape: [1, 3, 3, 3], lead: lead("0"), trunk: 1),
        // Afghanistan: 070 123 4567, 0701 234 567
        Form(code: 93, shape: [3, 3, 4], lead: lead("07"), trunk: 1),
        Form(code: 93, shape: [4, 3, 3], lead: lead("07"), trunk: 1),
        Form(code: 93, shape: [4, 6], lead: lead("07"), trunk: 1),
        Form(code: 93, shape: [10], lead: lead("07"), trunk: 1, needsWord: true),
        Form(code: 996, shape: [4, 3, 3], lead: lead("0"), trunk: 1),
        Form(code: 996, shape: [10], lead: lead("0"), trunk: 1, needsWord: true),
        // United Kingdom: 07400 123456, 020 7946 0123
        Form(code: 44, shape: [5, 6], lead: lead("07"), trunk: 1),
        Form(code: 44, shape: [5, 3, 3], lead: lead("07"), trunk: 1),
        Form(code: 44, shape: [3, 4, 4], lead: lead("02"), trunk: 1),
        Form(code: 44, shape: [4, 3, 4], lead: lead("01"), trunk: 1),
        Form(code: 44, shape: [5, 6], lead: lead("01"), trunk: 1),
        // North America: (201) 555-0123, 201-555-0123, 1-800-…
        Form(code: 1, shape: [3, 3, 4], lead: [], trunk: 0, mark: [.open, .hyphen, .dot]),
        Form(code: 1, shape: [1, 3, 3, 4], lead: lead("1"), trunk: 1, mark: [.open, .hyphen]),
        // A calling code without its plus: 998 90 123 45 67, 7 (917) 123-45-67
        Form(code: 0, shape: [3, 2, 3, 2, 2], lead: lead("99"), trunk: 0),
        Form(code: 0, shape: [3, 2, 3, 4], lead: lead("99"), trunk: 0),
        Form(code: 0, shape: [3, 2, 7], lead: lead("99"), trunk: 0),
        Form(code: 0, shape: [3, 3, 2, 2, 2], lead: lead("996"), trunk: 0),
        Form(code: 0, shape: [3, 3, 3, 3], lead: lead("996"), trunk: 0, needsWord: true),
        Form(code: 0, shape: [1, 3, 3, 2, 2], lead: lead("7"), trunk: 0),
        Form(code: 0, shape: [2, 3, 3, 4], lead: lead("9"), trunk: 0, needsWord: true),
        Form(code: 0, shape: [2, 3, 7], lead: lead("92"), trunk: 0),
        Form(code: 0, shape: [10], lead: [], trunk: 0, needsWord: true),
        Form(code: 0, shape: [11], lead: [], trunk: 0, needsWord: true),
        Form(code: 0, shape: [12], lead: [], trunk: 0, needsWord: true),
        Form(code: 0, shape: [13], lead: [], trunk: 0, needsWord: true),
        // Nine digits alone, as Uzbekistan and Tajikistan write them: 90 123-45-67
        Form(code: 998, shape: [2, 3, 2, 2], lead: [], trunk: 0, needsWord: true),
        Form(code: 992, shape: [2, 3, 2, 2], lead: [], trunk: 0, needsWord: true),
    ]

    /// The number with its calling code when groups are written in a form.
    static func number(_ form: Form, in run: NumberRun, from first: Int) -> [UInt8]? {
        let digits = run.digits(first, first + form.shape.count)
        guard digits.starts(with: form.lead), run.standsAlone(first, first + form.shape.count) else { return nil }
        if !form.mark.isEmpty {
            var marks = run.groups[first].before.intersection(.open)
            for group in run.groups[(first + 1)..<(first + form.shape.count)] { marks.formUnion(group.before) }
            guard !marks.isDisjoint(with: form.mark) else { return nil }
        }
        if form.code == 0 {
            guard let (_, codeDigits, lengths) = PhonePlan.shared.lengths(of: digits) else { return nil }
            return lengths >> UInt32(digits.count - codeDigits) & 1 == 1 ? digits : nil
        }
        let national = Array(digits.dropFirst(form.trunk))
        guard PhonePlan.shared.isValid(code: form.code, national: national) else { return nil }
        return "\(form.code)".utf8.map { $0 - 0x30 } + national
    }

    /// Words before a number that say what it is, in small letters, as stems.
    static let words = [
        "тел", "звон", "номер", "рақам", "ракам", "рақам", "whatsapp", "ватсап", "вотсап", "вацап", "viber", "вайбер", "tel", "phone",
        "call", "raqam", "nomer", "numara", "nömrə", "mobile", "моб", "تلفن", "تلفون", "تیلفون", "موبایل", "موبائل", "واتساپ", "واتس",
        "هاتف", "شماره", "رقم", "فون", "نمبر", "جوال", "تېلېفون",
    ]

    /// Words before a number that say it is something else.
    static let otherWords = [
        "id", "ид", "isbn", "issn", "imei", "order", "заказ", "заказа", "трек", "track", "tracking", "invoice", "инн", "огрн", "снилс",
        "артикул", "uid", "pid", "накладная", "серийный", "serial", "barcode", "штрихкод", "ean", "gtin", "doi", "pmid", "timestamp",
    ]
}
