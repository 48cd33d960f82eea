/// `letters` to the power of minus `exponent`.
package enum LetterScale {
    /// The power, by repeated square roots, so that it is the same on every machine. `exponent` counts in 1/16.
    package static func value(_ letters: Int, _ exponent: Float) -> Float {
        let count = Double(max(1, letters))
        var result = 1.0
        var root = count
        var bit = 0.5
        var left = Double(exponent)
        if left >= 1 {
            result = count
            left -= 1
        }
        for _ in 0..<4 {
            root = root.squareRoot()
            if left >= bit {
                result *= root
                left -= bit
            }
            bit /= 2
        }
        return Float(1 / result)
    }
}
