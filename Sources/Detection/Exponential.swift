/// e to the power of x for x <= 0, the same bits on every machine, which the C library's does not promise.
package enum Exponential {
    /// The power; 0 below -30.
    @inline(__always) package static func value(_ x: Float) -> Float {
        if x < -30 { return 0 }
        // Taylor's series to the seventh power at x / 64, then squared six times.
        let part = Double(x) * (1.0 / 64)
        var sum = 1.0 / 5040
        sum = sum * part + 1.0 / 720
        sum = sum * part + 1.0 / 120
        sum = sum * part + 1.0 / 24
        sum = sum * part + 1.0 / 6
        sum = sum * part + 0.5
        sum = sum * part + 1
        sum = sum * part + 1
        sum *= sum
        sum *= sum
        sum *= sum
        sum *= sum
        sum *= sum
        return Float(sum * sum)
    }
}
