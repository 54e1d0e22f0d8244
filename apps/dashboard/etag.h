/* Entity tags: "BUILD-GENERATION-HASH", with -gz for the compressed form; and content coding. */
#ifndef DASHBOARD_ETAG_H
#define DASHBOARD_ETAG_H

#include <stdbool.h>
#include <stdint.h>

/* With its quotes; empty: none. */
typedef struct dash_etag {
    char text[80];
} dash_etag;

/* The first 12 hexadecimal digits of a hash over all code and assets; made by the build. */
extern const char dash_build_id[];

dash_etag dash_etag_make(uint64_t generation, uint64_t hash);
/* The tag of the compressed form of what `plain` names. */
dash_etag dash_etag_gzip(const dash_etag *plain);

/* True when an If-None-Match value (NULL: absent) names the tag: a list of strong or weak tags,
 * compared weakly, or "*". */
bool dash_etag_matches(const char *if_none_match, const dash_etag *etag);

/* True when an Accept-Encoding value (NULL: absent) allows gzip. */
bool dash_accepts_gzip(const char *accept_encoding);

#endif
