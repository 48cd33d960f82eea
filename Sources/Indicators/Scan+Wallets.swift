internal import Model

extension Scan {
    /// Looks for wallets and bank accounts in the stretch of Latin letters and digits around `position`.
    mutating func wallets(_ text: Span<UInt8>, at position: Int) {
        guard position >= zoneEnd else { return }
        zone.fill(text, around: position, floor: zoneEnd)
        zoneEnd = zone.end
        guard zone.count >= 14 else { return }
        var index = 0
        while index < zone.count {
            if zone.startsToken(index), let (last, find) = wallet(from: index) {
                var find = find
                find.start = zone.offsets[index]
                find.end = zone.offsets[last] + 1
                found.append(find)
                index = last + 1
            } else {
                index += 1
            }
        }
    }

    /// A wallet or account that starts at an index of the zone, and the index of its last character.
    private mutating func wallet(from start: Int) -> (last: Int, Found)? {
        switch zone.characters[start] {
        case UInt8(ascii: "1"): return base58(from: start, .btc, lengths: 26...34)
        case UInt8(ascii: "3"): return base58(from: start, .btc, lengths: 34...34)
        case UInt8(ascii: "4"), UInt8(ascii: "8"): return monero(from: start)
        case UInt8(ascii: "0"): return ethereum(from: start) ?? ton(from: start)
        case UInt8(ascii: "T"): return base58(from: start, .tron, lengths: 34...34) ?? iban(from: start)
        case UInt8(ascii: "L"), UInt8(ascii: "l"), UInt8(ascii: "M"):
            return base58(from: start, .ltc, lengths: 34...34) ?? segwit(from: start, .ltc) ?? iban(from: start)
        case UInt8(ascii: "b"), UInt8(ascii: "B"): return segwit(from: start, .btc) ?? iban(from: start)
        case UInt8(ascii: "E"), UInt8(ascii: "U"), UInt8(ascii: "k"): return ton(from: start) ?? iban(from: start)
        default: return iban(from: start)
        }
    }

    /// Base58check: Bitcoin 0x00 and 0x05, Litecoin 0x30 and 0x32, TRON 0x41 (the projects' `chainparams.cpp`, TRON's protocol document).
    ///
    /// With these version bytes every address has 34 digits, except that each leading `1` of Bitcoin's first kind stands for a whole byte.
    private mutating func base58(from start: Int, _ kind: Indicator.Kind, lengths: ClosedRange<Int>) -> (Int, Found)? {
        let versions: [UInt8] = kind == .btc ? [0x00, 0x05] : kind == .ltc ? [0x30, 0x32] : [0x41]
        var budget = hashBudget
        let walk = zone.walk(from: start, lengths: lengths, accepts: { Base58.digits[Int($0)] != 0xFF }) { walk in
            guard !walk.isBroken || budget > 0 else { return false }
            if walk.isBroken { budget -= 1 }
            return Base58.version(of: walk.text, among: versions) != nil
        }
        hashBudget = budget
        return walk.map { ($0.last, wallet(kind, $0.text)) }
    }

    /// Standard (18), integrated (19) and sub-addresses (42) of Monero's main network: 69 or 77 bytes, the last four of Keccak-256.
    private mutating func monero(from start: Int) -> (Int, Found)? {
        var budget = hashBudget
        let walk = zone.walk(from: start, lengths: 95...106, accepts: { Base58.digits[Int($0)] != 0xFF }) { walk in
            guard walk.text.count == 95 || walk.text.count == 106, !walk.isBroken || budget > 0 else { return false }
            if walk.isBroken { budget -= 1 }
            guard let bytes = Base58.moneroBytes(of: walk.text) else { return false }
            guard bytes.count == 77 ? bytes[0] == 19 : bytes[0] == 18 || bytes[0] == 42 else { return false }
            return Keccak256.digest(Array(bytes.dropLast(4)))[..<4].elementsEqual(bytes.suffix(4))
        }
        hashBudget = budget
        return walk.map { ($0.last, wallet(.xmr, $0.text)) }
    }

    /// Witness programs, `bc1…` and `ltc1…`: all lower case or all upper case.
    private mutating func segwit(from start: Int, _ kind: Indicator.Kind) -> (Int, Found)? {
        let prefix: [UInt8] = Array((kind == .btc ? "bc" : "ltc").utf8)
        guard zone.count >= start + 14 else { return nil }
        var index = start
        for expected in prefix + [UInt8(ascii: "1")] {
            while index > start && index < zone.count && Zone.isExtra(zone.characters[index]) { index += 1 }
            guard index < zone.count, Bytes.lowercased(zone.characters[index]) == expected else { return nil }
            index += 1
        }
        let isUpper = Bytes.isUppercase(zone.characters[start])
        var state = Bech32.state(afterPrefix: prefix)
        var values: [UInt8] = []
        let accepts: (UInt8) -> Bool = { character in
            Bytes.isDigit(character) || (isUpper ? Bytes.isUppercase(character) : Bytes.isLowercase(character))
        }
        let walk = zone.walk(from: start, lengths: 14...90, accepts: accepts) { walk in
            for character in walk.text[(prefix.count + 1 + values.count)...] {
                let value = Bech32.values[Int(Bytes.lowercased(character))]
                state = value == 0xFF ? .max : Bech32.step(state, value)
                values.append(value)
                guard value != 0xFF else { return true }  // stops the walk; refused below
            }
            return Bech32.isWitnessProgram(values, state: state)
        }
        guard let walk, values.last != 0xFF else { return nil }
        return (walk.last, wallet(kind, walk.text))
    }

    /// `0x` and 40 hexadecimal digits. Mixed case must follow EIP-55; one case has no checksum and must be whole.
    private mutating func ethereum(from start: Int) -> (Int, Found)? {
        guard start + 1 < zone.count, zone.characters[start + 1] | 0x20 == UInt8(ascii: "x") else { return nil }
        var budget = hashBudget
        var checksum = Indicator.Checksum.absent
        let accepts: (UInt8) -> Bool = { Bytes.hexValue($0) != nil || $0 | 0x20 == UInt8(ascii: "x") }
        let walk = zone.walk(from: start, lengths: 42...42, accepts: accepts) { walk in
            let digits = Array(walk.text[2...])
            guard digits.allSatisfy({ Bytes.hexValue($0) != nil }) else { return false }
            let hasUpper = digits.contains(where: Bytes.isUppercase)
            let hasLower = digits.contains(where: Bytes.isLowercase)
            guard !walk.isBroken || budget > 0 else { return false }
            if walk.isBroken { budget -= 1 }
            // Few addresses have one case by their checksum; for the others one case is no checksum.
            if (hasUpper || hasLower) && Ethereum.hasValidCase(digits) {
                checksum = .valid
                return true
            }
            return !(hasUpper && hasLower) && !walk.isBroken
        }
        hashBudget = budget
        guard let walk, checksum == .valid || !goesOnInHex(after: walk.last) else { return nil }
        var find = wallet(.eth, [UInt8(ascii: "0"), UInt8(ascii: "x")] + walk.text[2...])
        find.checksum = checksum
        find.needsMoneyWord = checksum == .absent
        return (walk.last, find)
    }

    /// Whether the words behind an address complete it to 64 digits: a private key or hash cut in two.
    private func goesOnInHex(after last: Int) -> Bool {
        var index = last + 1
        var digits = 40
        while index < zone.count, Bytes.hexValue(zone.characters[index]) != nil, digits <= 64 {
            digits += 1
            index += 1
        }
        return digits == 64
    }

    /// TON's user-friendly form: 48 characters of base64 or base64url (TEP-2); the test-network flag is let through, the account is the same.
    private mutating func ton(from start: Int) -> (Int, Found)? {
        guard start + 48 <= zone.count else { return nil }
        let second = zone.characters[start + 1]
        guard second == UInt8(ascii: "Q") || second == UInt8(ascii: "f") else { return nil }
        // A slash or hyphen in front may be part of a longer word, but also the end of a link's path: the checksum decides.
        let walk = zone.walk(from: start, lengths: 48...48, accepts: { Bytes.isAlphanumeric($0) || Zone.isExtra($0) && $0 != 0x3D }) {
            TON.isAddress($0.text)
        }
        return walk.map { ($0.last, wallet(.ton, $0.text)) }
    }

    /// A bank account in one piece, or in capitals in groups.
    private mutating func iban(from start: Int) -> (Int, Found)? {
        guard start + 15 <= zone.count, Bytes.isDigit(zone.characters[start + 2]), Bytes.isDigit(zone.characters[start + 3]),
            let length = IBAN.length(zone.characters[start], zone.characters[start + 1])
        else { return nil }
        let walk = zone.walk(from: start, lengths: length...length, accepts: Bytes.isAlphanumeric) { walk in
            if walk.isBroken {
                guard !walk.text.contains(where: Bytes.isLowercase), walk.pieces.dropLast().allSatisfy({ $0 >= 2 }) else { return false }
            }
            return IBAN.isValid(walk.text.map { Bytes.isLowercase($0) ? $0 & 0xDF : $0 })
        }
        guard let walk else { return nil }
        var find = wallet(.iban, walk.text.map { Bytes.isLowercase($0) ? $0 & 0xDF : $0 })
        find.rank = .account
        return (walk.last, find)
    }

    private func wallet(_ kind: Indicator.Kind, _ text: [UInt8]) -> Found {
        Found(kind: kind, start: 0, end: 0, value: String(decoding: text, as: UTF8.self), checksum: .valid, rank: .wallet)
    }
}
