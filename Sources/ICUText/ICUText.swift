internal import CICU

/// ICU's Unicode data, as mirob uses it. All calls are pure and thread-safe.
public enum ICUText {
    /// ICU's version, as `72.1`; part of every alert's provenance.
    public static let version: String = {
        var buffer = [CChar](repeating: 0, count: 16)
        unsafe mirob_icu_version(&buffer)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    /// Class bits of a scalar.
    public static func scalarClass(_ scalar: UInt32) -> ScalarClass { ScalarClass(rawValue: mirob_icu_class(scalar)) }

    /// Script of a scalar as ICU numbers them; `scriptCode` names it.
    public static func script(_ scalar: UInt32) -> UInt8 { mirob_icu_script(scalar) }

    /// ISO 15924 code of a script number, as `Cyrl`.
    public static func scriptCode(_ script: UInt8) -> String { unsafe String(cString: mirob_icu_script_name(script)) }

    /// Value 0…9 of a decimal digit of any script; nil for everything else.
    public static func digitValue(_ scalar: UInt32) -> Int? {
        let value = mirob_icu_digit(scalar)
        return value >= 0 ? Int(value) : nil
    }

    /// NFKC_Casefold of one scalar: none, one or several scalars (UAX 44; `ﷺ` gives eighteen).
    public static func nfkcCasefold(_ scalar: UInt32) -> [UInt32] {
        var out = [UInt32](repeating: 0, count: 64)
        let count = unsafe mirob_icu_nfkc_casefold(scalar, &out, 64)
        return count < 0 ? [scalar] : Array(out.prefix(Int(count)))
    }

    /// The UTS #39 skeleton of one scalar: two scalars with the same one look alike. Empty where there is none.
    public static func skeleton(_ scalar: UInt32) -> [UInt32] {
        var out = [UInt32](repeating: 0, count: 32)
        let count = unsafe mirob_icu_skeleton(scalar, &out, 32)
        return count < 0 ? [] : Array(out.prefix(Int(count)))
    }

    /// Canonical composition of a pair (UAX 15), as и + U+0306 → й; nil where there is none.
    public static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let scalar = mirob_icu_compose(first, second)
        return scalar == 0 ? nil : scalar
    }
}

/// What a scalar is, by its Unicode general category and properties.
@frozen public struct ScalarClass: OptionSet, Sendable, Hashable {
    /// The bits of `mirob_icu.h`.
    public let rawValue: UInt8
    /// From bits.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// L*
    @inlinable public static var letter: ScalarClass { ScalarClass(rawValue: 1) }
    /// M*
    @inlinable public static var mark: ScalarClass { ScalarClass(rawValue: 2) }
    /// Nd
    @inlinable public static var digit: ScalarClass { ScalarClass(rawValue: 4) }
    /// Lu, Lt
    @inlinable public static var upper: ScalarClass { ScalarClass(rawValue: 8) }
    /// Ll
    @inlinable public static var lower: ScalarClass { ScalarClass(rawValue: 16) }
    /// White_Space
    @inlinable public static var space: ScalarClass { ScalarClass(rawValue: 32) }
    /// Default_Ignorable_Code_Point or Cf
    @inlinable public static var ignorable: ScalarClass { ScalarClass(rawValue: 64) }
    /// Nl, No
    @inlinable public static var number: ScalarClass { ScalarClass(rawValue: 128) }
}

/// ICU's data on the Basic Multilingual Plane as flat tables of 65,536 entries, for tables built from them at start.
public struct ScalarPlane: Sendable {
    /// The one scalar that NFKC_Casefold gives; 0 for none, 0xFFFF for several.
    public let fold: [UInt16]
    /// Class bits.
    public let classes: [UInt8]
    /// ICU script numbers.
    public let scripts: [UInt8]

    /// Asks ICU about the whole plane, once: a few milliseconds.
    public init() {
        var fold = [UInt16](repeating: 0, count: 65536)
        var classes = [UInt8](repeating: 0, count: 65536)
        var scripts = [UInt8](repeating: 0, count: 65536)
        unsafe mirob_icu_plane(&fold, &classes, &scripts)
        self.fold = fold
        self.classes = classes
        self.scripts = scripts
    }
}
