// The tape of a parsed JSON value, for readers of formats with many shapes: Swift walks it without a call for each value.
#include "CSimdjson.h"

#include <simdjson.h>

#include "escapes.hpp"

#include <new>
#include <vector>

namespace dom = simdjson::dom;

namespace {
constexpr size_t max_depth = 128;
// As for posts: bounds the parser's index and tape, whatever the bytes hold, and gives back what a large value took.
constexpr size_t large = 1 << 20;
constexpr size_t max_values = 4 << 20;

int32_t problem_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::UTF8_ERROR: return MIROB_LINE_UTF8;
    case simdjson::UNESCAPED_CHARS: return MIROB_LINE_CONTROL;
    case simdjson::UNCLOSED_STRING: return MIROB_LINE_UNCLOSED;
    case simdjson::STRING_ERROR: return MIROB_LINE_ESCAPE;
    case simdjson::DEPTH_ERROR: return MIROB_LINE_DEPTH;
    case simdjson::NUMBER_ERROR: return MIROB_LINE_NUMBER;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return MIROB_LINE_MEMORY;
    default: return MIROB_LINE_SYNTAX;
    }
}
} // namespace

struct mirob_document {
    dom::parser parser;
    std::vector<uint8_t> padded; // a value too near the end of its buffer

    int32_t parse(const uint8_t *bytes, size_t count, size_t readable, const uint64_t **tape, const uint8_t **strings) {
        if (parser.capacity() > 4 * large) parser = dom::parser();
        if (padded.capacity() > 4 * large) padded = std::vector<uint8_t>();
        if (count > large) {
            size_t values = 0;
            for (size_t i = 0; i < count; i++) values += bytes[i] == ',' || bytes[i] == ':' || (bytes[i] & 0xDF) == '[';
            if (values > max_values) return MIROB_LINE_VALUES;
        }
        if (readable < count + simdjson::SIMDJSON_PADDING) {
            padded.resize(count + simdjson::SIMDJSON_PADDING);
            if (count) std::memcpy(padded.data(), bytes, count);
            std::memset(padded.data() + count, 0, simdjson::SIMDJSON_PADDING);
            bytes = padded.data();
        }
        if (parser.capacity() < count) {
            if (auto error = parser.allocate(count < 4096 ? 4096 : count + count / 2, max_depth)) return problem_of(error);
        }
        dom::element root;
        auto error = parser.parse(bytes, count, false).get(root);
        // simdjson calls some halves of surrogate pairs a bad escape, others none at all.
        if (!error || error == simdjson::STRING_ERROR) {
            if (mirob::has_lone_surrogate(bytes, count)) return MIROB_LINE_SURROGATE;
        }
        if (error) return problem_of(error);
        *tape = parser.doc.tape.get();
        *strings = parser.doc.string_buf.get();
        return MIROB_LINE_OK;
    }
};

extern "C" mirob_document *mirob_document_new(void) { return new (std::nothrow) mirob_document(); }

extern "C" void mirob_document_free(mirob_document *document) { delete document; }

extern "C" int32_t mirob_document_parse(mirob_document *document, const uint8_t *bytes, int64_t count, int64_t readable,
                                        const uint64_t **tape, const uint8_t **strings) {
    try {
        return document->parse(bytes, size_t(count), size_t(readable), tape, strings);
    } catch (...) { // no exception may cross into Swift; only memory can fail here
        return MIROB_LINE_MEMORY;
    }
}
