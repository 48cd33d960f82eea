#ifndef MIROB_SIMDJSON_H
#define MIROB_SIMDJSON_H
// The face of simdjson that mirob uses: one line of JSON Lines in, the fields of a post out. Plain C types only.
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// UTF-8, owned by the parser until its next call. `bytes` is null when the field is absent or null.
typedef struct {
    const uint8_t *bytes;
    int64_t count;
} mirob_text;

typedef struct {
    mirob_text kind, file_name, mime;
    double duration; // negative when absent
} mirob_medium;

// What is wrong with a line.
enum {
    MIROB_LINE_OK = 0,
    MIROB_LINE_UTF8,        // not UTF-8
    MIROB_LINE_CONTROL,     // a control character inside a string, not escaped
    MIROB_LINE_UNCLOSED,    // a string without its end
    MIROB_LINE_ESCAPE,      // a bad escape
    MIROB_LINE_SURROGATE,   // half of a surrogate pair
    MIROB_LINE_DEPTH,       // nested too deeply
    MIROB_LINE_NUMBER,      // a number that is malformed or out of range
    MIROB_LINE_VALUES,      // too many values
    MIROB_LINE_SYNTAX,      // anything else that is not JSON
    MIROB_LINE_MEMORY,
    MIROB_LINE_NOT_OBJECT,  // `found` says what it is
    MIROB_LINE_TWICE,       // `field` is given twice
    MIROB_LINE_TYPE,        // `field` is a `found`
    MIROB_LINE_MISSING,     // `field` is missing
    MIROB_LINE_EMPTY,       // `field` is empty
};

// Fields, in the contract's order.
enum {
    MIROB_ID = 0, MIROB_TEXT, MIROB_SOURCE, MIROB_CHANNEL, MIROB_AUTHOR, MIROB_AUTHOR_REF, MIROB_PUBLISHED_AT, MIROB_EDITED_AT, MIROB_URL,
    MIROB_LANG, MIROB_FORWARDED_FROM, MIROB_REPLY_TO, MIROB_TEXT_QUALITY, MIROB_FIELD_STRINGS,
    MIROB_MEDIA = MIROB_FIELD_STRINGS, MIROB_NOTES, MIROB_MEDIA_ITEM, MIROB_MEDIA_KIND, MIROB_MEDIA_FILE_NAME, MIROB_MEDIA_MIME,
    MIROB_MEDIA_DURATION, MIROB_NOTES_ITEM,
};

// JSON types, for `found`.
enum { MIROB_NULL = 0, MIROB_BOOLEAN, MIROB_INTEGER, MIROB_FRACTION, MIROB_STRING, MIROB_ARRAY, MIROB_OBJECT };

typedef struct {
    mirob_text id, text, source, channel, author, author_ref, published_at, edited_at, url, lang, forwarded_from, reply_to, text_quality;
    const mirob_medium *media;
    int64_t media_count;
    const mirob_text *notes;
    int64_t notes_count;
    int32_t field, found; // of a problem
} mirob_post;

// One per worker; not thread-safe.
typedef struct mirob_parser mirob_parser;

mirob_parser *mirob_parser_new(void);
void mirob_parser_free(mirob_parser *parser);
// Reads a line without its line break. At least `readable` bytes from `line` on belong to the caller: where they are fewer than `count` plus
// simdjson's padding, the line is copied. Returns MIROB_LINE_…; `post->id` is set wherever the id could be read, whatever else is wrong.
int32_t mirob_parser_read(mirob_parser *parser, const uint8_t *line, int64_t count, int64_t readable, mirob_post *post);
// Any JSON value as simdjson's tape (simdjson's doc/tape.md): one per worker; not thread-safe.
typedef struct mirob_document mirob_document;

mirob_document *mirob_document_new(void);
void mirob_document_free(mirob_document *document);
// Parses one value. Returns MIROB_LINE_OK or what is wrong; then `*tape` and `*strings` hold until the next call.
int32_t mirob_document_parse(mirob_document *document, const uint8_t *bytes, int64_t count, int64_t readable, const uint64_t **tape,
                             const uint8_t **strings);
// Whether bytes are UTF-8.
int32_t mirob_is_utf8(const uint8_t *bytes, int64_t count);

#ifdef __cplusplus
}
#endif
#endif
