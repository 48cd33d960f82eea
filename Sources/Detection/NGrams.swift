/// The features of a word, as rows of its script's table: its letters, its n-grams of two to five letters with a boundary sign on each side, and the
/// word as a whole. All of them come from the word alone, so the score of a word can be kept from one post to the next.
///
/// The last four letters are one 64-bit integer; an n-gram's row is the top bits of its product with an odd constant (multiplicative hashing,
/// Knuth, TAOCP 3, 6.4). N-grams that would begin before the word have zeros there, a second row for the same beginning: it does no harm and saves a
/// branch.
package enum NGrams {
    /// Letters of a word that are looked at; the rest counts only in the word as a whole.
    package static let longestWord = 24
    /// Most rows one word has.
    package static let mostRows = (longestWord + 1) * 5 + 1
    /// Stands before and after each word.
    package static let boundary: UInt64 = 0x20

    static let c1: UInt64 = 0x9E37_79B9_7F4A_7C15
    static let c2: UInt64 = 0xBF58_476D_1CE4_E5B9
    static let c3: UInt64 = 0x94D0_49BB_1331_11EB
    static let c4: UInt64 = 0xD6E8_FEB8_6659_FD93
    static let c5a: UInt64 = 0xFF51_AFD7_ED55_8CCD
    static let c5b: UInt64 = 0xC4CE_B9FE_1A85_EC53
    static let cw: UInt64 = 0x8EBC_6AF0_9C88_C6E3

    /// 0 ... 7: an n-gram of five letters stands within eight rows of its last four, one line of memory.
    @inline(__always) private static func neighbour(_ five: UInt64) -> Int { Int(truncatingIfNeeded: five &>> 61) }

    /// A hash of a whole word, never 0.
    @inline(__always) package static func hash(_ units: Span<UInt16>, _ start: Int, _ end: Int) -> UInt64 {
        precondition(start >= 0 && start <= end && end <= units.count)
        var hash: UInt64 = 0x27D4_EB2F_1656_67C5
        // Inside the bounds that were just compared.
        for index in start..<end { hash = (hash ^ UInt64(unsafe units[unchecked: index])) &* c1 }
        return (hash ^ (hash >> 29)) | 1
    }

    /// Calls `body` with each row of the word `units[start..<end]` whose hash is `hash`, in a table of `mask + 1` rows, a power of two up to 2^18; and `pause`
    /// after every ten rows or fewer.
    @inline(__always) package static func forEachRow(
        _ units: Span<UInt16>, _ start: Int, _ end: Int, hash: UInt64, mask: UInt64, _ body: (Int) -> Void, pause: () -> Void = {}
    ) {
        precondition(start >= 0 && start <= end && end <= units.count)
        @inline(__always) func row(_ product: UInt64) -> Int { Int(truncatingIfNeeded: product &>> 46 & mask) }
        var last = boundary
        let stop = min(end, start &+ longestWord)
        var index = start
        while index < stop {
            // Inside the bounds that were just compared.
            let unit = UInt64(unsafe units[unchecked: index])
            let five = ((last &* c5a) &+ unit) &* c5b
            last = last &<< 16 | unit
            body(row((last & 0xFFFF) &* c1))
            body(row((last & 0xFFFF_FFFF) &* c2))
            body(row((last & 0xFFFF_FFFF_FFFF) &* c3))
            let four = row(last &* c4)
            body(four)
            body(four ^ neighbour(five))
            if (index &- start) & 1 == 1 { pause() }
            index &+= 1
        }
        pause()
        let five = ((last &* c5a) &+ boundary) &* c5b
        last = last &<< 16 | boundary
        body(row((last & 0xFFFF_FFFF) &* c2))
        body(row((last & 0xFFFF_FFFF_FFFF) &* c3))
        let four = row(last &* c4)
        body(four)
        body(four ^ neighbour(five))
        body(row(hash &* cw))
    }
}
