/* url.h - what a store's URL stands for. */
#ifndef MARKET_URL_H
#define MARKET_URL_H

#include "internal.h"

/* The path of a URL; NULL with `err` filled. Borrowed from the URL. */
const char *market__url_path(const char *url, market_error *err);
/* The kind among the options' own that has the URL's scheme; NULL: none. */
const market_store_kind *market__url_kind(const char *url, const market_store_options *options);

#endif
