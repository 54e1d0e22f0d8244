/* marketkit/fetch_x.h - posts and their counts from X.
 *
 * Conventions: marketkit/fetch.h. Reading costs money (about $0.005 a post and $0.005 a request for
 * counts), so nothing is read without a limit. Posts and counts are libmarket's. */
#ifndef MARKETKIT_FETCH_X_H
#define MARKETKIT_FETCH_X_H

#include <marketkit/fetch.h>
#include <marketkit/market.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fetch_x fetch_x;

typedef struct fetch_x_options {
    size_t size;
    const char *base_url; /* NULL: X_API_URL, "https://api.x.com" */
    const char *token;    /* bearer token of the app; NULL: X_BEARER_TOKEN */
    unsigned query_limit; /* bytes of a query that the plan permits; 0: 512; at most 4,096 */
    bool new_names;       /* ask in the spelling of August 2026: post.fields. Answers are read in
                             either */
    fetch_limiter *search_limiter; /* shared with others; NULL: own, 450 in 15 minutes */
    fetch_limiter *counts_limiter; /* NULL: own, 300 in 15 minutes */
} fetch_x_options;
#define FETCH_X_OPTIONS_INIT                                                                       \
    { sizeof(fetch_x_options), NULL, NULL, 0, false, NULL, NULL }

FETCH_API fetch_status fetch_x_create(fetch_client *client, const fetch_x_options *options,
                                      fetch_error *err, fetch_x **out);
FETCH_API void fetch_x_free(fetch_x *x);

/* ---- Search --------------------------------------------------------------------------------- */

typedef struct fetch_search_query {
    size_t size;
    const char *query;    /* "($AAPL OR $MSFT) lang:en -is:retweet" */
    int64_t start;        /* inclusive, cut to seconds; 0: 7 days ago */
    int64_t end;          /* exclusive; 0: 30 s ago */
    const char *since_id; /* posts after this one; not with start */
    const char *until_id;
    unsigned max_posts; /* in all; required */
    unsigned max_pages; /* requests that are answered; 0: as max_posts needs, with one to spare */
    bool authors;       /* also names of authors, which are charged as well */
} fetch_search_query;
#define FETCH_SEARCH_QUERY_INIT                                                                    \
    { sizeof(fetch_search_query), NULL, 0, 0, NULL, NULL, 0, 0, false }

/* A part of an answer that the service could not give. */
typedef struct fetch_problem {
    const char *type; /* last part of the type's URL: "resource-not-found" */
    const char *title;
    const char *detail;
    const char *resource_id;
} fetch_problem;

typedef struct fetch_posts_page {
    size_t count;
    const market_post *posts; /* newest first */
    size_t problem_count;
    const fetch_problem *problems;
    const char *newest_id; /* of the page; "" when it is empty */
    int64_t fetched_at;
    size_t slice; /* of a sampling plan */
    bool is_last; /* there is no more, or the limit is reached */
    bool is_cut;  /* the limit is why */
} fetch_posts_page;

/* False stops (FETCH_E_CANCELLED). */
typedef bool fetch_posts_fn(void *payload, const fetch_posts_page *page);

/* Posts of the last 7 days, newest first. FETCH_E_USAGE_CAPPED when the account's credit is used
 * up: waiting does not help. */
FETCH_API fetch_status fetch_x_search(fetch_x *x, const fetch_search_query *query,
                                      const fetch_call *call, fetch_posts_fn *page, void *payload,
                                      fetch_error *err);

/* ---- Sampling ------------------------------------------------------------------------------- */

#define FETCH_PLAN_SLICES 168

/* How a sample is spread: the newest `quota` posts of each slice. After the run, what came. */
typedef struct fetch_slice {
    int64_t start; /* inclusive */
    int64_t end;   /* exclusive */
    unsigned quota;
    unsigned posts;    /* got */
    unsigned requests; /* made */
    bool is_whole;     /* there were no more posts in it */
    bool is_done;
} fetch_slice;

typedef struct fetch_plan {
    char query[4097];
    size_t count;
    fetch_slice slices[FETCH_PLAN_SLICES];
} fetch_plan;

/* `slices` equal parts of [start, end), on whole seconds, with quotas that differ by at most one
 * and sum up to `posts`. 300 posts over 7 days: fetch_plan_make(query, now - 7 days, now, 300, 7,
 * ...). A quota below 10 is refused: X gives no smaller page, and the rest would be paid for. */
FETCH_API fetch_status fetch_plan_make(const char *query, int64_t start, int64_t end,
                                       unsigned posts, size_t slices, fetch_error *err,
                                       fetch_plan *out);

/* Runs the slices that are not done, oldest first, and notes in the plan what came, so that a
 * broken run goes on where it ended when it is called again with the same plan. `authors` as in a
 * search. */
FETCH_API fetch_status fetch_x_sample(fetch_x *x, fetch_plan *plan, bool authors,
                                      const fetch_call *call, fetch_posts_fn *page, void *payload,
                                      fetch_error *err);

/* ---- Counts --------------------------------------------------------------------------------- */

typedef struct fetch_counts_query {
    size_t size;
    const char *query;
    market_granularity granularity; /* 0: MARKET_PER_HOUR */
    int64_t start;                  /* 0: 7 days ago */
    int64_t end;                    /* 0: now */
    unsigned max_pages;             /* 0: 2; all 7 days come in one */
} fetch_counts_query;
#define FETCH_COUNTS_QUERY_INIT                                                                    \
    { sizeof(fetch_counts_query), NULL, (market_granularity)0, 0, 0, 0 }

typedef struct fetch_counts_page {
    size_t count;
    const market_post_count *counts; /* ascending; covered_ms is how much of each was counted */
    market_granularity granularity;
    size_t problem_count;
    const fetch_problem *problems;
    int64_t fetched_at;
    bool is_last;
} fetch_counts_page;

typedef bool fetch_counts_fn(void *payload, const fetch_counts_page *page);

/* How many posts fit the query, by minute, hour or UTC day. Only whole buckets are asked for: those
 * that lie in [start, end) and ended 30 s ago. */
FETCH_API fetch_status fetch_x_counts(fetch_x *x, const fetch_counts_query *query,
                                      const fetch_call *call, fetch_counts_fn *page, void *payload,
                                      fetch_error *err);

#ifdef __cplusplus
}
#endif

#endif
