import Hashing
import Testing

@Suite struct HashingTests {
    struct Digest: Sendable, CustomTestStringConvertible {
        var message: String
        var repeated = 1
        var digest: String
        var testDescription: String { message.isEmpty ? "empty" : "\(message) × \(repeated)" }
    }

    /// FIPS 180-4 examples (NIST CSRC, SHA-256).
    @Test(arguments: [
        Digest(message: "", digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Digest(message: "abc", digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Digest(
            message: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        Digest(message: "a", repeated: 1_000_000, digest: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `SHA-256 gives the published digests`(_ example: Digest) {
        let message = String(repeating: example.message, count: example.repeated)
        #expect(hex(SHA256.digest(Array(message.utf8))) == example.digest)
        #expect(hex(SHA256.digest(Array(message.utf8).span)) == example.digest)
    }

    struct Code: Sendable {
        var key: [UInt8]
        var message: [UInt8]
        var code: String
    }

    /// RFC 4231, test cases 1, 2, 3 and 6.
    @Test(arguments: [
        Code(
            key: Array(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Code(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Code(
            key: Array(repeating: 0xaa, count: 20), message: Array(repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Code(
            key: Array(repeating: 0xaa, count: 131), message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ])
    func `HMAC-SHA-256 gives the published codes`(_ example: Code) {
        #expect(hex(HMACSHA256.authenticationCode(for: example.message, key: example.key)) == example.code)
    }

    @Test func `an empty key and an empty message have a code`() {
        #expect(hex(HMACSHA256.authenticationCode(for: [], key: [])) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    private func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
