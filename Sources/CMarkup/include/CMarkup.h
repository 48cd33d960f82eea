#ifndef MIROB_MARKUP_H
#define MIROB_MARKUP_H
// The face of libxml2 that mirob uses: bytes of XML or HTML in, piece by piece, and what is in them out as a list of events. Plain C types only.
//
// Nothing is fetched: no network, no external entity or DTD is loaded, no entity is expanded but the predefined ones and HTML's names. A document that
// declares entities of its own is refused. Depth is limited. Input is UTF-8; what the document says of its encoding is ignored.
#include <stdint.h>

enum { MIROB_XML = 1, MIROB_HTML = 2 };
enum { MIROB_EVENT_START = 1, MIROB_EVENT_END = 2, MIROB_EVENT_TEXT = 3 };

// What stopped a parser for good.
enum {
    MIROB_MARKUP_OK = 0,
    MIROB_MARKUP_ENTITIES, // declares entities
    MIROB_MARKUP_DEPTH,    // nested too deeply
    MIROB_MARKUP_BROKEN,   // not read on after an error
    MIROB_MARKUP_MEMORY,
};

// Offsets and counts are those of the arena. A text event has its text as `name`.
typedef struct {
    int32_t kind;
    int32_t attributes; // how many
    int64_t first_attribute;
    int64_t name, name_count;
    int64_t space, space_count; // the namespace's URI; -1 without one
    int64_t line, offset;       // where the event ends in the input: 1-based line, byte
} mirob_event;

typedef struct {
    int64_t name, name_count, space, space_count, value, value_count;
} mirob_attribute;

// One per document; not thread-safe.
typedef struct mirob_markup mirob_markup;

mirob_markup *mirob_markup_new(int32_t kind);
void mirob_markup_free(mirob_markup *markup);
// Parses the next piece; the last one, which may be empty, ends the document. Returns MIROB_MARKUP_…: events before a problem are there all the same.
int32_t mirob_markup_feed(mirob_markup *markup, const uint8_t *bytes, int64_t count, int32_t is_last);
// The events of the last piece, good until the next one.
const mirob_event *mirob_markup_events(const mirob_markup *markup, int64_t *count);
const mirob_attribute *mirob_markup_attributes(const mirob_markup *markup);
const uint8_t *mirob_markup_arena(const mirob_markup *markup);
// Line of the first error of XML so far; 0 when it is well formed so far.
int64_t mirob_markup_error_line(const mirob_markup *markup);
#endif
