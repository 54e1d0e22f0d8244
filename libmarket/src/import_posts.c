/* import_posts.c - posts in X's search shape; authors come beside them, by id. */
#include "bars_read.h"
#include "items.h"
#include "texts.h"

#include <stdlib.h>

/* Ids carry their time since late 2010: milliseconds after this instant, above 22 other bits. */
#define ID_EPOCH       INT64_C(1288834974657)
#define FIRST_TIMED_ID UINT64_C(27000000000000000)

typedef struct user {
    const char *id;
    const char *name;
    const char *handle;
} user;

typedef struct lists {
    market_post *posts;
    size_t post_count;
    size_t post_capacity;
    user *users;
    size_t user_count;
    size_t user_capacity;
} lists;

static int64_t time_of_id(const char *id) {
    uint64_t value = 0;
    for (const char *p = id; *p != '\0'; p++) {
        if (!market__is_digit(*p) || value > UINT64_MAX / 10 - 1)
            return INT64_MIN;
        value = value * 10 + (uint64_t)(*p - '0');
    }
    return value >= FIRST_TIMED_ID ? (int64_t)(value >> 22) + ID_EPOCH : INT64_MIN;
}

/* Both spellings: "repost_count" since 2026, "retweet_count" before. */
static market_status read_metric(market__items *items, void *object, const char *key) {
    market_post *post = object;
    if (strcmp(key, "retweet_count") == 0 || strcmp(key, "repost_count") == 0)
        return market__items_count(items, &post->reposts);
    if (strcmp(key, "reply_count") == 0)
        return market__items_count(items, &post->replies);
    if (strcmp(key, "like_count") == 0)
        return market__items_count(items, &post->likes);
    if (strcmp(key, "quote_count") == 0)
        return market__items_count(items, &post->quotes);
    return market__items_skip(items);
}

/* The long text of a post, whose own text is cut then. */
static market_status read_note(market__items *items, void *object, const char *key) {
    market_post *post = object;
    return strcmp(key, "text") == 0 ? market__items_text(items, &post->text)
                                    : market__items_skip(items);
}

static market_status read_inner(market__items *items, market__member_fn *member, void *object) {
    market__json *json = &items->json;
    if (market__json_next(json) == MARKET__TOKEN_OBJECT)
        return market__items_object(items, member, object);
    return market__json_skip(json) == MARKET__TOKEN_ERROR ? json->status : MARKET_OK;
}

typedef struct draft {
    market_post post;
    market_post note; /* its text only */
} draft;

static market_status read_post_member(market__items *items, void *object, const char *key) {
    draft *d = object;
    if (strcmp(key, "id") == 0)
        return market__items_text(items, &d->post.id);
    if (strcmp(key, "text") == 0)
        return market__items_text(items, &d->post.text);
    if (strcmp(key, "lang") == 0)
        return market__items_text(items, &d->post.lang);
    if (strcmp(key, "author_id") == 0)
        return market__items_text(items, &d->post.author_id);
    if (strcmp(key, "created_at") == 0)
        return market__items_time(items, &d->post.created_at);
    if (strcmp(key, "synthetic") == 0)
        return market__items_flag(items, &d->post.synthetic);
    if (strcmp(key, "public_metrics") == 0)
        return read_inner(items, read_metric, &d->post);
    if (strcmp(key, "note_tweet") == 0 || strcmp(key, "note_post") == 0)
        return read_inner(items, read_note, &d->note);
    return market__items_skip(items);
}

static market_status read_post(market__items *items) {
    lists *l = items->context;
    draft d = {
        .post = {.created_at = INT64_MIN, .reposts = -1, .replies = -1, .likes = -1, .quotes = -1}};
    market__place place = items->json.place;
    market_status status = market__items_object(items, read_post_member, &d);
    if (status != MARKET_OK)
        return status;
    market_post *post = &d.post;
    if (d.note.text != NULL && d.note.text[0] != '\0')
        post->text = d.note.text;
    if (!market__good_id(post->id))
        return market__rows_bad(&items->rows, place, "id", "is missing or not an id");
    if (post->text == NULL || post->text[0] == '\0')
        return market__rows_bad(&items->rows, place, "text", "is missing");
    if (post->created_at == INT64_MIN)
        post->created_at = time_of_id(post->id);
    if (post->created_at == INT64_MIN)
        return market__rows_bad(&items->rows, place, "created_at", "is missing or not a time");
    void *moved = l->posts;
    if (!market__items_grow(&moved, l->post_count, &l->post_capacity, sizeof *l->posts))
        return market__no_memory(items->json.err);
    l->posts = moved;
    l->posts[l->post_count++] = *post;
    return MARKET_OK;
}

static market_status read_user_member(market__items *items, void *object, const char *key) {
    user *u = object;
    if (strcmp(key, "id") == 0)
        return market__items_text(items, &u->id);
    if (strcmp(key, "name") == 0)
        return market__items_text(items, &u->name);
    if (strcmp(key, "username") == 0)
        return market__items_text(items, &u->handle);
    return market__items_skip(items);
}

static market_status read_user(market__items *items) {
    lists *l = items->context;
    user u = {"", "", ""};
    market_status status = market__items_object(items, read_user_member, &u);
    void *moved = l->users;
    if (status == MARKET_OK &&
        !market__items_grow(&moved, l->user_count, &l->user_capacity, sizeof *l->users))
        status = market__no_memory(items->json.err);
    if (status != MARKET_OK)
        return status;
    l->users = moved;
    l->users[l->user_count++] = u;
    return MARKET_OK;
}

static market_status read_include(market__items *items, void *object, const char *key) {
    (void)object;
    return strcmp(key, "users") == 0 ? market__items_list(items, read_user)
                                     : market__items_skip(items);
}

static market_status read_other(market__items *items, const char *key) {
    return strcmp(key, "includes") == 0 ? read_inner(items, read_include, NULL)
                                        : market__items_skip(items);
}

static int compare_users(const void *a, const void *b) {
    return strcmp(((const user *)a)->id, ((const user *)b)->id);
}

/* Puts handle and name beside each post, and the answer's flag on it. */
static void name_authors(lists *l, bool synthetic) {
    if (l->user_count > 0)
        qsort(l->users, l->user_count, sizeof *l->users, compare_users);
    for (size_t i = 0; i < l->post_count; i++) {
        market_post *post = &l->posts[i];
        user wanted = {post->author_id == NULL ? "" : post->author_id, "", ""};
        const user *found = l->user_count == 0 ? NULL
                                               : bsearch(&wanted, l->users, l->user_count,
                                                         sizeof *l->users, compare_users);
        post->author = found == NULL ? "" : found->handle;
        post->author_name = found == NULL ? "" : found->name;
        post->synthetic |= synthetic;
    }
}

market_status market_import_posts(market_store *store, const char *topic, const market_input *input,
                                  const market_import_options *options, market_error *err,
                                  market_text_summary *out) {
    lists l = {0};
    market__items items = {.context = &l, .read_item = read_post, .read_other = read_other};
    market_put_summary stored = {0, 0, 0};
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    market_status status = market__begin_texts(store, options, err, &chosen, &items);
    if (status == MARKET_OK)
        status = market__items_read(&items, input, &chosen, "data", err);
    if (status == MARKET_OK) {
        name_authors(&l, items.synthetic);
        status = market_store_put_posts(store, topic, l.posts, l.post_count, chosen.fetched_at, err,
                                        &stored);
    }
    if (status == MARKET_OK && out != NULL)
        *out = (market_text_summary){items.rows.records, items.rows.bad, stored};
    market__pool_free(items.pool);
    free(l.posts);
    free(l.users);
    return status;
}
