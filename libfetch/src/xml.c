/* xml.c - S3's small XML documents, on expat. */
#include "xml.h"

#include <expat.h>
#include <limits.h>

#define DEPTH 16

typedef struct reader {
    XML_Parser parser;
    fetch__xml_fn *element;
    void *payload;
    fetch__buffer path;
    fetch__buffer text;
    size_t starts[DEPTH]; /* of the path's parts */
    size_t depth;
    fetch_status status;
} reader;

static void stop(reader *r, fetch_status status) {
    r->status = status;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static void on_start(void *payload, const XML_Char *name, const XML_Char **attributes) {
    reader *r = payload;
    (void)attributes;
    if (r->depth == DEPTH) {
        stop(r, FETCH_E_MALFORMED);
        return;
    }
    r->starts[r->depth++] = r->path.length;
    if (r->path.length > 0)
        (void)fetch__buffer_append(&r->path, "/", 1);
    fetch__buffer_reset(&r->text);
    if (!fetch__buffer_add(&r->path, name) || !r->element(r->payload, r->path.data, NULL))
        stop(r, FETCH_E_MEMORY);
}

static void on_end(void *payload, const XML_Char *name) {
    reader *r = payload;
    (void)name;
    const char *text = fetch__buffer_text(&r->text);
    if (r->status != FETCH_OK)
        return;
    if (text == NULL || !r->element(r->payload, r->path.data, text)) {
        stop(r, FETCH_E_MEMORY);
        return;
    }
    r->path.length = r->starts[--r->depth];
    r->path.data[r->path.length] = '\0';
    fetch__buffer_reset(&r->text);
}

static void on_text(void *payload, const XML_Char *text, int length) {
    reader *r = payload;
    if (!fetch__buffer_append(&r->text, text, (size_t)length))
        stop(r, FETCH_E_MEMORY);
}

/* Entities of one's own are how small documents become large ones. */
static void on_doctype(void *payload, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int has_subset) {
    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    stop(payload, FETCH_E_MALFORMED);
}

fetch_status fetch__xml_parse(const char *data, size_t length, fetch__xml_fn *element,
                              void *payload) {
    while (length > 0 && (*data == ' ' || *data == '\n' || *data == '\r' || *data == '\t')) {
        data++;
        length--;
    }
    if (length == 0 || length > INT_MAX)
        return FETCH_E_MALFORMED;
    reader r = {.element = element, .payload = payload};
    r.parser = XML_ParserCreate(NULL);
    if (r.parser == NULL)
        return FETCH_E_MEMORY;
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    if (XML_Parse(r.parser, data, (int)length, XML_TRUE) != XML_STATUS_OK && r.status == FETCH_OK)
        r.status =
            XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY ? FETCH_E_MEMORY : FETCH_E_MALFORMED;
    XML_ParserFree(r.parser);
    fetch__buffer_clear(&r.path);
    fetch__buffer_clear(&r.text);
    return r.status;
}
