/* zone.c - time zones from TZif files (RFC 8536). */
#include "zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define HEADER_SIZE   44
#define MAX_FILE_SIZE 262144

typedef struct reader {
    const unsigned char *data;
    size_t length;
    size_t at;
} reader;

typedef struct header {
    unsigned char version;
    size_t utc_count, std_count, leap_count, time_count, type_count, char_count;
} header;

static uint32_t big_endian_32(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Two's complement without a conversion that depends on the implementation. */
static int64_t signed_from(uint64_t bits, int width) {
    uint64_t sign = UINT64_C(1) << (width - 1);
    return bits & sign ? -(int64_t)(~(bits | ~(sign | (sign - 1)))) - 1 : (int64_t)bits;
}

static bool read_header(reader *r, header *out) {
    if (r->length - r->at < HEADER_SIZE || memcmp(r->data + r->at, "TZif", 4) != 0)
        return false;
    const unsigned char *p = r->data + r->at;
    out->version = p[4];
    out->utc_count = big_endian_32(p + 20);
    out->std_count = big_endian_32(p + 24);
    out->leap_count = big_endian_32(p + 28);
    out->time_count = big_endian_32(p + 32);
    out->type_count = big_endian_32(p + 36);
    out->char_count = big_endian_32(p + 40);
    r->at += HEADER_SIZE;
    /* Each is far below the size of a file that could hold it, so that sums cannot overflow. */
    return out->utc_count <= MAX_FILE_SIZE && out->std_count <= MAX_FILE_SIZE &&
           out->leap_count <= MAX_FILE_SIZE && out->time_count <= MAX_FILE_SIZE &&
           out->type_count > 0 && out->type_count <= 256 && out->char_count <= MAX_FILE_SIZE;
}

static size_t block_size(const header *h, size_t time_size) {
    return h->time_count * (time_size + 1) + h->type_count * 6 + h->char_count +
           h->leap_count * (time_size + 4) + h->std_count + h->utc_count;
}

static bool read_offsets(const unsigned char *types, size_t count, int32_t *offsets) {
    for (size_t i = 0; i < count; i++) {
        int64_t offset = signed_from(big_endian_32(types + 6 * i), 32);
        if (offset < -93600 || offset > 93600)
            return false;
        offsets[i] = (int32_t)offset;
    }
    return true;
}

static int64_t time_at(const unsigned char *times, size_t i, size_t size) {
    if (size == 4)
        return signed_from(big_endian_32(times + 4 * i), 32);
    uint64_t high = big_endian_32(times + 8 * i);
    return signed_from(high << 32 | big_endian_32(times + 8 * i + 4), 64);
}

static bool read_block(reader *r, const header *h, size_t time_size, market_zone *zone) {
    if (r->length - r->at < block_size(h, time_size))
        return false;
    const unsigned char *times = r->data + r->at;
    const unsigned char *indexes = times + h->time_count * time_size;
    int32_t offsets[256];
    if (!read_offsets(indexes + h->time_count, h->type_count, offsets))
        return false;
    zone->first = offsets[0];
    for (size_t i = 0; i < h->time_count; i++) {
        zone->times[i] = time_at(times, i, time_size);
        if (indexes[i] >= h->type_count || (i > 0 && zone->times[i] <= zone->times[i - 1]))
            return false;
        zone->offsets[i] = offsets[indexes[i]];
    }
    zone->count = h->time_count;
    r->at += block_size(h, time_size);
    return true;
}

/* The rule between two newlines at the end; it may be empty. */
static bool read_footer(reader *r, market_zone *zone) {
    const char *text = (const char *)r->data + r->at;
    size_t left = r->length - r->at;
    const char *end = left > 1 && text[0] == '\n' ? memchr(text + 1, '\n', left - 1) : NULL;
    if (end == NULL)
        return false;
    size_t length = (size_t)(end - text) - 1;
    zone->has_rule = length > 0;
    return length == 0 || market__rule_parse(text + 1, length, &zone->rule);
}

static bool allocate(market_zone *zone, size_t count) {
    zone->times = market__resize(NULL, count + 1, sizeof *zone->times + sizeof *zone->offsets);
    if (zone->times == NULL)
        return false;
    zone->offsets = (int32_t *)(void *)(zone->times + count + 1);
    return true;
}

static market_status parse(reader *r, market_zone *zone) {
    header h = {0};
    if (!read_header(r, &h))
        return MARKET_E_SYNTAX;
    size_t time_size = 4;
    if (h.version >= '2') {
        if (r->length - r->at < block_size(&h, 4))
            return MARKET_E_SYNTAX;
        r->at += block_size(&h, 4);
        time_size = 8;
        if (!read_header(r, &h))
            return MARKET_E_SYNTAX;
    }
    if (r->length - r->at < block_size(&h, time_size))
        return MARKET_E_SYNTAX;
    if (!allocate(zone, h.time_count))
        return MARKET_E_MEMORY;
    if (!read_block(r, &h, time_size, zone) || (time_size == 8 && !read_footer(r, zone)))
        return MARKET_E_SYNTAX;
    return MARKET_OK;
}

market_status market_zone_parse(const void *data, size_t length, market_error *err,
                                market_zone **out) {
    if (data == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "time zone data and its result are needed");
    market_zone *zone = calloc(1, sizeof *zone);
    if (zone == NULL)
        return market__no_memory(err);
    reader r = {data, length, 0};
    market_status status = parse(&r, zone);
    if (status == MARKET_OK) {
        *out = zone;
        return MARKET_OK;
    }
    market_zone_free(zone);
    if (status == MARKET_E_MEMORY)
        return market__no_memory(err);
    return market__fail_at(err, status, (market__place){.offset = r.at}, "",
                           "not a time zone file (TZif)");
}

static market_status load(FILE *file, const char *name, market_error *err, market_zone **out) {
    unsigned char *data = malloc(MAX_FILE_SIZE);
    if (data == NULL)
        return market__no_memory(err);
    size_t length = fread(data, 1, MAX_FILE_SIZE, file);
    market_status status =
        ferror(file) ? market__fail(err, MARKET_E_IO, "time zone %s: cannot be read", name)
                     : market_zone_parse(data, length, err, out);
    free(data);
    return status;
}

market_status market_zone_load(const char *directory, const char *name, market_error *err,
                               market_zone **out) {
    if (name == NULL || out == NULL || name[0] == '\0' || name[0] == '/' ||
        strstr(name, "..") != NULL)
        return market__fail_parameter(err, MARKET_E_ARGUMENT, "name",
                                      "a time zone is named as in America/New_York");
    char path[1024];
    int written = snprintf(path, sizeof path, "%s/%s",
                           directory == NULL ? "/usr/share/zoneinfo" : directory, name);
    if (written < 0 || (size_t)written >= sizeof path)
        return market__fail_parameter(err, MARKET_E_ARGUMENT, "directory", "the path is too long");
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return market__fail(err, errno == EACCES ? MARKET_E_PERMISSION : MARKET_E_NOT_FOUND,
                            "time zone %s: there is no such file to read",
                            market__quote(name, strlen(name)).text);
    market_status status = load(file, market__quote(name, strlen(name)).text, err, out);
    fclose(file);
    return status;
}

void market_zone_free(market_zone *zone) {
    if (zone == NULL)
        return;
    free(zone->times);
    free(zone);
}

static int32_t offset_at(const market_zone *zone, int64_t second) {
    if (zone == NULL) {
        int year = market__date_from_days(market__floor_div(second - 5 * 3600, 86400)).year;
        market__rule rule = market__new_york(year);
        return market__rule_offset(&rule, second);
    }
    if (zone->count == 0)
        return zone->has_rule ? market__rule_offset(&zone->rule, second) : zone->first;
    if (second < zone->times[0])
        return zone->first;
    if (second >= zone->times[zone->count - 1] && zone->has_rule)
        return market__rule_offset(&zone->rule, second);
    size_t low = 0, high = zone->count; /* times[low] <= second < times[high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= second)
            low = middle;
        else
            high = middle;
    }
    return zone->offsets[low];
}

int32_t market_zone_offset(const market_zone *zone, int64_t time) {
    int64_t second = market__floor_div(time, MARKET__SECOND);
    int64_t limit = INT64_C(400000000000); /* beyond year 9999 both ways; keeps the dates in int */
    second = second > limit ? limit : second < -limit ? -limit : second;
    return offset_at(zone, second);
}

int64_t market_zone_to_utc(const market_zone *zone, int64_t local) {
    int64_t before = market_zone_offset(zone, local - MARKET__DAY) * MARKET__SECOND;
    int64_t after = market_zone_offset(zone, local + MARKET__DAY) * MARKET__SECOND;
    int64_t early = local - (before > after ? before : after);
    int64_t late = local - (before > after ? after : before);
    if (market_zone_offset(zone, early) * MARKET__SECOND == local - early)
        return early;
    if (market_zone_offset(zone, late) * MARKET__SECOND == local - late)
        return late;
    return local - before;
}
