internal import ICUText
internal import Model

/// Shares of scripts among the letters of a text, by ICU's script property.
enum ScriptCounter {
    /// Scripts of the plane, asked of ICU once.
    private static let plane = ScalarPlane()

    /// Largest first; equal shares in the order of their codes. Common and inherited scalars do not count.
    static func shares(of text: UTF8Text) -> [ScriptShare] {
        var counts = [Int](repeating: 0, count: 256)
        var total = 0
        for scalar in text.string.unicodeScalars {
            let value = Int(scalar.value)
            let script = value < 65536 ? plane.scripts[value] : ICUText.script(scalar.value)
            if script <= 1 || script == 103 { continue }  // Common, Inherited, Unknown
            counts[Int(script)] += 1
            total += 1
        }
        guard total > 0 else { return [] }
        return counts.indices.filter { counts[$0] > 0 }.map { script in
            ScriptShare(code: ICUText.scriptCode(UInt8(script)), share: (Double(counts[script]) / Double(total) * 1000).rounded() / 1000)
        }.sorted { ($1.share, $0.code) < ($0.share, $1.code) }
    }
}
