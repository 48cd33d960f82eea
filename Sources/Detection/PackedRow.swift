/// Sixteen weights of eight bits, each kept as a byte 128 above its value: class `k` and class `k + 8` share the pair `k`, low and high byte.
///
/// Half the size of sixteen `Int16`, so a table of 65,536 rows stays near the core, and added with one mask and one shift, which Swift turns into vector
/// instructions (widening `SIMD16<Int8>` is not: `platform.md` 5).
package struct PackedRow: Sendable, Hashable {
    /// The bytes.
    package var pairs: SIMD8<UInt16>

    /// All weights 0.
    package init() { pairs = SIMD8(repeating: 0x8080) }

    /// From bytes.
    package init(pairs: SIMD8<UInt16>) { self.pairs = pairs }

    /// From weights.
    ///
    /// - Precondition: all of them lie in -128 ... 127.
    package init(_ weights: SIMD16<Int16>) {
        pairs = .zero
        for lane in 0..<8 { pairs[lane] = UInt16(weights[lane] + 128) | UInt16(weights[lane + 8] + 128) << 8 }
    }

    /// The weights.
    package var weights: SIMD16<Int16> {
        var sum = RowSum()
        sum.add(self)
        return sum.weights
    }
}

/// The sum of up to 257 rows.
package struct RowSum {
    private var low = SIMD8<UInt16>.zero
    private var high = SIMD8<UInt16>.zero
    private var count: UInt16 = 0

    /// Of no row.
    package init() {}

    /// Adds a row.
    @inline(__always) package mutating func add(_ row: PackedRow) {
        low &+= row.pairs & 0xFF
        high &+= row.pairs &>> 8
        count &+= 1
    }

    /// The sums. Rows are at most 126, so they fit.
    @inline(__always) package var weights: SIMD16<Int16> {
        let bias = SIMD8<UInt16>(repeating: count &* 128)
        return SIMD16(
            lowHalf: SIMD8<Int16>(truncatingIfNeeded: low &- bias), highHalf: SIMD8<Int16>(truncatingIfNeeded: high &- bias))
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
        for lane in 0..<8 {
            result[2 * lane] = even[lane]
            result[2 * lane + 1] = odd[lane]
        }
        return result
    }
}
