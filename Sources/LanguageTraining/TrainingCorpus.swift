/// Sentences by class, as read from a folder of `TAG.txt` files, and which of them the trainer may see.
public struct TrainingCorpus: Sendable {
    /// The lines of one file.
    public struct Source: Sendable {
        /// The tag, which is the file's name without `.txt`.
        public var tag: String
        /// A neighbour to be kept apart from the languages of the tool, not one of them.
        public var isNeighbour: Bool
        /// One sentence each.
        public var lines: [String]

        /// Makes a source.
        public init(tag: String, isNeighbour: Bool, lines: [String]) {
            self.tag = tag
            self.isNeighbour = isNeighbour
            self.lines = lines
        }
    }

    /// What a line is used for. It follows from the line alone, so a line stays where it is when the data around it changes.
    public enum Part: Sendable {
        /// The weights are learnt from it.
        case training
        /// The confidence is fitted on it.
        case calibration
        /// It is only measured on.
        case heldOut
    }

    /// By name, so that the order in which a file system lists them doesn't matter.
    public var sources: [Source]

    /// Makes a corpus.
    public init(sources: [Source]) { self.sources = sources.sorted { ($0.isNeighbour ? 1 : 0, $0.tag) < ($1.isNeighbour ? 1 : 0, $1.tag) } }

    /// A hash of the bytes of a line (FNV-1a, 64 bit, with a final mixing step).
    public static func hash(_ line: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 32
        hash = hash &* 0xD6E8_FEB8_6659_FD93
        return hash ^ (hash >> 32)
    }

    /// What a line is used for: one in twenty is held out, one in twenty calibrates.
    public static func part(of line: String) -> Part {
        switch hash(line) % 20 {
        case 0: .heldOut
        case 1: .calibration
        default: .training
        }
    }

    /// A digest of all tags and lines, for the model's metadata. Not a cryptographic one: it tells data sets apart.
    public var digest: String {
        var first: UInt64 = 0
        var second: UInt64 = 0x9E37_79B9_7F4A_7C15
        for source in sources {
            let tag = Self.hash(source.tag)
            for line in source.lines {
                let hash = Self.hash(line) ^ tag
                first = (first &+ hash) &* 0xBF58_476D_1CE4_E5B9
                first ^= first >> 31
                second = (second ^ hash) &* 0x94D0_49BB_1331_11EB
                second ^= second >> 29
            }
        }
        return hexadecimal(first) + hexadecimal(second)
    }

    private func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// A reproducible source of randomness (SplitMix64).
struct TrainingRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< bound.
    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }

    /// True with a probability.
    mutating func chance(_ probability: Double) -> Bool { Double(next() >> 11) < probability * 9007199254740992 }
}
