/* Headers of answers: dates, allowances, ranges, checksums, regions. The first byte chooses the
 * status, an empty line ends the headers. */
#include "harness.h"

static bool take_data(void *payload, const void *data, size_t length) {
    size_t *total = payload;
    CHECK(data != NULL && length > 0);
    *total += length;
    return true;
}

static bool take_posts(void *payload, const fetch_posts_page *page) {
    (void)payload;
    (void)page;
    return true;
}

static void get_range(fetch_s3 *s3, size_t body_length, uint64_t first, uint64_t length) {
    fetch_s3_get_options options = FETCH_S3_GET_OPTIONS_INIT;
    fetch_s3_object object;
    fetch_error err;
    size_t total = 0;
    options.first = first;
    options.length = length;
    fetch_status status = fetch_s3_get(s3, "key", &options, NULL, take_data, &total, &err, &object);
    CHECK(total <= body_length);
    CHECK(status != FETCH_OK || object.length == total);
    CHECK(length == 0 || total <= length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const int statuses[] = {200, 206, 301, 304, 403, 416, 429, 503};
    const fuzz_scene *scene = fuzz_scene_get();
    fetch_search_query search = FETCH_SEARCH_QUERY_INIT;
    fetch_error err;
    fetch_s3_object object;
    if (size == 0)
        return 0;
    const char *text = (const char *)data + 1;
    size_t length = size - 1, head = 0;
    while (head + 1 < length && !(text[head] == '\n' && text[head + 1] == '\n'))
        head++;
    if (head + 1 >= length)
        head = length;
    size_t body = head + 2 <= length ? head + 2 : length;
    fuzz_set_answer(&(fuzz_answer){statuses[data[0] % 8], text, head, text + body, length - body});
    get_range(scene->s3, length - body, 0, 0);
    get_range(scene->s3, length - body, 3, 0);
    get_range(scene->s3, length - body, 3, 4);
    (void)fetch_s3_head(scene->s3, "key", NULL, &err, &object);
    (void)fetch_s3_put(scene->s3, "key", "x", 1, NULL, NULL, &err, &object);
    search.query = "q";
    search.max_posts = 10;
    (void)fetch_x_search(scene->x, &search, NULL, take_posts, NULL, &err);
    return 0;
}
