// The JSON names of an alert stand here and nowhere else. Readers of the form use the same names; the contract fixes them.

extension Alert {
    /// Writes the alert as one line of JSON, with the newline.
    ///
    /// Surfaces are cut from the post as it is written (cards and phones masked), so `text[start:end]` equals `surface` in the line itself.
    public func writeLine(to json: inout JSONWriter) {
        json.beginObject()
        json.key("schema")
        json.string("mirob.alert/1")
        json.key("alert_id")
        json.string(alertID)
        json.key("post")
        Self.write(post, &json)
        json.key("language")
        Self.write(language, &json)
        json.key("scripts")
        Self.write(scripts, &json)
        json.key("segments")
        json.beginArray()
        for segment in language.segments {
            json.beginObject()
            Self.write(segment.range, &json)
            json.key("tag")
            json.string(segment.tag)
            json.endObject()
        }
        json.endArray()
        writeEvidence(&json)
        writeVerdict(&json)
        json.endObject()
        json.newline()
    }

    private func writeEvidence(_ json: inout JSONWriter) {
        let cutter = SurfaceCutter(post)
        json.key("entities")
        json.beginArray()
        for entity in entities {
            json.beginObject()
            json.key("id")
            json.string(entity.id)
            json.key("name")
            json.string(entity.name)
            json.key("type")
            json.string(entity.type)
            Self.writeSpan(entity.range, entity.field, cutter, &json)
            json.key("alias")
            json.string(entity.alias)
            json.key("match")
            json.string(entity.match.rawValue)
            json.key("role")
            json.string(entity.role.rawValue)
            json.endObject()
        }
        json.endArray()
        json.key("indicators")
        json.beginArray()
        for indicator in indicators {
            json.beginObject()
            json.key("type")
            json.string(indicator.kind.rawValue)
            json.key("value")
            json.string(indicator.value)
            Self.writeSpan(indicator.range, indicator.field, cutter, &json)
            json.key("checksum")
            json.string(indicator.checksum.rawValue)
            json.endObject()
        }
        json.endArray()
        json.key("themes")
        json.beginArray()
        for theme in themes {
            json.beginObject()
            json.key("id")
            json.string(theme.id)
            json.key("strength")
            json.number(theme.strength, fractionDigits: 2)
            json.key("evidence")
            Self.write(theme.evidence, cutter, &json)
            json.endObject()
        }
        json.endArray()
        json.key("stance")
        json.beginObject()
        json.key("label")
        json.string(stance.label.rawValue)
        json.key("confidence")
        json.number(stance.confidence, fractionDigits: 2)
        json.key("evidence")
        Self.write(stance.evidence, cutter, &json)
        json.endObject()
    }

    private func writeVerdict(_ json: inout JSONWriter) {
        json.key("audience")
        json.beginArray()
        for hint in audience {
            json.beginObject()
            json.key("id")
            json.string(hint.id)
            json.key("reason")
            json.string(hint.reason)
            json.endObject()
        }
        json.endArray()
        if let release {
            json.key("release")
            json.beginObject()
            json.key("outlet")
            json.string(release.outlet)
            Self.write("title", release.title, &json)
            if let issue = release.issue {
                json.key("issue")
                json.integer(issue)
            }
            Self.write("format", release.format, &json)
            Self.write("language", release.language, &json)
            json.endObject()
        }
        json.key("designations")
        json.beginArray()
        for designation in designations {
            json.beginObject()
            json.key("entity")
            json.string(designation.entity)
            json.key("jurisdiction")
            json.string(designation.jurisdiction)
            json.key("list")
            json.string(designation.list)
            json.key("listed")
            json.bool(designation.listed)
            Self.write("as_of", designation.asOf, &json)
            json.endObject()
        }
        json.endArray()
        json.key("score")
        json.integer(score)
        json.key("severity")
        json.string(severity.rawValue)
        json.key("contributions")
        json.beginArray()
        for contribution in contributions {
            json.beginObject()
            json.key("feature")
            json.string(contribution.feature)
            json.key("weight")
            json.number(Double(contribution.tenths) / 10, fractionDigits: 1)
            json.endObject()
        }
        json.endArray()
        json.key("provenance")
        json.beginObject()
        json.key("engine")
        json.string(provenance.engine)
        json.key("lexicon")
        json.string(provenance.lexicon)
        json.key("model")
        json.string(provenance.model)
        json.key("config")
        json.string(provenance.config)
        json.key("icu")
        json.string(provenance.icu)
        json.endObject()
        Self.write("scored_at", scoredAt, &json)
    }

    // MARK: - Parts

    private static func write(_ name: StaticString, _ value: String?, _ json: inout JSONWriter) {
        guard let value else { return }
        json.key(name)
        json.string(value)
    }

    private static func write(_ range: ScalarRange, _ json: inout JSONWriter) {
        json.key("start")
        json.integer(range.start)
        json.key("end")
        json.integer(range.end)
    }

    private static func writeSpan(_ range: ScalarRange, _ field: String?, _ cutter: SurfaceCutter, _ json: inout JSONWriter) {
        json.key("surface")
        json.string(cutter.surface(range, field))
        write(range, &json)
        write("field", field, &json)
    }

    private static func write(_ evidence: [Evidence], _ cutter: SurfaceCutter, _ json: inout JSONWriter) {
        json.beginArray()
        for item in evidence {
            json.beginObject()
            writeSpan(item.range, item.field, cutter, &json)
            json.key("gloss")
            json.string(item.gloss)
            json.endObject()
        }
        json.endArray()
    }

    private static func write(_ language: LanguageIdentification, _ json: inout JSONWriter) {
        json.beginObject()
        json.key("tag")
        json.string(language.best.tag)
        json.key("confidence")
        json.number(language.best.confidence, fractionDigits: 3)
        json.key("alternatives")
        json.beginArray()
        for guess in language.alternatives {
            json.beginObject()
            json.key("tag")
            json.string(guess.tag)
            json.key("confidence")
            json.number(guess.confidence, fractionDigits: 3)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    /// Writes shares of scripts as an array.
    public static func write(_ scripts: [ScriptShare], _ json: inout JSONWriter) {
        json.beginArray()
        for script in scripts {
            json.beginObject()
            json.key("code")
            json.string(script.code)
            json.key("share")
            json.number(script.share, fractionDigits: 3)
            json.endObject()
        }
        json.endArray()
    }

    fileprivate static func write(_ post: Post, _ json: inout JSONWriter) {
        json.beginObject()
        json.key("id")
        json.string(post.id)
        write("source", post.source, &json)
        write("channel", post.channel, &json)
        write("author_ref", post.authorRef, &json)
        write("published_at", post.publishedAt, &json)
        write("url", post.url, &json)
        json.key("text")
        json.string(utf8: post.text.utf8)
        json.key("media")
        json.beginArray()
        for medium in post.media {
            json.beginObject()
            json.key("kind")
            json.string(medium.kind)
            write("file_name", medium.fileName, &json)
            write("mime", medium.mime, &json)
            if let duration = medium.duration {
                json.key("duration")
                json.number(duration, fractionDigits: 3)
            }
            json.endObject()
        }
        json.endArray()
        write("forwarded_from", post.forwardedFrom, &json)
        write("reply_to", post.replyTo, &json)
        write("edited_at", post.editedAt, &json)
        write("lang", post.lang, &json)
        write("text_quality", post.textQuality, &json)
        if !post.notes.isEmpty {
            json.key("notes")
            json.beginArray()
            for note in post.notes { json.string(note) }
            json.endArray()
        }
        json.endObject()
    }
}

extension Post {
    /// Writes the post as one line of the contract's JSON Lines, with the newline: what `PostParser` reads again.
    public func writeLine(to json: inout JSONWriter) {
        Alert.write(self, &json)
        json.newline()
    }
}

/// Cuts surfaces out of a post without walking its text anew for each.
struct SurfaceCutter {
    private let text: UTF8Text
    private let media: [Media]
    private let offsets: [Int]

    init(_ post: Post) {
        text = post.text
        media = post.media
        var offsets: [Int] = []
        offsets.reserveCapacity(post.text.utf8.count / 2)
        for (offset, byte) in post.text.utf8.enumerated() where byte & 0xC0 != 0x80 { offsets.append(offset) }
        offsets.append(post.text.utf8.count)
        self.offsets = offsets
    }

    /// The text of a range, or that of a file name where `field` names one (`media[0].file_name`).
    func surface(_ range: ScalarRange, _ field: String?) -> String {
        guard let field else {
            guard range.end < offsets.count else { return "" }
            return String(decoding: text.utf8[offsets[range.start]..<offsets[range.end]], as: UTF8.self)
        }
        guard let index = Int(field.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }), index < media.count, let name = media[index].fileName else {
            return ""
        }
        return UTF8Text(name).slice(range)
    }
}
