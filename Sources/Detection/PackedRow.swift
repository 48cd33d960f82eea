/// Sixteen weights of four bits, each kept as 8 above its value, in one 64-bit number.
///
/// A table of 65,536 rows is half a megabyte then and stays in the core's own cache, which is what the speed of a new word hangs on; against eight bits it costs
/// 0.1 points on texts below 21 letters and nothing on longer ones. Class `k` lies in the low (`k < 8`) or high half of byte `2 * (k % 4) + k / 4 % 2`, so that rows
/// are added byte-wise with a mask and widened four classes at a time (`RowSum`), without vector instructions of any one machine.
package struct PackedRow: Sendable, Hashable {
    /// The largest weight, and the negative of the least.
    package static let largest = 7
    /// The weights.
    package var bits: UInt64

    /// All weights 0.
    package init() { bits = 0x8888_8888_8888_8888 }

    /// From bits.
    package init(bits: UInt64) { self.bits = bits }

    /// From weights.
    ///
    /// - Precondition: all of them lie in -8 ... 7.
    package init(_ weights: SIMD16<Int16>) {
        bits = 0
        for lane in 0..<16 {
            precondition((-8...7).contains(weights[lane]), "a weight has four bits")
            bits |= UInt64(weights[lane] + 8) << Self.place(lane)
        }
    }

    /// The weights, one by one: the plain way.
    package var weights: SIMD16<Int16> {
        var weights = SIMD16<Int16>.zero
        for lane in 0..<16 { weights[lane] = Int16(bits >> Self.place(lane) & 15) - 8 }
        return weights
    }

    private static func place(_ lane: Int) -> UInt64 { UInt64(8 * (2 * (lane % 4) + lane / 4 % 2) + (lane < 8 ? 0 : 4)) }
}

/// The sum of rows, up to 17 at a time in bytes and any number up to 4,095 in all.
package struct RowSum {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    /// Four classes each, sixteen bits a class.
    private var wide = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    private var count: UInt64 = 0

    /// Of no row.
    package init() {}

    /// How many rows may be added between two calls of `widen()`: 17 times 15 fits in a byte.
    package static let rowsBetweenWidening = 17

    /// Adds a row.
    @inline(__always) package mutating func add(_ row: PackedRow) {
        low &+= row.bits & 0x0F0F_0F0F_0F0F_0F0F
        high &+= row.bits &>> 4 & 0x0F0F_0F0F_0F0F_0F0F
        count &+= 1
    }

    /// Moves what the bytes hold to the wide sums.
    @inline(__always) package mutating func widen() {
        let even: UInt64 = 0x00FF_00FF_00FF_00FF
        wide.0 &+= low & even
        wide.1 &+= low &>> 8 & even
        wide.2 &+= high & even
        wide.3 &+= high &>> 8 & even
        low = 0
        high = 0
    }

    /// The sums by class.
    @inline(__always) package mutating func weights() -> SIMD16<Int16> {
        widen()
        let sums = unsafe unsafeBitCast(SIMD4<UInt64>(wide.0, wide.1, wide.2, wide.3), to: SIMD16<Int16>.self)
        return sums &- SIMD16(repeating: Int16(truncatingIfNeeded: count &* 8))
    }
}

/// The sum of the scores of any number of words: sixteen lanes of 32 bits, the even and the odd classes apart, which needs no widening.
package struct ScoreSum {
    private var even = SIMD8<Int32>.zero
    private var odd = SIMD8<Int32>.zero

    /// Of no word.
    package init() {}

    /// Adds a word's score.
    @inline(__always) package mutating func add(_ score: SIMD16<Int16>) {
        // Sixteen lanes of 16 bits and eight of 32 are the same 32 bytes.
        let pairs = unsafe unsafeBitCast(score, to: SIMD8<Int32>.self)
        even &+= (pairs &<< 16) &>> 16
        odd &+= pairs &>> 16
    }

    /// The sums by class.
    package var lanes: SIMD16<Int32> {
        var result = SIMD16<Int32>.zero
        result.evenHalf = even
        result.oddHalf = odd
        return result
    }
}
