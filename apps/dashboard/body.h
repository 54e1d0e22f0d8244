/* A finished body: bytes, entity tag and content coding. Immutable once made. */
#ifndef DASHBOARD_BODY_H
#define DASHBOARD_BODY_H

#include "common/text.h"
#include "dashboard/etag.h"
#include "dashboard/shared.h"

#include <stdbool.h>

typedef struct dash_body {
    dash_shared shared;
    dash_etag etag;
    bool gzip;
    size_t length;
    char *data; /* owned */
} dash_body;

/* Takes the text's bytes; the text is empty after. NULL without memory (the text is cleared). */
dash_body *dash_body_take(app_text *text, const dash_etag *etag);
/* A gzip body of the same content. NULL without memory. */
dash_body *dash_body_gzip(const dash_body *plain, const dash_etag *etag);

#endif
