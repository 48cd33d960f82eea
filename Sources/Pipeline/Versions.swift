internal import ICUText

/// Versions that bear on a result.
public enum Versions {
    /// ICU's.
    public static let icu = ICUText.version
}
