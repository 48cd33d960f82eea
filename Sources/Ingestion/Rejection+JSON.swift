public import Model

extension Rejection {
    /// Writes the contract's line of a rejects file, `mirob.reject/1`, with its line break.
    public func writeLine(to json: inout JSONWriter) {
        json.beginObject()
        json.key("schema")
        json.string("mirob.reject/1")
        json.key("file")
        json.string(file)
        json.key("line")
        json.integer(line)
        json.key("offset")
        json.integer(offset)
        if let record {
            json.key("record")
            json.string(record)
        }
        json.key("reason")
        json.string(reason)
        json.key("raw")
        json.string(base64: raw)
        json.endObject()
        json.newline()
    }
}
