/* The files that are part of the program: pages, scripts, styles, notices. */
#ifndef DASHBOARD_ASSETS_H
#define DASHBOARD_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dash_asset {
    const char *path; /* "/price", "/assets/app-1A2B.css" */
    const char *content_type;
    bool immutable;   /* the path changes with the content */
    const char *hash; /* of the content: 16 hexadecimal digits */
    const unsigned char *data;
    size_t length;
    const unsigned char *gzip; /* the compressed form, or NULL */
    size_t gzip_length;
} dash_asset;

/* Made by embed.cmake; in byte order of the paths. */
extern const dash_asset dash_assets[];
extern const size_t dash_assets_count;

#endif
