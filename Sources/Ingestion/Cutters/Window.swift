/// The bytes of an input, seen through a window that a cutter moves on. Positions are offsets in the input, from 0.
///
/// ```
/// …gone│kept … position … filled│to come…
///      base
/// ```
/// Memory is what the cutter keeps plus one piece of input.
final class Window {
    private let source: any ByteInput
    /// `bytes[0]` stands at this position.
    private(set) var base = 0
    private(set) var bytes: [UInt8]
    private var filled = 0
    /// No more will come.
    private(set) var isEnded = false
    /// Why the input broke off.
    private(set) var failure: IngestionError.Cause?
    /// 1-based line of `lineMark`.
    private var line = 1
    private var lineMark = 0

    static let piece = 1 << 18

    init(_ source: any ByteInput) {
        self.source = source
        bytes = [UInt8](repeating: 0, count: 2 * Self.piece)
    }

    /// The position behind what has been read.
    var end: Int { base + filled }

    /// Reads more, dropping all before `position`; false at the end.
    func read(keepingFrom position: Int) -> Bool {
        if isEnded { return false }
        let drop = position - base
        precondition(0 <= drop && drop <= filled, "a position in the window")
        if drop > 0, drop >= filled / 2 || bytes.count - filled < Self.piece {
            countLines(to: position)
            let rest = Array(bytes[drop..<filled])
            bytes.replaceSubrange(0..<rest.count, with: rest)
            filled = rest.count
            base = position
            if bytes.count > 8 * Self.piece, filled <= Self.piece { bytes = Array(bytes[..<(2 * Self.piece)]) }
        }
        if bytes.count - filled < Self.piece { bytes += [UInt8](repeating: 0, count: max(Self.piece, min(bytes.count, 8 << 20))) }
        while true {
            do {
                guard let count = try source.read(into: &bytes, from: filled, to: min(bytes.count, filled + Self.piece)) else { continue }
                filled += count
                if count == 0 { isEnded = true }
                return count > 0
            } catch {
                failure = error
                isEnded = true
                return false
            }
        }
    }

    /// Whether `count` bytes from a position on are here, reading as needed.
    func has(_ count: Int, at position: Int) -> Bool {
        while end < position + count { if !read(keepingFrom: position) { return false } }
        return true
    }

    /// The byte at a position, reading as needed; nil at the end.
    func byte(at position: Int) -> UInt8? { has(1, at: position) ? bytes[position - base] : nil }

    /// The bytes between two positions in the window.
    func slice(_ start: Int, _ end: Int) -> ArraySlice<UInt8> { bytes[start - base..<end - base] }

    /// 1-based line of a position not before the last one asked for.
    func line(at position: Int) -> Int {
        countLines(to: position)
        return line
    }

    private func countLines(to position: Int) {
        guard position > lineMark else { return }
        line += Lines.count(UInt8(ascii: "\n"), in: bytes.span, from: lineMark - base, to: position - base)
        lineMark = position
    }

    /// Scans on for the end of a JSON value, as far as the window reaches.
    func end(of scanner: inout JSONScanner, from position: Int) -> Int? {
        // A local reference, since a span of a stored property can't be passed on; it is gone before anything is read.
        let bytes = self.bytes
        return scanner.end(in: bytes.span, from: position - base, to: filled).map { base + $0 }
    }

    /// The first position from `position` on that holds no white space, reading as needed; nil at the end.
    func skipSpace(from position: Int) -> Int? {
        var position = position
        while let byte = byte(at: position) {
            if !byte.isJSONSpace { return position }
            position += 1
        }
        return nil
    }
}
