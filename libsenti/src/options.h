/* Structures that begin with their size: a caller's may be of an older or a newer version. */
#ifndef SENTI_OPTIONS_H
#define SENTI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes of the first version, whose last field is named. */
#define SENTI__FIRST_SIZE(type, last) (offsetof(type, last) + sizeof(((type *)0)->last))

/* Copies what both versions know; of the rest *to keeps its defaults. False: the caller's is
 * shorter than the first version. */
static inline bool senti__take(void *to, size_t size, const void *from, size_t first_size) {
    size_t given;
    memcpy(&given, from, sizeof given);
    if (given < first_size)
        return false;
    memcpy(to, from, given < size ? given : size);
    memcpy(to, &size, sizeof size);
    return true;
}

#endif
