/* Every answer in XML: lists, errors, the beginning and the end of an upload. */
#include "harness.h"

static bool take_page(void *payload, const fetch_s3_page *page) {
    (void)payload;
    for (size_t i = 0; i < page->count; i++)
        CHECK(strlen(page->entries[i].key) < SIZE_MAX && page->entries[i].etag != NULL);
    return true;
}

static bool read_part(void *payload, size_t capacity, void *buffer, size_t *length) {
    size_t *left = payload;
    size_t size = *left < capacity ? *left : capacity;
    memset(buffer, 'x', size);
    *left -= size;
    *length = size;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const int statuses[] = {200, 301, 400, 403, 404, 500};
    const fuzz_scene *scene = fuzz_scene_get();
    fetch_error err;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        fetch_s3_object object;
        fuzz_set_answer(&(fuzz_answer){statuses[i], "ETag: \"e\"", 9, (const char *)data, size});
        (void)fetch_s3_list(scene->s3, NULL, NULL, take_page, NULL, &err);
        (void)fetch_s3_head(scene->s3, "key", NULL, &err, &object);
        (void)fetch_s3_delete(scene->s3, "key", NULL, &err);
    }
    fuzz_set_answer(&(fuzz_answer){200, "ETag: \"e\"", 9, (const char *)data, size});
    if (size % 16 == 15 && data[0] == ' ') { /* seldom: it moves megabytes */
        size_t left = (size_t)5 << 20;
        fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
        options.part_size = left;
        (void)fetch_s3_put_stream(scene->s3, "key", read_part, &left, &options, NULL, &err, NULL);
    }
    return 0;
}
