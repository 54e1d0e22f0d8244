/* From where on `mkt fetch` asks. */
#include "fetch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int cli_fetch_span_read(const struct cli_fetch *fetch, const char *name,
                        struct cli_fetch_span *out) {
    market_error err = {0};
    market_note note = {NULL};
    *out = (struct cli_fetch_span){false, 0, 0};
    if (!fetch->store)
        return CLI_OK;
    market_status status = market_store_get_note(fetch->store, name, &err, &note);
    if (status)
        return cli_fail_market(name, "", status, &err);
    char *end = NULL;
    out->since = strtoll(note.text, &end, 10);
    out->is_known = *end == ' ';
    out->until = out->is_known ? strtoll(end, NULL, 10) : 0;
    market_note_clear(&note);
    return CLI_OK;
}

int64_t cli_fetch_span_start(const struct cli_fetch *fetch, const struct cli_fetch_span *span,
                             int64_t wanted, int64_t overlap) {
    bool is_done = span->is_known && (!fetch->cli->values.from || wanted >= span->since) &&
                   wanted <= span->until && !fetch->cli->values.full;
    if (!is_done)
        return wanted;
    int64_t start = span->until - overlap;
    return start > wanted || !fetch->cli->values.from ? start : wanted;
}

bool cli_fetch_span_write(struct cli_fetch *fetch, const char *name, struct cli_fetch_span *span,
                          int64_t start, int64_t reached) {
    char text[64];
    market_error err = {0};
    bool connects = span->is_known && start >= span->since && start <= span->until;
    if (!connects)
        *span = (struct cli_fetch_span){true, start, reached};
    else if (reached > span->until)
        span->until = reached;
    (void)snprintf(text, sizeof text, "%" PRId64 " %" PRId64, span->since, span->until);
    return cli_fetch_kept(fetch, market_store_put_note(fetch->store, name, text, &err), &err);
}

int cli_fetch_wanted(const struct cli_fetch *fetch, int64_t usual, int64_t *out) {
    const char *text = fetch->cli->values.from;
    market_time time;
    market_error err = {0};
    *out = usual;
    if (!text)
        return CLI_OK;
    market_status status = market_time_parse(text, strlen(text), NULL, &err, &time);
    if (status)
        return cli_fail_market("--since", "write 2024-01-31 or 2024-01-31T14:30:00Z", status, &err);
    *out = time.time;
    return CLI_OK;
}
