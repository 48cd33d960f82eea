#include "CMarkup.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// XML: libxml2's own limit is 256. HTML as it is found leaves elements open; its parser is quadratic in the depth on some input, hence the limit.
enum { html_depth = 1024 };

struct mirob_markup {
    int32_t kind, problem;
    xmlParserCtxtPtr context;
    xmlSAXHandler handler;
    mirob_event *events;
    int64_t event_count, event_capacity;
    mirob_attribute *attributes;
    int64_t attribute_count, attribute_capacity;
    uint8_t *arena;
    int64_t arena_count, arena_capacity;
    int64_t error_line;
    int depth;
    xmlEntity entity; // what `getEntity` hands out; read at once by the parser
    xmlChar entity_text[8];
};

static void stop(mirob_markup *markup, int32_t problem) {
    if (markup->problem == MIROB_MARKUP_OK) markup->problem = problem;
    xmlStopParser(markup->context);
}

static int reserve(mirob_markup *markup, void **array, int64_t *capacity, int64_t needed, size_t size) {
    if (needed <= *capacity) return 1;
    int64_t larger = *capacity < 1024 ? 1024 : *capacity;
    while (larger < needed) larger *= 2;
    void *moved = realloc(*array, (size_t)larger * size);
    if (!moved) {
        stop(markup, MIROB_MARKUP_MEMORY);
        return 0;
    }
    *array = moved;
    *capacity = larger;
    return 1;
}

// Copies into the arena; -1 where there is nothing or no memory.
static int64_t keep(mirob_markup *markup, const void *bytes, int64_t count) {
    if (!bytes || !reserve(markup, (void **)&markup->arena, &markup->arena_capacity, markup->arena_count + count, 1)) return -1;
    int64_t start = markup->arena_count;
    if (count) memcpy(markup->arena + start, bytes, (size_t)count);
    markup->arena_count += count;
    return start;
}

static int64_t length(const void *text) { return text ? (int64_t)strlen(text) : 0; }

static mirob_event *append(mirob_markup *markup, int32_t kind) {
    if (!reserve(markup, (void **)&markup->events, &markup->event_capacity, markup->event_count + 1, sizeof(mirob_event))) return NULL;
    mirob_event *event = &markup->events[markup->event_count++];
    memset(event, 0, sizeof *event);
    event->kind = kind;
    event->space = -1;
    xmlParserInputPtr input = markup->context->input;
    if (input) {
        event->line = input->line;
        event->offset = (int64_t)input->consumed + (input->cur - input->base);
    }
    return event;
}

// After an error libxml2 reads on, but leaves out all references: `&amp;` too. So the error is remembered here and forgotten there.
static void forgive(mirob_markup *markup) {
    if (markup->kind != MIROB_XML || markup->context->wellFormed) return;
    if (!markup->error_line) markup->error_line = markup->context->input ? markup->context->input->line : 1;
    if (markup->problem == MIROB_MARKUP_OK) markup->context->wellFormed = 1;
}

static void name_event(mirob_markup *markup, mirob_event *event, const xmlChar *name, const xmlChar *space) {
    int64_t index = event - markup->events;
    int64_t at = keep(markup, name, length(name));
    int64_t space_at = keep(markup, space, length(space));
    markup->events[index].name = at < 0 ? 0 : at;
    markup->events[index].name_count = at < 0 ? 0 : length(name);
    markup->events[index].space = space_at;
    markup->events[index].space_count = length(space);
}

static void add_attribute(mirob_markup *markup, const xmlChar *name, const xmlChar *space, const xmlChar *value, int64_t count) {
    if (!reserve(markup, (void **)&markup->attributes, &markup->attribute_capacity, markup->attribute_count + 1, sizeof(mirob_attribute))) return;
    mirob_attribute attribute = {0};
    attribute.name = keep(markup, name, length(name));
    attribute.name_count = length(name);
    attribute.space = keep(markup, space, length(space));
    attribute.space_count = length(space);
    attribute.value = keep(markup, value ? value : (const xmlChar *)"", value ? count : 0);
    attribute.value_count = value ? count : 0;
    if (attribute.name < 0 || attribute.value < 0) return;
    markup->attributes[markup->attribute_count++] = attribute;
    markup->events[markup->event_count - 1].attributes++;
}

static void characters(void *user, const xmlChar *text, int count) {
    mirob_markup *markup = user;
    forgive(markup);
    if (count <= 0) return;
    if (markup->event_count > 0) {
        mirob_event *last = &markup->events[markup->event_count - 1];
        if (last->kind == MIROB_EVENT_TEXT && last->name + last->name_count == markup->arena_count) {
            if (keep(markup, text, count) >= 0) markup->events[markup->event_count - 1].name_count += count;
            return;
        }
    }
    mirob_event *event = append(markup, MIROB_EVENT_TEXT);
    if (!event) return;
    int64_t at = keep(markup, text, count);
    if (at < 0) {
        markup->event_count--;
        return;
    }
    event->name = at;
    event->name_count = count;
}

static void begin(mirob_markup *markup, const xmlChar *name, const xmlChar *space) {
    forgive(markup);
    mirob_event *event = append(markup, MIROB_EVENT_START);
    if (!event) return;
    event->first_attribute = markup->attribute_count;
    name_event(markup, event, name, space);
    if (++markup->depth > html_depth) stop(markup, MIROB_MARKUP_DEPTH);
}

static void finish(mirob_markup *markup, const xmlChar *name, const xmlChar *space) {
    forgive(markup);
    mirob_event *event = append(markup, MIROB_EVENT_END);
    if (event) name_event(markup, event, name, space);
    markup->depth--;
}

static void start_xml(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int namespaces, const xmlChar **declared,
                      int count, int defaulted, const xmlChar **attributes) {
    mirob_markup *markup = user;
    begin(markup, name, space ? space : prefix); // a prefix that nobody declared stands for itself
    for (int i = 0; i < count && !markup->problem; i++) {
        const xmlChar **a = attributes + i * 5; // local name, prefix, URI, value, end of value
        add_attribute(markup, a[0], a[2], a[3], a[4] - a[3]);
    }
}

static void end_xml(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space) {
    finish(user, name, space ? space : prefix);
}

static void start_html(void *user, const xmlChar *name, const xmlChar **attributes) {
    mirob_markup *markup = user;
    begin(markup, name, NULL);
    for (; attributes && attributes[0] && !markup->problem; attributes += 2)
        add_attribute(markup, attributes[0], NULL, attributes[1], length(attributes[1]));
}

static void end_html(void *user, const xmlChar *name) { finish(user, name, NULL); }

// Names of HTML (`&nbsp;`) are common in feeds that declare nothing. All others stay unknown.
static xmlEntityPtr get_entity(void *user, const xmlChar *name) {
    mirob_markup *markup = user;
    forgive(markup);
    const htmlEntityDesc *known = htmlEntityLookup(name);
    if (!known || known->value == 0) return NULL;
    int size = xmlCopyCharMultiByte(markup->entity_text, (int)known->value);
    markup->entity_text[size] = 0;
    memset(&markup->entity, 0, sizeof markup->entity);
    markup->entity.type = XML_ENTITY_DECL;
    markup->entity.name = name;
    markup->entity.content = markup->entity_text;
    markup->entity.length = size;
    markup->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    return &markup->entity;
}

static void entity_declared(void *user, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id, xmlChar *content) {
    stop(user, MIROB_MARKUP_ENTITIES);
}

static void unparsed_declared(void *user, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id, const xmlChar *notation) {
    stop(user, MIROB_MARKUP_ENTITIES);
}

// Second to none: whatever might ask for a file or an address gets nothing.
static xmlParserInputPtr no_input(void *user, const xmlChar *public_id, const xmlChar *system_id) { return NULL; }
static xmlParserInputPtr no_loader(const char *url, const char *id, xmlParserCtxtPtr context) { return NULL; }

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void prepare(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(no_loader);
}

mirob_markup *mirob_markup_new(int32_t kind) {
    pthread_once(&once, prepare);
    mirob_markup *markup = calloc(1, sizeof *markup);
    if (!markup) return NULL;
    markup->kind = kind;
    xmlSAXHandler *sax = &markup->handler;
    sax->characters = characters;
    sax->ignorableWhitespace = characters;
    if (kind == MIROB_XML) {
        sax->initialized = XML_SAX2_MAGIC;
        sax->startElementNs = start_xml;
        sax->endElementNs = end_xml;
        sax->getEntity = get_entity;
        sax->entityDecl = entity_declared;
        sax->unparsedEntityDecl = unparsed_declared;
        sax->resolveEntity = no_input;
        markup->context = xmlCreatePushParserCtxt(sax, markup, NULL, 0, NULL);
        if (markup->context)
            xmlCtxtUseOptions(markup->context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER |
                                                   XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA);
    } else {
        sax->startElement = start_html;
        sax->endElement = end_html;
        // Scripts and styles: as text, which their element says is none.
        sax->cdataBlock = characters;
        markup->context = htmlCreatePushParserCtxt(sax, markup, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
        if (markup->context)
            htmlCtxtUseOptions(markup->context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                                    HTML_PARSE_IGNORE_ENC);
    }
    if (markup->context) return markup;
    free(markup);
    return NULL;
}

void mirob_markup_free(mirob_markup *markup) {
    if (!markup) return;
    if (markup->context->myDoc) xmlFreeDoc(markup->context->myDoc);
    markup->context->myDoc = NULL;
    if (markup->kind == MIROB_XML) xmlFreeParserCtxt(markup->context);
    else htmlFreeParserCtxt(markup->context);
    free(markup->events);
    free(markup->attributes);
    free(markup->arena);
    free(markup);
}

int32_t mirob_markup_feed(mirob_markup *markup, const uint8_t *bytes, int64_t count, int32_t is_last) {
    markup->event_count = markup->attribute_count = markup->arena_count = 0;
    if (markup->problem) return markup->problem;
    if (markup->kind == MIROB_XML) {
        int code = xmlParseChunk(markup->context, (const char *)bytes, (int)count, is_last);
        int halted = markup->context->disableSAX || markup->context->instate == XML_PARSER_EOF;
        if (code == XML_ERR_NO_MEMORY) stop(markup, MIROB_MARKUP_MEMORY);
        else if (markup->context->nameNr >= (int)xmlParserMaxDepth - 1 && halted) stop(markup, MIROB_MARKUP_DEPTH);
        else if (halted && !is_last) stop(markup, MIROB_MARKUP_BROKEN);
        forgive(markup);
    } else {
        htmlParseChunk(markup->context, (const char *)bytes, (int)count, is_last);
    }
    return markup->problem;
}

const mirob_event *mirob_markup_events(const mirob_markup *markup, int64_t *count) {
    *count = markup->event_count;
    return markup->events;
}

const mirob_attribute *mirob_markup_attributes(const mirob_markup *markup) { return markup->attributes; }
const uint8_t *mirob_markup_arena(const mirob_markup *markup) { return markup->arena; }
int64_t mirob_markup_error_line(const mirob_markup *markup) { return markup->error_line; }
