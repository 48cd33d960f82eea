internal import Lexicons
internal import Model

/// The part each entity plays, by the themes that its mention helped to make.
struct Roles {
    let lexicon: Lexicon

    func role(of mention: Mention, themes: [ThemeFinder.Found], stance: Stance) -> Role {
        let entity = lexicon.entities[mention.entity]
        let ids = Set(themes.map { lexicon.themes[$0.theme].id })
        if entity.isPerson {
            if ids.contains("threat") || (ids.contains("rivalry") && entity.standing.contains { $0.value == .target }) { return .target }
            return stance == .promoting ? .praised : .mentioned
        }
        guard stance == .promoting else { return entity.kind == .group && ids.contains("attack-claim") ? .claimant : .mentioned }
        if entity.kind == .outlet { return .issuer }
        if entity.kind == .event { return .praised }
        if ids.contains("rivalry") && entity.id == "afghan-taliban" { return .target }
        if ids.contains("attack-claim") { return .claimant }
        return .subject
    }
}
