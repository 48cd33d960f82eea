/// International bank account numbers (ISO 13616).
enum IBAN {
    /// Country and national structure: `n` digits, `a` capital letters, `c` letters or digits.
    ///
    /// Source: SWIFT, *IBAN Registry*, release 101 (as published in python-stdnum 2.2), neighbouring fields of one class joined.
    static let registry = """
        AD 8n12c, AE 19n, AL 8n16c, AT 16n, AZ 4a20c, BA 16n, BE 12n, BG 4a6n8c, BH 4a14c, BI 23n, BR 23n1a1c, BY 4c4n16c,
        CH 5n12c, CR 18n, CY 8n16c, CZ 20n, DE 18n, DJ 23n, DK 14n, DO 4c20n, EE 16n, EG 25n, ES 20n, FI 14n, FK 2a12n,
        FO 14n, FR 10n11c2n, GB 4a14n, GE 2a16n, GI 4a15c, GL 14n, GR 7n16c, GT 24c, HN 4a20n, HR 17n, HU 24n, IE 4a14n,
        IL 19n, IQ 4a15n, IS 22n, IT 1a10n12c, JO 4a4n18c, KW 4a22c, KZ 3n13c, LB 4n20c, LC 4a24c, LI 5n12c, LT 16n, LU 3n13c,
        LV 4a13c, LY 21n, MC 10n11c2n, MD 20c, ME 18n, MK 3n10c2n, MN 16n, MR 23n, MT 4a5n18c, MU 4a19n3a, NI 4a20n, NL 4a10n,
        NO 11n, OM 3n16c, PK 4a16c, PL 24n, PS 4a21c, PT 21n, QA 4a21c, RO 4a16c, RS 18n, RU 14n15c, SA 2n18c, SC 4a20n3a,
        SD 14n, SE 20n, SI 15n, SK 20n, SM 1a10n12c, SO 19n, ST 21n, SV 4a20n, TL 19n, TN 20n, TR 6n16c, UA 6n19c, VA 18n,
        VG 4a16n, XK 16n, YE 4a4n18c
        """

    /// Class of each character of the national part, at `26 * first letter + second letter`; empty for codes without an IBAN.
    static let structures: [[UInt8]] = {
        var table = [[UInt8]](repeating: [], count: 26 * 26)
        for entry in registry.split(whereSeparator: { $0 == "," || $0 == "\n" }) {
            let fields = entry.split(separator: " ")
            guard fields.count == 2 else { continue }
            var structure: [UInt8] = []
            var number = 0
            for byte in fields[1].utf8 {
                if Bytes.isDigit(byte) {
                    number = number * 10 + Int(byte - 0x30)
                } else {
                    structure += [UInt8](repeating: byte, count: number)
                    number = 0
                }
            }
            let code = Array(fields[0].utf8)
            table[Int(code[0] - 0x41) * 26 + Int(code[1] - 0x41)] = structure
        }
        return table
    }()

    /// Number of characters of an IBAN that starts with these two letters, or nil.
    static func length(_ first: UInt8, _ second: UInt8) -> Int? {
        guard Bytes.isLetter(first), Bytes.isLetter(second) else { return nil }
        let count = structures[Int((first & 0xDF) - 0x41) * 26 + Int((second & 0xDF) - 0x41)].count
        return count == 0 ? nil : count + 4
    }

    /// Whether the characters (capital letters and digits, of the country's length) follow its structure and modulo 97.
    static func isValid(_ text: [UInt8]) -> Bool {
        let structure = structures[Int(text[0] - 0x41) * 26 + Int(text[1] - 0x41)]
        for (character, kind) in zip(text[4...], structure) {
            switch kind {
            case UInt8(ascii: "n"): guard Bytes.isDigit(character) else { return false }
            case UInt8(ascii: "a"): guard Bytes.isUppercase(character) else { return false }
            default: guard Bytes.isDigit(character) || Bytes.isUppercase(character) else { return false }
            }
        }
        // 00, 01 and 99 leave the same remainder as 97, 98 and 02 but are never issued.
        let check = (text[2] - 0x30) * 10 + (text[3] - 0x30)
        guard (2...98).contains(check) else { return false }
        var remainder = 0
        for character in text[4...] + text[..<4] {
            if Bytes.isDigit(character) {
                remainder = (remainder * 10 + Int(character - 0x30)) % 97
            } else {
                remainder = (remainder * 100 + Int(character - 0x41 + 10)) % 97
            }
        }
        return remainder == 1
    }
}
