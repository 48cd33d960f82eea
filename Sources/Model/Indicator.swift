/// A technical trace in a text: a wallet, an account, an address.
public struct Indicator: Hashable, Sendable {
    /// The contract's indicator types.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case btc, eth, tron, xmr, ltc, ton, iban, card, phone, telegram, url, email

        /// Money can be sent to it.
        public var isPayment: Bool {
            switch self {
            case .btc, .eth, .tron, .xmr, .ltc, .ton, .iban, .card: true
            case .phone, .telegram, .url, .email: false
            }
        }

        /// Stored and shown only masked (`safeguards.md` 6).
        public var isMasked: Bool { self == .card || self == .phone }
    }

    /// Whether the form carries a checksum; one with a wrong checksum is never reported.
    public enum Checksum: String, Sendable, Codable { case valid, absent }

    /// What it is.
    public var kind: Kind
    /// Normalised value: without spaces and invisible characters; masked for cards and phones once scoring is done.
    public var value: String
    /// Where, in scalars of the text (or of the file name in `field`).
    public var range: ScalarRange
    /// Its checksum.
    public var checksum: Checksum
    /// `media[0].file_name` when it was found in a file name; nil in the text.
    public var field: String?

    /// Makes an indicator.
    public init(kind: Kind, value: String, range: ScalarRange, checksum: Checksum, field: String? = nil) {
        self.kind = kind
        self.value = value
        self.range = range
        self.checksum = checksum
        self.field = field
    }
}
