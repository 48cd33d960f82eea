/// e to the power of x for x <= 0, the same bits on every machine, which the C library's does not promise.
package enum Exponential {
    /// The power; 0 below -30.
    package static func value(_ x: Float) -> Float {
        if x < -30 { return 0 }
        let part = Double(x) / 64
        var term = 1.0
        var sum = 1.0
        for step in 1...7 {
            term *= part / Double(step)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return Float(sum)
    }
}
