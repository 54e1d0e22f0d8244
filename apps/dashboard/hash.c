#include "dashboard/hash.h"

#include <string.h>

#define PRIME UINT64_C(0x100000001b3)

uint64_t dash_hash(uint64_t hash, const void *bytes, size_t len) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ p[i]) * PRIME;
    return hash;
}

uint64_t dash_hash_str(uint64_t hash, const char *text) {
    return dash_hash(hash, text, strlen(text) + 1);
}

uint64_t dash_hash_words(uint64_t hash, const void *words, size_t count) {
    const char *p = words;
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, p + i * sizeof word, sizeof word);
        /* The product alone would leave the low bits ignorant of the high ones, where doubles
         * differ most. */
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return hash;
}
