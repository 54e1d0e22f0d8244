/* Brings the line of an address into the cache; nothing where the compiler cannot. */
#ifndef SENTI_WORDS_PREFETCH_H
#define SENTI_WORDS_PREFETCH_H

static inline void senti__prefetch(const void *address) {
#if defined(__GNUC__)
    __builtin_prefetch(address, 1);
#else
    (void)address;
#endif
}

#endif
