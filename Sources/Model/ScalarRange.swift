/// A half-open range `[start, end)` counted in Unicode scalars of a post's text (or of one of its file names).
///
/// The one coordinate that crosses stage borders: as in W3C Web Annotation's TextPositionSelector, `text[start:end]` in Python gives the surface.
public struct ScalarRange: Hashable, Sendable, Comparable, Codable {
    /// First scalar.
    public var start: Int
    /// One past the last scalar.
    public var end: Int

    /// - Precondition: `0 <= start <= end`.
    public init(_ start: Int, _ end: Int) {
        precondition(0 <= start && start <= end, "a scalar range runs forward")
        self.start = start
        self.end = end
    }

    /// Number of scalars.
    public var count: Int { end - start }

    /// Whether the two ranges share a scalar.
    public func overlaps(_ other: ScalarRange) -> Bool { start < other.end && other.start < end }

    /// Whether `other` lies inside this range.
    public func contains(_ other: ScalarRange) -> Bool { start <= other.start && other.end <= end }

    /// By start, then by end.
    public static func < (a: ScalarRange, b: ScalarRange) -> Bool { (a.start, a.end) < (b.start, b.end) }
}
