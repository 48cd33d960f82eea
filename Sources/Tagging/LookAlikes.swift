// Letters of other scripts, digits and signs that are written for letters.

internal import ICUText

/// What a letter of another script, a digit or a sign may stand for in a word of Latin, Cyrillic or Arabic letters.
struct LookAlikes: Sendable {
    /// The script of the word that is read.
    enum Target: Int, CaseIterable, Sendable { case latin, cyrillic, arabic }

    /// For each unit below `end` the letter it is likeliest to be: itself for one of the script, 0 for what is none and looks like none.
    private let first: [UInt16]
    /// What else a foreign unit may be, likeliest first.
    private let others: [UInt16: [UInt16]]

    private static let end = 0xAC00

    /// The tables of the three scripts; made when the first disguised word is met.
    static let all: [LookAlikes] = Target.allCases.map(LookAlikes.init)

    /// The likeliest letter of a unit; 0 for none.
    @inline(__always)
    func letter(for unit: UInt16) -> UInt16 { Int(unit) < first.count ? first[Int(unit)] : 0 }

    /// Further letters a unit may be.
    func otherLetters(for unit: UInt16) -> [UInt16] { others[unit] ?? [] }

    private static func isOwn(_ unit: UInt16, _ target: Target) -> Bool {
        switch target {
        case .latin: (0x61...0x7A).contains(unit) || (0xDF..<0x250).contains(unit)
        case .cyrillic: (0x430..<0x530).contains(unit)
        case .arabic: (0x620..<0x780).contains(unit)
        }
    }

    private init(_ target: Target) {
        var options: [UInt16: [UInt16]] = [:]
        func add(_ unit: UInt16, _ letters: [UInt16]) {
            for letter in letters where !options[unit, default: []].contains(letter) { options[unit, default: []].append(letter) }
        }
        if target != .arabic {
            for (unit, letters) in Self.confusable(with: target == .latin ? Self.latinLetters : Self.cyrillicLetters) where !Self.isOwn(unit, target)
            {
                add(unit, letters)
            }
        }
        for line in Self.tables[target.rawValue].split(separator: " ") {
            let sides = Array(line.utf16)
            add(sides[0], Array(sides.dropFirst()))
        }
        var first = [UInt16](repeating: 0, count: Self.end)
        for unit in first.indices where Self.isOwn(UInt16(unit), target) { first[unit] = UInt16(unit) }
        for (unit, letters) in options { first[Int(unit)] = letters[0] }
        self.first = first
        others = options.mapValues { Array($0.dropFirst()) }.filter { !$0.value.isEmpty }
    }

    // MARK: - Tables

    private static let latinLetters = Array("abcdefghijklmnopqrstuvwxyz".utf16)
    private static let cyrillicLetters = Array("абвгдежзийклмнопрстуфхцчшщъыьэюяғқҳҷўіјѕһ".utf16)

    /// Beside UTS #39: shapes of handwriting and of leetspeak, then letters of the same sound; a source unit and what it may be. Digits last. (`4`, `6` for ч,
    /// ш are habits of Uzbek and Russian typists, `3 5 7 9` for ع خ ح ق those of Arabic chat.)
    private static let tables = [
        "гrg пnp иui йyi шw яr дd лl фf зz бb нhn рpr вbv сsc хxh уyu жj чch ғg қqk ҳh їi єe ҷj ўo ӯu ӣi 0o 1il 3e 4a 5s 6gb 7t 8b 9gq",
        "bвб cсц dд eе fф gг hнх iиі jј lл mм nпн oо pрп qқ rгр sс tт uиу vв xх yу wш zз 0о 1иіл 3зеэ 4ча 5с 6бш 7т 8в 9д",
        "0هو 1ا 2ا 3ع 5خه 6ط 7ح 8قغ 9قص ډد ړر ڈد ٹت ڤف ڕر ڵل ڡف ٯق ٮب ںن ڪک",
    ]

    /// The units that look like one of some letters, small or capital: UTS #39 skeletons by ICU, over the scripts that share shapes with Latin and Cyrillic.
    private static func confusable(with letters: [UInt16]) -> [(UInt16, [UInt16])] {
        var bySkeleton: [[UInt32]: [UInt16]] = [:]
        func skeletons(_ unit: UInt16) -> [[UInt32]] {
            guard let scalar = Unicode.Scalar(unit) else { return [] }
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            let forms = upper.count == 1 ? [scalar.value] + upper.map(\.value) : [scalar.value]
            // A skeleton keeps case; capitals of some scripts look like small letters of others (ꓠ n), so case is folded.
            return forms.map { ICUText.skeleton($0).flatMap { ICUText.nfkcCasefold($0) } }.filter { !$0.isEmpty }
        }
        for letter in letters {
            for skeleton in skeletons(letter) where !bySkeleton[skeleton, default: []].contains(letter) {
                bySkeleton[skeleton, default: []].append(letter)
            }
        }
        // Latin to Cyrillic, Armenian, phonetic letters, Cherokee, Lisu.
        let blocks: [ClosedRange<UInt16>] = [0x61...0x7A, 0xDF...0x58F, 0x13A0...0x13FD, 0x1D00...0x1D7F, 0xA4D0...0xA4FD, 0xAB30...0xABBF]
        return blocks.joined().compactMap { unit in
            let found = skeletons(unit).flatMap { bySkeleton[$0] ?? [] }
            return found.isEmpty ? nil : (unit, found)
        }
    }

    /// Letters that a sign between two pieces of a word may stand for, by script; nil for a sign that only separates.
    static func letters(forSign sign: Unicode.Scalar, _ target: Target) -> [UInt16]? {
        let table: [(String, String, String)] = [
            ("@", "ao", "ао"), ("$", "s", "с"), ("!", "il", "иіл"), ("€", "e", "е"), ("£", "l", "л"), ("¡", "i", "и"), ("|", "il", "ил"),
            ("¢", "c", "с"),
        ]
        if sign == "*" { return target == .arabic ? nil : target == .latin ? latinLetters : Array(cyrillicLetters.prefix(36)) }
        guard let row = table.first(where: { $0.0.unicodeScalars.first == sign }) else { return nil }
        return target == .arabic ? (sign == "@" ? [0x627] : nil) : Array((target == .latin ? row.1 : row.2).utf16)
    }
}
