// The DOM interface, not the on-demand one: it checks every byte of a line, also of fields nobody asked for, and here it is as fast
// (platform.md 3: 1,369 against 1,404 MB/s), since nearly all of a line is its text.
#include "CSimdjson.h"

#include <simdjson.h>

#include "escapes.hpp"

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

namespace dom = simdjson::dom;
using mirob::has_lone_surrogate;

namespace {
// A post is at most four levels deep; unknown fields may be deeper.
constexpr size_t max_depth = 128;
// Lines above `large` are first asked how many values they can hold, and the parser's buffers, which may have become large, go afterwards.
constexpr size_t large = 1 << 20;
constexpr size_t max_values = 2 << 20;

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

int32_t type_of(dom::element element) {
    switch (element.type()) {
    case dom::element_type::NULL_VALUE: return MIROB_NULL;
    case dom::element_type::BOOL: return MIROB_BOOLEAN;
    case dom::element_type::INT64:
    case dom::element_type::UINT64: return MIROB_INTEGER;
    case dom::element_type::DOUBLE: return MIROB_FRACTION;
    case dom::element_type::STRING: return MIROB_STRING;
    case dom::element_type::ARRAY: return MIROB_ARRAY;
    default: return MIROB_OBJECT;
    }
}

// Index of a field of a post, or -1.
int field_of(std::string_view key) {
    switch (key.size()) {
    case 2: return key == "id" ? MIROB_ID : -1;
    case 3: return key == "url" ? MIROB_URL : -1;
    case 4: return key == "text" ? MIROB_TEXT : key == "lang" ? MIROB_LANG : -1;
    case 5: return key == "media" ? MIROB_MEDIA : key == "notes" ? MIROB_NOTES : -1;
    case 6: return key == "source" ? MIROB_SOURCE : key == "author" ? MIROB_AUTHOR : -1;
    case 7: return key == "channel" ? MIROB_CHANNEL : -1;
    case 8: return key == "reply_to" ? MIROB_REPLY_TO : -1;
    case 9: return key == "edited_at" ? MIROB_EDITED_AT : -1;
    case 10: return key == "author_ref" ? MIROB_AUTHOR_REF : -1;
    case 12: return key == "published_at" ? MIROB_PUBLISHED_AT : key == "text_quality" ? MIROB_TEXT_QUALITY : -1;
    case 14: return key == "forwarded_from" ? MIROB_FORWARDED_FROM : -1;
    default: return -1;
    }
}

mirob_text text_of(std::string_view view) { return {reinterpret_cast<const uint8_t *>(view.data()), int64_t(view.size())}; }
} // namespace

struct mirob_parser {
    dom::parser parser;
    std::vector<uint8_t> padded; // a line too near the end of its buffer
    std::vector<mirob_medium> media;
    std::vector<mirob_text> notes;
    char digits[24]; // an id that is a number

    // The first problem of the line being read; the rest is still read for its id.
    int32_t problem, field, found;

    void note(int32_t what, int32_t where, int32_t is = MIROB_NULL) {
        if (problem != MIROB_LINE_OK) return;
        problem = what;
        field = where;
        found = is;
    }

    void string(dom::element value, int32_t where, mirob_text &into) {
        std::string_view view;
        if (!value.get(view)) {
            into = text_of(view);
        } else if (!value.is_null()) {
            note(MIROB_LINE_TYPE, where, type_of(value));
        }
    }

    void id(dom::element value, mirob_text &into) {
        uint64_t positive;
        int64_t negative;
        int length;
        if (!value.get(positive)) {
            length = snprintf(digits, sizeof digits, "%llu", static_cast<unsigned long long>(positive));
        } else if (!value.get(negative)) {
            length = snprintf(digits, sizeof digits, "%lld", static_cast<long long>(negative));
        } else {
            return string(value, MIROB_ID, into);
        }
        into = {reinterpret_cast<const uint8_t *>(digits), length};
    }

    void read_media(dom::element value) {
        dom::array items;
        if (value.get(items)) {
            if (!value.is_null()) note(MIROB_LINE_TYPE, MIROB_MEDIA, type_of(value));
            return;
        }
        for (dom::element item : items) {
            dom::object object;
            if (item.get(object)) return note(MIROB_LINE_TYPE, MIROB_MEDIA_ITEM, type_of(item));
            mirob_medium medium = {{}, {}, {}, -1};
            unsigned seen = 0;
            auto once = [&](unsigned bit, int32_t where) {
                if (seen & bit) note(MIROB_LINE_TWICE, where);
                seen |= bit;
            };
            for (auto [key, member] : object) {
                if (key == "kind") {
                    once(1, MIROB_MEDIA_KIND);
                    string(member, MIROB_MEDIA_KIND, medium.kind);
                } else if (key == "file_name") {
                    once(2, MIROB_MEDIA_FILE_NAME);
                    string(member, MIROB_MEDIA_FILE_NAME, medium.file_name);
                } else if (key == "mime") {
                    once(4, MIROB_MEDIA_MIME);
                    string(member, MIROB_MEDIA_MIME, medium.mime);
                } else if (key == "duration") {
                    once(8, MIROB_MEDIA_DURATION);
                    if (member.get(medium.duration)) {
                        medium.duration = -1;
                        if (!member.is_null()) note(MIROB_LINE_TYPE, MIROB_MEDIA_DURATION, type_of(member));
                    }
                }
            }
            media.push_back(medium);
        }
    }

    void read_notes(dom::element value) {
        dom::array items;
        if (value.get(items)) {
            if (!value.is_null()) note(MIROB_LINE_TYPE, MIROB_NOTES, type_of(value));
            return;
        }
        for (dom::element item : items) {
            std::string_view view;
            if (item.get(view)) return note(MIROB_LINE_TYPE, MIROB_NOTES_ITEM, type_of(item));
            notes.push_back(text_of(view));
        }
    }

    int32_t read(const uint8_t *line, size_t count, size_t readable, mirob_post *post) {
        problem = MIROB_LINE_OK;
        field = 0;
        found = MIROB_NULL;
        media.clear();
        notes.clear();
        std::memset(post, 0, sizeof *post);
        if (count > large) {
            // Bounds the parser's index and tape (20 bytes a value), whatever the line holds.
            size_t values = 0;
            for (size_t i = 0; i < count; i++) values += line[i] == ',' || line[i] == ':' || (line[i] & 0xDF) == '[';
            if (values > max_values) return MIROB_LINE_VALUES;
        }
        if (readable < count + simdjson::SIMDJSON_PADDING) {
            padded.resize(count + simdjson::SIMDJSON_PADDING);
            std::memcpy(padded.data(), line, count);
            std::memset(padded.data() + count, 0, simdjson::SIMDJSON_PADDING);
            line = padded.data();
        }
        if (parser.capacity() < count) {
            if (auto error = parser.allocate(count < 4096 ? 4096 : count + count / 2, max_depth)) return problem_of(error);
        }
        dom::element root;
        if (auto error = parser.parse(line, count, false).get(root)) {
            // simdjson calls some halves of surrogate pairs a bad escape, others none at all.
            if (error == simdjson::STRING_ERROR && has_lone_surrogate(line, count)) return MIROB_LINE_SURROGATE;
            return problem_of(error);
        }
        if (has_lone_surrogate(line, count)) return MIROB_LINE_SURROGATE;
        dom::object object;
        if (root.get(object)) {
            note(MIROB_LINE_NOT_OBJECT, 0, type_of(root));
            return finish(post);
        }
        mirob_text *const strings = &post->id;
        unsigned seen = 0;
        for (auto [key, value] : object) {
            int index = field_of(key);
            if (index < 0) continue;
            if (seen & 1u << index) {
                note(MIROB_LINE_TWICE, index);
                continue;
            }
            seen |= 1u << index;
            if (index == MIROB_ID) {
                id(value, post->id);
            } else if (index == MIROB_MEDIA) {
                read_media(value);
            } else if (index == MIROB_NOTES) {
                read_notes(value);
            } else {
                string(value, index, strings[index]);
            }
        }
        post->media = media.data();
        post->media_count = int64_t(media.size());
        post->notes = notes.data();
        post->notes_count = int64_t(notes.size());
        if (!post->id.bytes) note(MIROB_LINE_MISSING, MIROB_ID);
        if (!post->text.bytes) note(MIROB_LINE_MISSING, MIROB_TEXT);
        if (post->id.bytes && post->id.count == 0) note(MIROB_LINE_EMPTY, MIROB_ID);
        if (post->text.bytes && post->text.count == 0 && media.empty()) note(MIROB_LINE_EMPTY, MIROB_TEXT);
        return finish(post);
    }

    int32_t finish(mirob_post *post) {
        post->field = field;
        post->found = found;
        return problem;
    }

    // Gives back what a large line took. What `read` handed out lives in these buffers, so this comes before the next line.
    void trim() {
        if (parser.capacity() > 4 * large) parser = dom::parser();
        if (padded.capacity() > 4 * large) padded = std::vector<uint8_t>();
    }
};

static_assert(offsetof(mirob_post, text_quality) == MIROB_TEXT_QUALITY * sizeof(mirob_text), "the strings stand in the order of their indices");

extern "C" mirob_parser *mirob_parser_new(void) { return new (std::nothrow) mirob_parser(); }

extern "C" void mirob_parser_free(mirob_parser *parser) { delete parser; }

extern "C" int32_t mirob_parser_read(mirob_parser *parser, const uint8_t *line, int64_t count, int64_t readable, mirob_post *post) {
    try {
        parser->trim();
        return parser->read(line, size_t(count), size_t(readable), post);
    } catch (...) { // no exception may cross into Swift; only memory can fail here
        std::memset(post, 0, sizeof *post);
        return MIROB_LINE_MEMORY;
    }
}

extern "C" int32_t mirob_is_utf8(const uint8_t *bytes, int64_t count) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), size_t(count));
}
