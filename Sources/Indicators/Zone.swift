/// A stretch of Latin letters and digits in one line of scratch memory, with the gaps taken out but remembered:
///
///     адрес: b c 1 q⟨ZWSP⟩w 5 0 8, …   →   bc1qw508, each character with its byte offset and "a gap stood before it"
///
/// Wallets are looked for here, so that a whole one and one in pieces go the same way.
struct Zone {
    var characters: [UInt8] = []
    var offsets: [Int] = []
    var hasGapBefore: [Bool] = []
    /// Where the zone stops in the text.
    var end = 0
    /// Characters that walks may still take behind a gap: what bounds the work on text made of single characters.
    var stepBudget = 0

    var count: Int { characters.count }

    /// Longest zone in characters; the rest of a longer stretch is a zone of its own that starts a wallet's length earlier.
    private static let limit = 4096

    /// Fills the zone around `position`, from `floor` on.
    mutating func fill(_ text: Span<UInt8>, around position: Int, floor: Int) {
        var start = position
        let lowest = max(floor, position - 320)
        while start > lowest {
            let byte = text[start - 1]
            if byte < 0x80 {
                guard Bytes.isAlphanumeric(byte) || byte == 0x20 || Self.isExtra(byte) || Bytes.isGap(UInt32(byte)) else { break }
                start -= 1
            } else {
                let previous = Bytes.scalarStart(text, before: start)
                guard Bytes.isGap(Bytes.scalar(text, at: previous).value) else { break }
                start = previous
            }
        }
        characters.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        hasGapBefore.removeAll(keepingCapacity: true)
        // A zone cut by `floor` or by the look-back starts within a word; that word's rest is no token.
        var index = start
        if start > 0 && start == lowest && Bytes.isAlphanumeric(text[start - 1]) {
            while index < text.count && Bytes.isAlphanumeric(text[index]) { index += 1 }
            if index > position { index = start }
        }
        guard looksBroken(text, from: index, to: position) else { return }
        var gaps = 0
        scan: while index < text.count && characters.count < Self.limit {
            let byte = text[index]
            if Bytes.isAlphanumeric(byte) || Self.isExtra(byte) {
                characters.append(byte)
                offsets.append(index)
                hasGapBefore.append(gaps > 0)
                gaps = 0
                index += 1
                continue
            }
            let (scalar, count) = Bytes.scalar(text, at: index)
            guard Bytes.isGap(scalar), gaps < 4 else { break scan }
            gaps += 1
            index += count
        }
        end = max(index, position + 1)
        if characters.count == Self.limit, let resume = offsets.dropLast(320).last { end = max(resume, position + 1) }
    }

    /// Whether the stretch from `start` has a long word, a word of letters and digits, or a row of single characters: without one there is no
    /// wallet in it. Sets `end` to where the stretch stops.
    private mutating func looksBroken(_ text: Span<UInt8>, from start: Int, to position: Int) -> Bool {
        var index = start
        var gaps = 0
        var length = 0
        var total = 0
        var hasLetter = false
        var hasDigit = false
        var singles = 0
        while index < text.count {
            let byte = text[index]
            if Bytes.isAlphanumeric(byte) {
                if Bytes.isDigit(byte) { hasDigit = true } else { hasLetter = true }
                length += 1
                total += 1
                gaps = 0
                index += 1
                if total >= 14, length >= 14 || (hasLetter && hasDigit) || singles >= 8 { return true }
                continue
            }
            if length == 1 { singles += 1 }
            // Mixed words count wherever the fourteenth character comes.
            if hasLetter && hasDigit && length > 1 { singles = 8 }
            length = 0
            hasLetter = false
            hasDigit = false
            if Self.isExtra(byte) {
                gaps = 0
                index += 1
                continue
            }
            let (scalar, count) = Bytes.scalar(text, at: index)
            guard Bytes.isGap(scalar), gaps < 4 else { break }
            gaps += 1
            index += count
        }
        end = max(index, position + 1)
        return false
    }

    /// Characters of base64 that are no letters or digits; to the other alphabets they are gaps.
    @inline(__always) static func isExtra(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "=")
    }

    /// Whether a word starts at `index`.
    @inline(__always) func startsToken(_ index: Int) -> Bool {
        index == 0 || hasGapBefore[index] || Self.isExtra(characters[index - 1])
    }

    /// Whether a word ends before `index`.
    @inline(__always) func endsToken(_ index: Int) -> Bool {
        index >= count || hasGapBefore[index] || Self.isExtra(characters[index])
    }
}

/// A walk along a zone: the characters of one alphabet, gaps left out.
struct Walk {
    /// Collected characters.
    var text: [UInt8] = []
    /// Index in the zone of the last one.
    var last = 0
    /// Whether there was a gap inside.
    var isBroken = false
    /// Lengths of the pieces between gaps.
    var pieces: [Int] = []
}

extension Zone {
    /// Walks from `start` over at most `limit` characters that `accepts` takes, and calls `attempt` at each end of a word with a length in
    /// `lengths` until it returns true.
    mutating func walk(
        from start: Int, lengths: ClosedRange<Int>, accepts: (UInt8) -> Bool, attempt: (Walk) -> Bool
    ) -> Walk? {
        var walk = Walk()
        var index = start
        var piece = 0
        while index < count && walk.text.count < lengths.upperBound {
            let character = characters[index]
            if accepts(character) {
                if index > start && (hasGapBefore[index] || (Self.isExtra(characters[index - 1]) && !accepts(characters[index - 1]))) {
                    walk.isBroken = true
                    walk.pieces.append(piece)
                    piece = 0
                }
                if walk.isBroken {
                    stepBudget -= 1
                    guard stepBudget > 0 else { return nil }
                }
                walk.text.append(character)
                walk.last = index
                piece += 1
                index += 1
                if lengths.contains(walk.text.count), index >= count || hasGapBefore[index] || !Self.continues(characters[index], accepts) {
                    walk.pieces.append(piece)
                    if attempt(walk) { return walk }
                    walk.pieces.removeLast()
                }
            } else if Self.isExtra(character) {
                index += 1
            } else {
                return nil
            }
        }
        return nil
    }

    /// Whether a character directly behind makes the word go on.
    private static func continues(_ character: UInt8, _ accepts: (UInt8) -> Bool) -> Bool {
        Bytes.isAlphanumeric(character) || (isExtra(character) && accepts(character))
    }
}
