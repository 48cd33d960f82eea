/// Payment card numbers (ISO/IEC 7812).
enum Card {
    /// Leading digits and lengths by issuer, after the networks' public documents, ISO/IEC 7812 and the national systems' sites.
    private static let issuers: [(low: Int, high: Int, lengths: [Int])] = [
        (4, 4, [13, 16, 19]),  // Visa
        (51, 55, [16]), (2221, 2720, [16]),  // Mastercard
        (34, 34, [15]), (37, 37, [15]),  // American Express
        (2200, 2204, [16, 17, 18, 19]),  // Mir
        (2205, 2205, [16]),  // PayPak, Pakistan
        (62, 62, [16, 17, 18, 19]), (81, 81, [16, 17, 18, 19]),  // UnionPay
        (6011, 6011, [16, 19]), (644, 649, [16, 19]), (65, 65, [16, 19]),  // Discover
        (300, 305, [14, 16]), (3095, 3095, [14, 16]), (36, 36, [14, 16]), (38, 39, [14, 16]),  // Diners Club
        (3528, 3589, [16, 17, 18, 19]), (2131, 2131, [15]), (1800, 1800, [15]),  // JCB
        (5018, 5018, [13, 14, 15, 16, 17, 18, 19]), (5020, 5020, [13, 14, 15, 16, 17, 18, 19]),  // Maestro
        (5038, 5038, [13, 14, 15, 16, 17, 18, 19]), (5893, 5893, [13, 14, 15, 16, 17, 18, 19]),
        (6304, 6304, [13, 14, 15, 16, 17, 18, 19]), (6759, 6759, [13, 14, 15, 16, 17, 18, 19]),
        (6761, 6763, [13, 14, 15, 16, 17, 18, 19]), (6771, 6771, [16, 17, 18, 19]), (6799, 6799, [16, 18, 19]),
        (50, 50, [16, 18, 19]), (56, 58, [16, 18, 19]), (60, 61, [16, 18, 19]), (63, 64, [16, 18, 19]), (66, 69, [16, 18, 19]),
        (8600, 8600, [16]), (5614, 5614, [16]),  // Uzcard
        (9860, 9860, [16]),  // Humo
        (5058, 5058, [16]),  // Korti Milli
        (9417, 9417, [16]),  // Elkart, Kyrgyzstan
        (9934, 9934, [16]),  // Altyn Asyr, Turkmenistan
        (9792, 9792, [16]),  // Troy, Turkey
        (9112, 9112, [16]),  // Belkart
        (9051, 9051, [16]),  // ArCa, Armenia
        (9919, 9919, [16]),  // Mellat, Iran; the other Shetab prefixes lie in Maestro's ranges
        (82, 82, [16]),  // RuPay
    ]

    /// Groups a card is written in; a single group may have any length an issuer has.
    private static let shapes: [[Int]] = [
        [4, 4, 4, 4, 3], [4, 4, 4, 4, 2], [4, 4, 4, 4, 1], [4, 4, 4, 4], [4, 4, 4, 1], [4, 6, 5], [4, 6, 4], [4, 4, 5], [4, 5, 6],
        [8, 8], [4, 12], [12, 4], [6, 10], [6, 13], [8, 10], [4, 4, 8], [8, 4, 4],
    ]

    /// Number of groups from `first` that are a card's, or nil.
    static func groupCount(in run: NumberRun, from first: Int) -> Int? {
        let group = run.groups[first]
        if (13...19).contains(group.count), stands(run, first, 1), isValid(run.digits(first, first + 1)) { return 1 }
        for shape in shapes where first + shape.count <= run.groups.count && shape[0] == group.count {
            let end = first + shape.count
            guard run.hasShape(shape, from: first), stands(run, first, shape.count) else { continue }
            let separators = run.groups[first + 1].before
            guard separators == .space || separators == .hyphen, run.groups[first + 1..<end].allSatisfy({ $0.before == separators })
            else { continue }
            let digits = run.digits(first, end)
            // The last digits of a longer number whose own check failed, rather than a code behind the card.
            if end == run.groups.count - 1, run.groups[end].before == separators,
                hasIssuer(digits, length: digits.count + run.groups[end].count)
            {
                continue
            }
            if isValid(digits) { return shape.count }
        }
        return nil
    }

    /// Whether no group of a longer number stands beside the window.
    private static func stands(_ run: NumberRun, _ first: Int, _ count: Int) -> Bool {
        let end = first + count
        guard run.standsAlone(first, end), !run.isGluedBefore else { return false }
        let isNumber: (NumberRun.Group) -> Bool = { $0.count >= 4 }
        if count > 1 {
            if first > 0, isNumber(run.groups[first - 1]), run.groups[first].before == .space { return false }
            if end < run.groups.count, isNumber(run.groups[end]), run.groups[end].before == .space { return false }
        }
        return true
    }

    /// Luhn's check digit and an issuer that uses this prefix with this length.
    static func isValid(_ digits: [UInt8]) -> Bool {
        guard hasLuhnDigit(digits), Set(digits).count > 1 else { return false }
        guard digits.count != 13 || !hasArticleDigit(digits) else { return false }
        return hasIssuer(digits, length: digits.count)
    }

    /// Whether an issuer uses these leading digits with a length.
    private static func hasIssuer(_ digits: [UInt8], length: Int) -> Bool {
        let head = digits[..<4].reduce(0) { $0 * 10 + Int($1) }
        return issuers.contains { issuer in
            let scale = issuer.low < 10 ? 1000 : issuer.low < 100 ? 100 : issuer.low < 1000 ? 10 : 1
            return issuer.low...issuer.high ~= head / scale && issuer.lengths.contains(length)
        }
    }

    /// ISO/IEC 7812-1 annex B.
    static func hasLuhnDigit(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = index % 2 == 0 ? Int(digit) : Int(digit) * 2
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// EAN-13: a shop's article number or an ISBN rather than one of the few old 13-digit cards.
    private static func hasArticleDigit(_ digits: [UInt8]) -> Bool {
        digits.enumerated().reduce(0) { $0 + Int($1.element) * ($1.offset % 2 == 0 ? 1 : 3) } % 10 == 0
    }
}
