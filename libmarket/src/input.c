/* input.c - reading and unpacking, block by block. */
#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool fail(market__input *in, market_status status, const char *what) {
    in->status =
        market__fail_at(in->err, status, market__input_place(in), "", "%s: %s", in->name, what);
    return false;
}

/* Asks the callback until the block is full: it may give single bytes. */
static size_t call_reader(market__input *in, unsigned char *buffer) {
    size_t filled = 0;
    while (filled < MARKET__INPUT_BLOCK && in->status == MARKET_OK) {
        size_t capacity = MARKET__INPUT_BLOCK - filled, length = 0;
        market_status status =
            in->source->read(in->source->payload, capacity, buffer + filled, &length);
        if (status != MARKET_OK)
            fail(in, status, "reading failed");
        else if (length > capacity)
            fail(in, MARKET_E_ARGUMENT, "the reader gave more than was asked for");
        else if (length == 0)
            break;
        filled += length;
    }
    return filled;
}

static size_t copy_data(market__input *in, unsigned char *buffer) {
    size_t length = in->source->length - in->data_at;
    length = length < MARKET__INPUT_BLOCK ? length : MARKET__INPUT_BLOCK;
    if (length > 0 && in->source->data != NULL)
        memcpy(buffer, (const unsigned char *)in->source->data + in->data_at, length);
    in->data_at += length;
    return length;
}

/* A block of raw bytes into `buffer`; only the last one is shorter. */
static size_t read_raw(market__input *in, unsigned char *buffer) {
    size_t length = 0;
    if (in->file != NULL) {
        length = fread(buffer, 1, MARKET__INPUT_BLOCK, in->file);
        if (length == 0 && ferror(in->file))
            fail(in, MARKET_E_IO, "reading failed");
    } else if (in->source->read != NULL) {
        length = call_reader(in, buffer);
    } else {
        length = copy_data(in, buffer);
    }
    if (in->status != MARKET_OK)
        return 0;
    in->taken += length;
    in->raw_end = length == 0;
    return length;
}

/* Unpacks into the whole text block; a file may hold several gzip members. */
static size_t unpack(market__input *in) {
    in->z.next_out = in->text;
    in->z.avail_out = MARKET__INPUT_BLOCK;
    while (in->z.avail_out > 0 && in->status == MARKET_OK) {
        if (in->z.avail_in == 0 && !in->raw_end) {
            in->z.next_in = in->raw;
            in->z.avail_in = (uInt)read_raw(in, in->raw);
        }
        if (in->z.avail_in == 0)
            break;
        if (in->member_done && inflateReset(&in->z) != Z_OK)
            fail(in, MARKET_E_IO, "the gzip data cannot be read");
        in->member_done = false;
        int code = inflate(&in->z, Z_NO_FLUSH);
        if (code == Z_STREAM_END)
            in->member_done = true;
        else if (code == Z_MEM_ERROR)
            fail(in, MARKET_E_MEMORY, "out of memory");
        else if (code != Z_OK && code != Z_BUF_ERROR)
            fail(in, MARKET_E_SYNTAX, "the gzip data is damaged");
    }
    if (in->status == MARKET_OK && in->raw_end && in->z.avail_in == 0 && !in->member_done &&
        in->z.avail_out == MARKET__INPUT_BLOCK)
        fail(in, MARKET_E_SYNTAX, "the gzip data ends in the middle");
    return MARKET__INPUT_BLOCK - in->z.avail_out;
}

static bool report_progress(market__input *in) {
    if (in->on_progress == NULL ||
        in->on_progress(in->progress_payload, in->taken, in->total, in->rows))
        return true;
    return fail(in, MARKET_E_CANCELLED, "cancelled");
}

bool market__input_fill(market__input *in) {
    if (in->status != MARKET_OK)
        return false;
    in->base += in->filled;
    in->at = 0;
    in->filled = 0;
    size_t filled = in->gzip ? unpack(in) : read_raw(in, in->text);
    if (in->status != MARKET_OK)
        return false;
    if (in->base + filled > in->max_bytes)
        return fail(in, MARKET_E_TOO_LARGE, "the input exceeds the limit of bytes");
    in->filled = filled;
    return report_progress(in) && filled > 0;
}

static market_status open_file(market__input *in) {
    struct stat info;
    in->file = fopen(in->source->path, "rbe");
    if (in->file == NULL || fstat(fileno(in->file), &info) != 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        bool forbidden = errno == EACCES || errno == EPERM;
        fail(in,
             missing     ? MARKET_E_NOT_FOUND
             : forbidden ? MARKET_E_PERMISSION
                         : MARKET_E_IO,
             missing     ? "there is no such file"
             : forbidden ? "no permission to read it"
                         : "the file cannot be opened");
        return in->status;
    }
    if (S_ISDIR(info.st_mode))
        fail(in, MARKET_E_IO, "is a folder");
    in->total = S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    return in->status;
}

/* The raw block that was read into `text` turns out to be gzip: unpack from there. */
static bool begin_inflating(market__input *in) {
    unsigned char *swap = in->raw;
    in->raw = in->text;
    in->text = swap;
    in->z.next_in = in->raw;
    in->z.avail_in = (uInt)in->filled;
    if (inflateInit2(&in->z, 16 + MAX_WBITS) != Z_OK)
        return fail(in, MARKET_E_MEMORY, "out of memory");
    in->gzip = in->inflating = true;
    in->filled = 0;
    return market__input_fill(in);
}

static market_status begin(market__input *in) {
    in->raw = calloc(1, MARKET__INPUT_BLOCK);
    in->text = calloc(1, MARKET__INPUT_BLOCK);
    if (in->raw == NULL || in->text == NULL)
        return market__no_memory(in->err);
    (void)market__input_fill(in);
    if (in->filled >= 2 && in->text[0] == 0x1F && in->text[1] == 0x8B)
        begin_inflating(in);
    if (in->status == MARKET_OK && in->filled >= 3 && memcmp(in->text, "\xEF\xBB\xBF", 3) == 0) {
        in->at = 3;
        in->line_start = 3;
    }
    return in->status;
}

market_status market__input_open(market__input *in, const market_input *source,
                                 const market_import_options *options, market_error *err) {
    *in = (market__input){.err = err, .line = 1};
    int kinds = source == NULL
                    ? 0
                    : (source->path != NULL) + (source->read != NULL) + (source->data != NULL);
    if (kinds != 1)
        return market__fail(err, MARKET_E_ARGUMENT, "an input is a path, data or a callback");
    in->source = source;
    in->name = source->name != NULL ? source->name : source->path;
    if (in->name == NULL)
        in->name = "input";
    in->max_bytes = options->max_bytes > 0 ? options->max_bytes : MARKET_IMPORT_MAX_BYTES;
    in->on_progress = options->on_progress;
    in->progress_payload = options->progress_payload;
    in->total = source->data != NULL ? source->length : 0;
    if (source->path != NULL && open_file(in) != MARKET_OK)
        return in->status;
    return begin(in);
}

void market__input_close(market__input *in) {
    if (in->inflating)
        (void)inflateEnd(&in->z);
    if (in->file != NULL)
        (void)fclose(in->file);
    free(in->raw);
    free(in->text);
    *in = (market__input){0};
}

static bool ends_with(const char *text, size_t length, const char *suffix) {
    size_t n = strlen(suffix);
    if (length <= n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (market__lower(text[length - n + i]) != suffix[i])
            return false;
    return true;
}

const char *market__input_stem(const market__input *in, size_t *length) {
    static const char *const extensions[] = {".csv", ".json", ".txt", ".tsv", ".py", ".ndjson"};
    const char *slash = strrchr(in->name, '/');
    const char *stem = slash == NULL ? in->name : slash + 1;
    size_t n = strlen(stem);
    if (ends_with(stem, n, ".gz"))
        n -= 3;
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (ends_with(stem, n, extensions[i])) {
            n -= strlen(extensions[i]);
            break;
        }
    }
    *length = n;
    return stem;
}
