/// Keccak-256 with the original padding (0x01), as Ethereum and Monero use it; not SHA3-256.
///
/// After "The Keccak reference", version 3.0 (Bertoni, Daemen, Peeters, Van Assche, 2011).
enum Keccak256 {
    private static let rate = 136

    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000, 0x0000_0000_0000_808B,
        0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009, 0x0000_0000_0000_008A, 0x0000_0000_0000_0088,
        0x0000_0000_8000_8009, 0x0000_0000_8000_000A, 0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089,
        0x8000_0000_0000_8003, 0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
    private static let rotations: [UInt64] = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44]
    private static let lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1]

    /// The 32-byte digest.
    static func digest(_ message: [UInt8]) -> [UInt8] {
        var state = [UInt64](repeating: 0, count: 25)
        var block = 0
        while message.count - block >= rate {
            for index in 0..<rate { state[index / 8] ^= UInt64(message[block + index]) << UInt64(index % 8 * 8) }
            permute(&state)
            block += rate
        }
        let rest = message.count - block
        for index in 0..<rest { state[index / 8] ^= UInt64(message[block + index]) << UInt64(index % 8 * 8) }
        state[rest / 8] ^= 0x01 << UInt64(rest % 8 * 8)
        state[(rate - 1) / 8] ^= 0x80 << 56
        permute(&state)
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }

    private static func permute(_ state: inout [UInt64]) {
        var parity = [UInt64](repeating: 0, count: 5)
        for constant in roundConstants {
            for x in 0..<5 { parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] }
            for x in 0..<5 {
                let next = parity[x == 4 ? 0 : x + 1]
                let mix = parity[x == 0 ? 4 : x - 1] ^ (next << 1 | next >> 63)
                for y in stride(from: 0, to: 25, by: 5) { state[y + x] ^= mix }
            }
            var moving = state[1]
            for step in 0..<24 {
                let lane = lanes[step]
                let kept = state[lane]
                state[lane] = moving << rotations[step] | moving >> (64 - rotations[step])
                moving = kept
            }
            for y in stride(from: 0, to: 25, by: 5) {
                for x in 0..<5 { parity[x] = state[y + x] }
                for x in 0..<5 { state[y + x] = parity[x] ^ (~parity[x == 4 ? 0 : x + 1] & parity[x >= 3 ? x - 3 : x + 2]) }
            }
            state[0] ^= constant
        }
    }
}
