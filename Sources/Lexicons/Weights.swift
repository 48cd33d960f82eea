/// The score's features and weights, as data. From `Lexicons/weights.yaml`; all weights are whole tenths.
public struct Weights: Codable, Hashable, Sendable {
    /// Weight in tenths by feature name.
    public var tenths: [String: Int]

    /// Makes weights.
    public init(tenths: [String: Int]) { self.tenths = tenths }

    /// Tenths of a feature; 0 for one that is not weighed.
    public subscript(feature: String) -> Int { tenths[feature] ?? 0 }
}
