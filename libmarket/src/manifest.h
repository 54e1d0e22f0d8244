/* manifest.h - the manifest of a store of objects. */
#ifndef MARKET_MANIFEST_H
#define MARKET_MANIFEST_H

#include "remote.h"

#define MARKET__OBJECT_SUFFIX ".ndjson.gz"
#define MARKET__MANIFEST_KEY  "manifest.json"

/* Takes over what the manifest says of the objects: at `opening` of those with the ETag it names,
 * later of those that it knows in a later revision. No manifest is fine. */
market_status market__manifest_read(market_store *store, bool opening, market_error *err);
/* Replaces it, taking in what others wrote meanwhile. */
market_status market__manifest_write(market_store *store, market_error *err);

#endif
