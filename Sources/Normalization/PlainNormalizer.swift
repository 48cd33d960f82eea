package import Model
internal import ICUText

/// The reference: normalises scalar by scalar, asking ICU about each, step after step as they are documented. The fast path of `Normalizer`
/// hands over what is rare to it, and tests hold the two to the same result.
///
/// Steps, in order:
/// 1. a base letter and the combining mark after it become the precomposed letter, where there is one (и + U+0306 → й);
/// 2. NFKC_Casefold of each scalar (ﷺ → eighteen letters, Ⅷ → viii, mathematical letters → plain ones);
/// 3. `ScalarRole` of each result: letter, digit, separator, deleted, apostrophe, …;
/// 4. words are put together (`WordState`), and parts of links marked (`Links`).
///
/// Not here: look-alike letters, spaced-out names, digits for letters. Those are second views of a word, built where tagging asks for them.
package struct PlainNormalizer: Sendable {
    /// The reference has no state.
    package init() {}

    /// Fills `result` with the matching form of a text.
    ///
    /// - Complexity: O(n).
    package func normalize(_ text: UTF8Text, into result: inout NormalizedText) {
        result.reset()
        result.units.removeAll(keepingCapacity: true)
        result.origins.removeAll(keepingCapacity: true)
        let scalars = text.scalars
        var state = WordState()
        var index = 0
        while index < scalars.count {
            let origin = UInt32(index)
            let scalar = Self.composed(scalars, &index)
            let form = NormalizedText.Form(original: scalar, scalarClass: ICUText.scalarClass(scalar), script: ICUText.script(scalar))
            let isFlag = isRegional(scalar) && (Self.isRegionalIndicator(scalars, index) || Self.isRegionalIndicator(scalars, index - 2))
            for folded in isFlag ? [scalar] : foldedScalars(of: scalar) {
                let end = UInt32(result.units.count)
                switch ScalarRole(folded: folded, scalarClass: ICUText.scalarClass(folded)) {
                case .deleted: continue
                case .letter(let unit): Self.append(unit, form, origin, &state, &result)
                case .digit(let unit): Self.append(unit, .digit, origin, &state, &result)
                case .apostrophe: if let word = state.apostrophe(end: end) { result.words.append(word) }
                case .quotationMark:
                    if let word = state.separate(state.inWord ? .closeQuote : .openQuote, end: end) { result.words.append(word) }
                case .fullStop: if let word = state.separate(.dot, end: end) { result.words.append(word) }
                case .separator(let kind): if let word = state.separate(kind, end: end) { result.words.append(word) }
                }
            }
        }
        result.count = result.units.count
        result.scalarCount = scalars.count
        let (last, trailing) = state.finish(end: UInt32(result.count))
        if let last { result.words.append(last) }
        result.trailing = trailing
        Links.continueTags(&result)
        if state.sawLinkSign { Links.mark(&result) }
    }

    /// The scalar at `index` with the combining marks after it that compose with it; moves `index` past them.
    private static func composed(_ scalars: [Unicode.Scalar], _ index: inout Int) -> UInt32 {
        var scalar = scalars[index].value
        index += 1
        while index < scalars.count, ICUText.scalarClass(scalars[index].value).contains(.mark),
            let whole = ICUText.composed(scalar, scalars[index].value)
        {
            scalar = whole
            index += 1
        }
        return scalar
    }

    private static func isRegionalIndicator(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        scalars.indices.contains(index) && isRegional(scalars[index].value)
    }

    private static func append(
        _ unit: UInt16, _ form: NormalizedText.Form, _ origin: UInt32, _ state: inout WordState, _ result: inout NormalizedText
    ) {
        if state.inWord {
            state.extend(form, unit)
        } else {
            if !result.words.isEmpty {
                result.units.append(NormalizedText.separator)
                result.origins.append(origin)
            }
            state.begin(form, unit, at: UInt32(result.units.count))
        }
        result.units.append(unit)
        result.origins.append(origin)
    }
}
