/* xml.h - S3's small XML documents, on expat. */
#ifndef FETCH_XML_H
#define FETCH_XML_H

#include "internal.h"

/* Called at the end of each element with the names from the root, joined by '/', and its own text;
 * for elements that begin, `text` is NULL. False stops with FETCH_E_MEMORY. */
typedef bool fetch__xml_fn(void *payload, const char *path, const char *text);

/* Parses a whole document, also after white space. FETCH_E_MALFORMED for anything that is not
 * well-formed, has a document type or is nested deeper than 16; FETCH_E_MEMORY. */
fetch_status fetch__xml_parse(const char *data, size_t length, fetch__xml_fn *element,
                              void *payload);

#endif
