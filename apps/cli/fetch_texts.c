/* News, posts and their counts: `mkt fetch news|posts|counts`. */
#include "fetch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000)

/* ---- news */

struct news {
    struct cli_fetch *fetch;
    struct cli_fetch_span span;
    int64_t start;
    char name[96];
};

static bool store_news(void *payload, const market_news *items, size_t count, bool is_last) {
    struct news *news = payload;
    struct cli_fetch *fetch = news->fetch;
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    (void)is_last;
    if (!cli_fetch_kept(fetch, market_store_begin(fetch->store, &err), &err))
        return false;
    market_status status = market_store_put_news(fetch->store, items, count, &err, &summary);
    bool good = cli_fetch_stored(fetch, status, &err, &summary, &fetch->tally) &&
                (count == 0 || cli_fetch_span_write(fetch, news->name, &news->span, news->start,
                                                    items[count - 1].updated_at));
    good = good && cli_fetch_kept(fetch, market_store_commit(fetch->store, &err), &err);
    cli_fetch_show(fetch, NULL);
    return good;
}

/* From the last stored change less a day on, else of the last 7 days. */
int cli_fetch_news(struct cli_fetch *fetch, fetch_alpaca *alpaca) {
    const struct cli_values *values = &fetch->cli->values;
    fetch_news_query query = FETCH_NEWS_QUERY_INIT;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    struct news news = {.fetch = fetch};
    char start[MARKET_TIME_TEXT];
    int64_t wanted = 0;
    (void)snprintf(news.name, sizeof news.name, "fetch/news/%s", fetch->symbol);
    int code = cli_fetch_wanted(fetch, cli_fetch_now() - 7 * DAY, &wanted);
    if (!code)
        code = cli_fetch_span_read(fetch, news.name, &news.span);
    if (code)
        return code;
    if (news.span.is_known && !values->from && news.span.until < wanted)
        wanted = news.span.until; /* no hole after a pause */
    news.start = cli_fetch_span_start(fetch, &news.span, wanted, DAY);
    (void)market_time_format(news.start, MARKET_1MIN, start);
    if (values->dry_run) {
        cli_fetch_would(fetch, fetch->symbol, "news", start, values->to, 1, 0);
        return CLI_OK;
    }
    query.symbols = &fetch->symbol;
    query.symbol_count = 1;
    query.start = start;
    query.end = values->to;
    fetch_status status = fetch_alpaca_news(alpaca, &query, &call, store_news, &news, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, fetch->symbol, "news", "", &fetch->tally);
    return CLI_OK;
}

/* ---- posts and counts */

/* The query of a symbol, unless --query says another. */
static void make_query(const struct cli_fetch *fetch, char query[64]) {
    (void)snprintf(query, 64, "$%s lang:en -is:retweet", fetch->symbol);
}

static void note_problems(const struct cli_fetch *fetch, const fetch_problem *problems,
                          size_t count) {
    for (size_t i = 0; i < count; i++)
        cli_note(fetch->symbol, "X left out: %s",
                 problems[i].title[0] ? problems[i].title : problems[i].type);
}

/* A sample, and what of it is stored. */
struct sample {
    struct cli_fetch *fetch;
    fetch_plan plan;   /* as the run goes */
    fetch_plan stored; /* as the store has it */
    char name[96];
    size_t slice; /* the last that came */
};

static bool put_plan(struct sample *sample, const char *name) {
    const fetch_plan *plan = &sample->stored;
    market_error err = {0};
    app_text text;
    app_text_init(&text, 0);
    app_text_format(&text, "%s\n", plan->query);
    for (size_t i = 0; i < plan->count; i++) {
        const fetch_slice *s = &plan->slices[i];
        app_text_format(&text, "%" PRId64 " %" PRId64 " %u %u %u %d %d\n", s->start, s->end,
                        s->quota, s->posts, s->requests, s->is_whole, s->is_done);
    }
    bool good =
        !text.failed &&
        cli_fetch_kept(sample->fetch,
                       market_store_put_note(sample->fetch->store, name, text.data, &err), &err);
    app_text_clear(&text);
    return good;
}

/* A line of seven numbers. */
static bool take_slice(const char **at, fetch_slice *out) {
    int64_t n[7];
    char *end = NULL;
    for (size_t i = 0; i < 7; i++, *at = end) {
        n[i] = strtoll(*at, &end, 10);
        if (end == *at)
            return false;
    }
    *at += **at == '\n';
    *out = (fetch_slice){n[0],           n[1],      (unsigned)n[2], (unsigned)n[3],
                         (unsigned)n[4], n[5] != 0, n[6] != 0};
    return true;
}

/* The plan of the last run; count 0 without one. */
static int get_plan(struct sample *sample) {
    fetch_plan *plan = &sample->stored;
    market_note note = {NULL};
    market_error err = {0};
    plan->count = 0;
    if (!sample->fetch->store)
        return CLI_OK;
    market_status status = market_store_get_note(sample->fetch->store, sample->name, &err, &note);
    if (status)
        return cli_fail_market(sample->name, "", status, &err);
    size_t len = strcspn(note.text, "\n");
    const char *at = note.text + len + (note.text[len] == '\n');
    if (len < sizeof plan->query) {
        memcpy(plan->query, note.text, len);
        plan->query[len] = '\0';
        while (plan->count < FETCH_PLAN_SLICES && take_slice(&at, &plan->slices[plan->count]))
            plan->count++;
    }
    market_note_clear(&note);
    return CLI_OK;
}

/* The posts, and in the plan that they came, in one transaction. */
static bool store_posts(void *payload, const fetch_posts_page *page) {
    struct sample *sample = payload;
    struct cli_fetch *fetch = sample->fetch;
    fetch_slice *slice = &sample->stored.slices[page->slice];
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    note_problems(fetch, page->problems, page->problem_count);
    if (sample->slice != page->slice)
        slice->posts = slice->requests = 0;
    sample->slice = page->slice;
    slice->posts += (unsigned)page->count;
    slice->requests++;
    slice->is_done = page->is_last;
    slice->is_whole = page->is_last && !page->is_cut;
    if (!cli_fetch_kept(fetch, market_store_begin(fetch->store, &err), &err))
        return false;
    market_status status = market_store_put_posts(fetch->store, fetch->symbol, page->posts,
                                                  page->count, page->fetched_at, &err, &summary);
    bool good = cli_fetch_stored(fetch, status, &err, &summary, &fetch->tally) &&
                put_plan(sample, sample->name);
    good = good && cli_fetch_kept(fetch, market_store_commit(fetch->store, &err), &err);
    cli_fetch_show(fetch, NULL);
    return good;
}

static bool is_finished(const fetch_plan *plan) {
    for (size_t i = 0; i < plan->count; i++)
        if (!plan->slices[i].is_done)
            return false;
    return true;
}

/* The old plan where its run was broken; else a new one, from the old one's end on, and the old one
 * put aside: it says what its posts are a sample of. */
static fetch_status choose_plan(struct sample *sample, const char *query, int64_t window,
                                fetch_error *err) {
    enum {
        SLICES = 7,
        POSTS = 300,
        LEAST = 10
    };
    const struct cli_values *values = &sample->fetch->cli->values;
    const fetch_plan *old = &sample->stored;
    /* X forgets after 7 days, and is 30 s late. */
    int64_t end = cli_fetch_now() - 60000, start = end - window + 120000;
    bool is_same = old->count > 0 && strcmp(old->query, query) == 0 && !values->full;
    int64_t until = is_same ? old->slices[old->count - 1].end : 0;
    sample->plan = *old;
    if (is_same && !is_finished(old) && old->slices[old->count - 1].end > start)
        return FETCH_OK;
    int64_t posts = values->posts ? values->posts : POSTS, slices = SLICES, whole = end - start;
    if (until > start) {
        start = until;
        slices = (end - start) * SLICES / whole + 1;
        posts = posts * slices / SLICES;
    }
    if (end - start < 600000) { /* nothing to speak of */
        sample->plan.count = 0;
        return FETCH_OK;
    }
    return fetch_plan_make(query, start, end,
                           (unsigned)(posts < LEAST * slices ? LEAST * slices : posts),
                           (size_t)slices, err, &sample->plan);
}

static bool begin_plan(struct sample *sample) {
    char name[128];
    if (sample->stored.count > 0 &&
        sample->stored.slices[0].start != sample->plan.slices[0].start) {
        (void)snprintf(name, sizeof name, "%s/%" PRId64, sample->name,
                       sample->stored.slices[0].start);
        if (!put_plan(sample, name))
            return false;
    }
    sample->stored = sample->plan;
    return put_plan(sample, sample->name);
}

static void would_sample(const struct sample *sample) {
    /* Cents per thousand: $0.005 a post, $0.010 an author. */
    const double dollars = 0.005 + 0.010;
    const fetch_plan *plan = &sample->plan;
    for (size_t i = 0; i < plan->count; i++) {
        const fetch_slice *s = &plan->slices[i];
        char from[MARKET_TIME_TEXT], to[MARKET_TIME_TEXT];
        (void)market_time_format(s->start, MARKET_1MIN, from);
        (void)market_time_format(s->end, MARKET_1MIN, to);
        if (!s->is_done)
            cli_fetch_would(sample->fetch, sample->fetch->symbol, "posts", from, to,
                            (s->quota + 99) / 100, s->quota * dollars);
    }
}

static int run_sample(struct sample *sample, fetch_x *x) {
    struct cli_fetch *fetch = sample->fetch;
    const struct cli_values *values = &fetch->cli->values;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    char query[64];
    int64_t window = 7 * DAY;
    if (values->window && (!cli_parse_age(values->window, &window) || window > 7 * DAY))
        return cli_fail(CLI_USAGE, "--window", "write 12h or 7d, which is the most", "'%s'",
                        values->window);
    make_query(fetch, query);
    (void)snprintf(sample->name, sizeof sample->name, "fetch/posts/%s", fetch->symbol);
    sample->slice = SIZE_MAX;
    int code = get_plan(sample);
    if (code)
        return code;
    fetch_status status = choose_plan(sample, values->query ? values->query : query, window, &err);
    if (!status && values->dry_run) {
        would_sample(sample);
        return CLI_OK;
    }
    if (!status && sample->plan.count > 0) {
        if (!begin_plan(sample))
            return fetch->code;
        status = fetch_x_sample(x, &sample->plan, true, &call, store_posts, sample, &err);
    }
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, fetch->symbol, "posts", "", &fetch->tally);
    return CLI_OK;
}

int cli_fetch_posts(struct cli_fetch *fetch, fetch_x *x) {
    struct sample *sample = calloc(1, sizeof *sample);
    if (!sample)
        return cli_fail(CLI_FAILURE, "fetch", "", "out of memory");
    sample->fetch = fetch;
    int code = run_sample(sample, x);
    free(sample);
    return code;
}

static bool store_counts(void *payload, const fetch_counts_page *page) {
    struct cli_fetch *fetch = payload;
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    note_problems(fetch, page->problems, page->problem_count);
    market_status status =
        market_store_put_post_counts(fetch->store, fetch->symbol, page->granularity, page->counts,
                                     page->count, page->fetched_at, false, &err, &summary);
    return cli_fetch_stored(fetch, status, &err, &summary, &fetch->tally);
}

int cli_fetch_counts(struct cli_fetch *fetch, fetch_x *x) {
    fetch_counts_query query = FETCH_COUNTS_QUERY_INIT;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    char text[64];
    make_query(fetch, text);
    query.query = fetch->cli->values.query ? fetch->cli->values.query : text;
    if (fetch->cli->values.dry_run) {
        cli_fetch_would(fetch, fetch->symbol, "counts", "", NULL, 1, 0.005);
        return CLI_OK;
    }
    fetch_status status = fetch_x_counts(x, &query, &call, store_counts, fetch, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, fetch->symbol, "counts", "", &fetch->tally);
    return CLI_OK;
}
