/* One request while it is being answered; internal to the dashboard. */
#ifndef DASHBOARD_EXCHANGE_H
#define DASHBOARD_EXCHANGE_H

#include "common/json.h"
#include "dashboard/dashboard.h"
#include "dashboard/params.h"
#include "dashboard/storage.h"

#define DASH_JSON "application/json; charset=utf-8"
#define DASH_CSV  "text/csv; charset=utf-8"
#define DASH_TEXT "text/plain; charset=utf-8"
#define DASH_HTML "text/html; charset=utf-8"

/* An answer has at most so many bars, and so many cells (bars times columns). */
#define DASH_BARS_MAX  ((size_t)200000)
#define DASH_CELLS_MAX ((size_t)2000000)
/* Bytes of a body: what so many cells need and room besides. */
#define DASH_BODY_MAX ((size_t)96 << 20)

struct dashboard {
    dash_storage *storage;
    dash_cache *bodies;
};

typedef struct dash_exchange {
    dashboard *dash;
    const dash_request *request;
    dash_response *response;
    bool gzip; /* the client takes it */
    dash_params params;
    dash_query query;
} dash_exchange;

/* ---- Failures (problem.c) ----------------------------------------------------------------------
 */

/* Answers with a problem: JSON below /api/, else a small page. `parameter` may be empty. */
void dash_fail(dash_exchange *x, int status, const char *parameter, const char *detail);
/* The same with the status that fits err->status. */
void dash_fail_error(dash_exchange *x, const app_error *err);
/* The store could not be opened or read. Details go to the operator's note only: they name paths.
 */
void dash_fail_store(dash_exchange *x, market_status status, const market_error *err);

/* ---- Finished bodies (answer.c) ----------------------------------------------------------------
 */

/* What an answer is kept under. `key` names store file, generation, path and parameters. */
typedef struct dash_answer_id {
    const app_text *key;
    const char *content_type;
    dash_etag etag; /* of the uncompressed body; empty while only the body tells it */
} dash_answer_id;

/* Answers from If-None-Match or the cache. False when the body has to be made. */
bool dash_answer_known(dash_exchange *x, const dash_answer_id *id);
/* Answers with the bytes of `text`, which is emptied, and keeps them. */
void dash_answer(dash_exchange *x, const dash_answer_id *id, app_text *text);
/* For answers whose tag is a hash of the bytes themselves. */
void dash_answer_hashed(dash_exchange *x, dash_answer_id *id, uint64_t generation, app_text *text);
/* The beginning of a key: what stands for the store's contents. */
void dash_key_begin(app_text *key, const dash_lease *lease, uint64_t generation, const char *path);

/* ---- Series (series_answer.c) ------------------------------------------------------------------
 */

/* How a path makes its body of a series. */
typedef struct dash_series_api {
    const char *content_type;
    size_t columns; /* cells per bar, for the limit */
    /* Writes the body. `zone` is the store's. */
    market_status (*write)(const app_view *view, const market_zone *zone, const void *payload,
                           app_text *text, app_error *err);
    const void *payload;
} dash_series_api;

/* Answers a request for a series. `rest` is what the answer depends on besides the series
 * parameters, as canonical text; may be empty. */
void dash_series_answer(dash_exchange *x, const dash_series_api *api, const char *rest);

/* ---- Paths: one function each ------------------------------------------------------------------
 */

void dash_api_version(dash_exchange *x);
void dash_api_symbols(dash_exchange *x);
void dash_api_bars(dash_exchange *x);
void dash_api_bars_csv(dash_exchange *x);
void dash_api_summary(dash_exchange *x);
void dash_api_indicators(dash_exchange *x);
void dash_api_indicators_csv(dash_exchange *x);
void dash_healthz(dash_exchange *x);
void dash_readyz(dash_exchange *x);
/* Pages and assets; false when there is none under this path. */
bool dash_page(dash_exchange *x);

#endif
