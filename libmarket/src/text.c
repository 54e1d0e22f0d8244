/* text.c - text slices, checked array growth. */
#include "internal.h"

#include <stdlib.h>

bool market__copy(char *out, size_t capacity, const char *text, size_t length) {
    if (length >= capacity)
        return false;
    if (length > 0)
        memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

/* Length of the well-formed sequence at `s` (RFC 3629: no overlong forms, no surrogates), 0 if
 * none. */
static size_t utf8_sequence(const unsigned char *s, size_t left) {
    size_t n = s[0] < 0x80   ? 1
               : s[0] < 0xC2 ? 0
               : s[0] < 0xE0 ? 2
               : s[0] < 0xF0 ? 3
               : s[0] < 0xF5 ? 4
                             : 0;
    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return n;
}

bool market__is_utf8(const char *text, size_t length) {
    const unsigned char *s = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t n = utf8_sequence(s + i, length - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

market_status market__check_feed(const char *feed, market_error *err) {
    size_t length = feed == NULL ? 0 : strlen(feed);
    bool good = length > 0 && length < MARKET_FEED_SIZE;
    for (size_t i = 0; good && i < length; i++)
        good = feed[i] > ' ' && feed[i] < 0x7F;
    if (good)
        return MARKET_OK;
    return market__fail_parameter(err, MARKET_E_ARGUMENT, "feed",
                                  "feed: \"%s\" is not 1 to 63 printable characters",
                                  market__quote(feed == NULL ? "" : feed, length).text);
}

market_status market__check_topic(const char *topic, market_error *err) {
    size_t length = topic == NULL ? 0 : strlen(topic);
    bool good = length > 0 && length < MARKET_FEED_SIZE && market__is_utf8(topic, length);
    for (size_t i = 0; good && i < length; i++)
        good = (unsigned char)topic[i] >= ' ' && topic[i] != 0x7F;
    if (good)
        return MARKET_OK;
    return market__fail_parameter(err, MARKET_E_ARGUMENT, "topic",
                                  "topic: \"%s\" is not 1 to 63 bytes of text",
                                  market__quote(topic == NULL ? "" : topic, length).text);
}

void *market__resize(void *block, size_t count, size_t size) {
    if (count == 0 || count > SIZE_MAX / size)
        return NULL;
    return realloc(block, count * size);
}

size_t market__grown(size_t capacity, size_t needed) {
    size_t grown = capacity < 16 ? 16 : capacity;
    while (grown < needed) {
        if (grown > SIZE_MAX / 2)
            return 0;
        grown *= 2;
    }
    return grown;
}
