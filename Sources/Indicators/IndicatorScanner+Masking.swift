public import Model

extension IndicatorScanner {
    /// The text with the middle digits of its cards and phones as `•`, scalar for scalar: offsets in scalars stay true, offsets in bytes do not.
    ///
    /// A card keeps its first four and last four digits, a phone its first four and last two. Masking twice is masking once.
    ///
    /// - Parameter indicators: found in this very text (or file name), in any order; those that are not masked kinds are left alone.
    public func masked(_ text: UTF8Text, indicators: [Indicator]) -> UTF8Text {
        let ranges = indicators.filter(\.kind.isMasked).sorted { $0.range < $1.range }
        guard !ranges.isEmpty else { return text }
        let bytes = text.utf8.span
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 2 * 12 * ranges.count)
        var scalar = 0
        var position = 0
        for indicator in ranges where indicator.range.start >= scalar {
            while scalar < indicator.range.start && position < bytes.count { Self.copyScalar(bytes, &position, &scalar, into: &output) }
            let start = position
            var end = position
            for _ in 0..<indicator.range.count where end < bytes.count { end += Bytes.scalar(bytes, at: end).count }
            let hidden = Self.hiddenDigits(Bytes.copy(bytes, start, end), kind: indicator.kind)
            var digit = 0
            while position < end {
                if Bytes.digitValue(Bytes.scalar(bytes, at: position).value) != nil {
                    digit += 1
                    if hidden.contains(digit - 1) {
                        position += Bytes.scalar(bytes, at: position).count
                        scalar += 1
                        output += Self.bullet
                        continue
                    }
                }
                Self.copyScalar(bytes, &position, &scalar, into: &output)
            }
        }
        while position < bytes.count { Self.copyScalar(bytes, &position, &scalar, into: &output) }
        return UTF8Text(validated: output)
    }

    /// The value to store: that of a card or phone with its middle digits as `•`, any other as it is.
    public func maskedValue(of indicator: Indicator) -> String {
        guard indicator.kind.isMasked else { return indicator.value }
        let text = UTF8Text(indicator.value)
        var whole = indicator
        whole.range = ScalarRange(0, text.scalarCount)
        return masked(text, indicators: [whole]).string
    }

    /// `•`, U+2022.
    private static let bullet: [UInt8] = [0xE2, 0x80, 0xA2]

    /// Which digits of a surface are hidden, counted from 0; none when it is masked already.
    private static func hiddenDigits(_ surface: [UInt8], kind: Indicator.Kind) -> Range<Int> {
        let span = surface.span
        var count = 0
        var position = 0
        while position < span.count {
            let (scalar, width) = Bytes.scalar(span, at: position)
            if scalar == 0x2022 { return 0..<0 }
            if Bytes.digitValue(scalar) != nil { count += 1 }
            position += width
        }
        let end = count - (kind == .card ? 4 : 2)
        return min(4, max(0, end))..<max(0, end)
    }

    private static func copyScalar(_ text: Span<UInt8>, _ position: inout Int, _ scalar: inout Int, into output: inout [UInt8]) {
        let count = Bytes.scalar(text, at: position).count
        for offset in 0..<count { output.append(text[position + offset]) }
        position += count
        scalar += 1
    }
}
