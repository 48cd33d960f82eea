public import Model

/// An indicator as the scanner saw it, before the words around it are weighed.
public struct IndicatorCandidate: Hashable, Sendable {
    /// What was found; cards and phones still unmasked.
    public var indicator: Indicator
    /// The form carries no checksum (an Ethereum address in one case, a raw TON address): report it only near a word about money.
    public var needsMoneyWord: Bool

    /// Makes a candidate.
    public init(indicator: Indicator, needsMoneyWord: Bool) {
        self.indicator = indicator
        self.needsMoneyWord = needsMoneyWord
    }
}
