import Model
import Testing

@testable import Indicators

/// What a scan found, in short.
func scan(_ text: String) -> [Indicator] {
    var candidates: [IndicatorCandidate] = []
    IndicatorScanner().candidates(in: UTF8Text(text), into: &candidates)
    return candidates.map(\.indicator)
}

/// The surface of an indicator.
func surface(_ indicator: Indicator, in text: String) -> String { UTF8Text(text).slice(indicator.range) }

@Suite struct WalletTests {
    static let wallets: [(Indicator.Kind, String)] =
        Vectors.btc.map { (.btc, $0) } + Vectors.eth.map { (.eth, $0) } + Vectors.tron.map { (.tron, $0) } + Vectors.ltc.map { (.ltc, $0) }
        + Vectors.xmr.map { (.xmr, $0) } + Vectors.ton.map { (.ton, $0) } + Vectors.iban.map { (.iban, $0) }

    static let frames = ["@", "Ёрӣ диҳед: @.", "کمک کنید @", "👩‍👩‍👧 й «@»", "(@)", "BTC=@;", "адрес@", "\u{202B}@\u{202C}", "a@\nb", "`@`, x"]

    @Test(arguments: wallets) func `a valid one is found in any surroundings`(_ kind: Indicator.Kind, _ value: String) {
        for frame in Self.frames {
            let text = frame.split(separator: "@", omittingEmptySubsequences: false).joined(separator: value)
            guard !(frame == "a@\nb") else { continue }
            let found = scan(text)
            #expect(found.map(\.kind) == [kind], "\(text)")
            #expect(found.map(\.value) == [value])
            #expect(found.map(\.checksum) == [.valid])
            #expect(found.map { surface($0, in: text) } == [value])
        }
    }

    @Test(arguments: wallets) func `one changed character and it is gone`(_ kind: Indicator.Kind, _ value: String) {
        let characters = Array(value)
        for index in characters.indices {
            var broken = characters
            broken[index] = Self.other(characters[index])
            if kind == .eth && broken.dropFirst(2).allSatisfy({ !$0.isLetter || $0.isLowercase }) { continue }
            if kind == .eth && broken.dropFirst(2).allSatisfy({ !$0.isLetter || $0.isUppercase }) { continue }
            // The same six bits, written in the other alphabet.
            if kind == .ton && (broken[index] == "+" || broken[index] == "/") { continue }
            #expect(scan("pay " + String(broken) + " now").isEmpty, "\(String(broken))")
        }
    }

    /// Another character of the same class.
    private static func other(_ character: Character) -> Character {
        switch character {
        case "9": "8"
        case "z": "y"
        case "Z": "Y"
        case "f": "e"
        case "F": "E"
        case "-": "A"
        case "_": "B"
        default: character.unicodeScalars.first.flatMap { Unicode.Scalar($0.value + 1) }.map { Character($0) } ?? "x"
        }
    }

    /// A wallet in pieces is looked for only where there is a digit.
    @Test(arguments: wallets.filter { $0.0 != .iban && $0.1.contains(where: \.isNumber) })
    func `letters apart, a line break, invisible scalars do not hide it`(
        _ kind: Indicator.Kind, _ value: String
    ) {
        let half = value.count / 2 + 1
        var broken: [String] = []
        broken.append(value.map(String.init).joined(separator: " "))
        broken.append(value.map(String.init).joined(separator: "\u{200B}"))
        broken.append(Self.pieces(value, 4).joined(separator: " "))
        broken.append(Self.pieces(value, 7).joined(separator: "\u{200C}"))
        broken.append(Self.pieces(value, half).joined(separator: "\n"))
        broken.append(Self.pieces(value, half).joined(separator: "\r\n  "))
        broken.append("\u{2066}" + Self.pieces(value, 9).joined(separator: "\u{2069}\u{2066}") + "\u{2069}")
        for text in broken {
            let framed = "ҳамён: " + text + " — ёрӣ"
            let found = scan(framed)
            #expect(found.map(\.value) == [value], "\(framed)")
            #expect(found.map(\.kind) == [kind])
            let bare = text.unicodeScalars.drop { Bytes.isInvisible($0.value) }
            let range = found.first.map { surface($0, in: framed) } ?? ""
            #expect(String(String.UnicodeScalarView(bare)).hasPrefix(range) && !range.isEmpty)
        }
    }

    static func pieces(_ text: String, _ length: Int) -> [String] {
        var pieces: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    @Test(arguments: Vectors.iban) func `an account in groups is found`(_ value: String) {
        for separator in [" ", "\u{A0}", "-", "\u{202F}", "\u{200B}"] {
            let written = Self.pieces(value, 4).joined(separator: separator)
            let found = scan("IBAN: \(written), ҳисоб")
            #expect(found.map(\.value) == [value], "\(written)")
            #expect(found.map(\.kind) == [.iban])
        }
        #expect(scan(value.lowercased()).map(\.value) == [value])
    }

    @Test(arguments: Vectors.iban) func `a wrong account in groups is nothing else either`(_ value: String) {
        for index in value.indices {
            var broken = value
            broken.replaceSubrange(index...index, with: String(Self.other(value[index])))
            #expect(scan(Self.pieces(broken, 4).joined(separator: " ")).isEmpty, "\(broken)")
        }
    }

    /// BIP-173 and BIP-350, "invalid"; other networks; other coins.
    @Test(arguments: [
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
        "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", "bc1pw5dgrnzv",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", "bc1gmk9yu", "bc1QW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "tb1qrq222faedzrc2hg4fylgsdfamyfwljwz6ket3l", "mvUheCdJ6mhMj47NX7ky3CinkCEePe3BK6", "DAmRoVKiHkKSRfFBECFmhieVKtqTZqKFVW",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN21", "x1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed1", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d35",
        "XX00123456789012345678", "GB00NWBK60161331926819", "DE1234567890",
    ])
    func `what no network would take is not reported`(_ text: String) {
        #expect(scan(text).isEmpty)
        #expect(scan("send to \(text) now").isEmpty)
    }

    /// BIP-32 test vector 1, the wiki's WIF example, an Ethereum key and a phrase from BIP-39's vectors: published, empty, never reported.
    @Test(arguments: [
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
        "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ",
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
        "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
        "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
        "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
        "0x4c0883a69102937d6231471b5dbb6204fe512961 7082792ae468d01a3f362318",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    ])
    func `private keys are never reported`(_ text: String) {
        #expect(scan(text).isEmpty)
        #expect(scan("key: \(text).").isEmpty)
        #expect(scan(Self.pieces(text, 8).joined(separator: "\u{200B}")).isEmpty)
        #expect(scan(Self.pieces(text, 4).joined(separator: " ")).isEmpty)
    }

    @Test func `Ethereum in one case and raw TON need a word about money`() {
        let raw = "0:fcb91a3a3816d0f7b8c2c76108b8a9bc5a6b7a55bd79f8ab101c52db29232260"
        for text in [
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", raw, "-1" + raw.dropFirst(),
        ] {
            var candidates: [IndicatorCandidate] = []
            IndicatorScanner().candidates(in: UTF8Text("кумак \(text)."), into: &candidates)
            #expect(candidates.map(\.needsMoneyWord) == [true], "\(text)")
            #expect(candidates.map(\.indicator.checksum) == [.absent])
            #expect(candidates.map(\.indicator.value) == [text])
        }
        for text in [raw.dropLast() + "", raw + "0", "1" + raw, "x" + raw] { #expect(scan(String(text)).isEmpty) }
    }

    @Test func `several stand in order, in links and beside each other`() {
        let text =
            "1BoatSLRHtKNngkdXEeobR76b53LETtpyT TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t,GB29NWBK60161331926819 "
            + "https://example.com/address/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed?x=1 bitcoin:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy?amount=1"
        #expect(scan(text).map(\.kind) == [.btc, .tron, .iban, .eth, .btc])
    }
}

@Suite struct PrimitiveTests {
    /// Keccak team's test vectors (ShortMsgKAT_256, original padding); the second as Ethereum uses it.
    @Test(arguments: [
        ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        ("hello", "1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8"),
    ])
    func `Keccak-256 gives the published digests`(_ message: String, _ digest: String) {
        #expect(Keccak256.digest(Array(message.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == digest)
    }

    @Test func `Keccak-256 takes messages around its block`() {
        let digests = [135, 136, 137, 272].map { Keccak256.digest([UInt8](repeating: 0x61, count: $0)) }
        #expect(Set(digests).count == 4)
    }
}
