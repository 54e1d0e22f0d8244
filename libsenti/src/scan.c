/* Splits bytes into properties, 64 at a time. All CPU levels give the same bits. */
#include "level.h"
#include "work.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    C_SPACE = 1,
    C_PUNCT = 2,
    C_UPPER = 4,
    C_LOWER = 8,
    C_RARE = 16,
    C_APOSTROPHE = 32
};

static unsigned char_class(unsigned char c) {
    if (c == 0 || c >= 0x80)
        return C_RARE;
    if (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31))
        return C_SPACE;
    if (c >= 'A' && c <= 'Z')
        return C_UPPER;
    if (c >= 'a' && c <= 'z')
        return C_LOWER;
    if (c == '\'')
        return C_PUNCT | C_APOSTROPHE;
    return c > 32 && c < 127 && !(c >= '0' && c <= '9') ? C_PUNCT : 0;
}

static void block_portable(const char *from, char *low, senti__block *b, uint64_t *punct,
                           uint64_t *marks, unsigned *any) {
    *b = (senti__block){0};
    *punct = 0;
    marks[0] = marks[1] = 0;
    for (unsigned i = 0; i < 64; i++) {
        unsigned char c = (unsigned char)from[i];
        unsigned is = char_class(c);
        *any |= c;
        b->space |= (uint64_t)(is & C_SPACE) << i;
        *punct |= (uint64_t)(is / C_PUNCT & 1) << i;
        b->upper |= (uint64_t)(is / C_UPPER & 1) << i;
        b->lower |= (uint64_t)(is / C_LOWER & 1) << i;
        b->rare |= (uint64_t)(is / C_RARE & 1) << i;
        b->apostrophe |= (uint64_t)(is / C_APOSTROPHE & 1) << i;
        marks[0] |= (uint64_t)(c == '!') << i;
        marks[1] |= (uint64_t)(c == '?') << i;
        low[i] = (char)(is & C_UPPER ? c + 32 : c);
    }
}

#if defined(__x86_64__)
#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* Bytes of v in first..first + count - 1 have all bits set. */
TARGET_AVX2 ALWAYS_INLINE __m256i in_range(__m256i v, int first, int count) {
    __m256i from = _mm256_sub_epi8(v, _mm256_set1_epi8((char)first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(from, _mm256_set1_epi8((char)(count - 1))), from);
}

TARGET_AVX2 ALWAYS_INLINE void put_bits(uint64_t *bits, __m256i is, unsigned shift) {
    *bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is) << shift;
}

TARGET_AVX2 ALWAYS_INLINE void block_avx2(const char *from, char *low, senti__block *b,
                                          uint64_t *punct, uint64_t *marks, unsigned *any) {
    senti__block bits = {0};
    uint64_t high = 0, punct_bits = 0;
    marks[0] = marks[1] = 0;
    for (unsigned i = 0; i < 64; i += 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(from + i));
        __m256i upper = in_range(v, 'A', 26), lower = in_range(v, 'a', 26);
        __m256i letter = _mm256_or_si256(upper, lower);
        __m256i word = _mm256_or_si256(letter, in_range(v, '0', 10));
        __m256i mark = _mm256_andnot_si256(word, in_range(v, 33, 94));
        __m256i space = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(' ')),
                                        _mm256_or_si256(in_range(v, 9, 5), in_range(v, 28, 4)));
        put_bits(&bits.space, space, i);
        put_bits(&punct_bits, mark, i);
        put_bits(&bits.upper, upper, i);
        put_bits(&bits.lower, lower, i);
        put_bits(&high, v, i);
        put_bits(&bits.rare, _mm256_cmpeq_epi8(v, _mm256_setzero_si256()), i);
        put_bits(&bits.apostrophe, _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\'')), i);
        put_bits(&marks[0], _mm256_cmpeq_epi8(v, _mm256_set1_epi8('!')), i);
        put_bits(&marks[1], _mm256_cmpeq_epi8(v, _mm256_set1_epi8('?')), i);
        v = _mm256_or_si256(v, _mm256_and_si256(upper, _mm256_set1_epi8(32)));
        _mm256_storeu_si256((__m256i *)(void *)(low + i), v);
    }
    bits.rare |= high;
    *any |= high ? 0x80 : 0;
    *punct = punct_bits;
    *b = bits;
}
#endif

/* The body of every level; `block` is inlined. */
ALWAYS_INLINE unsigned scan(senti__work *work, void (*block)(const char *, char *, senti__block *,
                                                             uint64_t *, uint64_t *, unsigned *)) {
    size_t n = work->length / 64, rest = work->length % 64;
    uint64_t marks[2], rare = 0;
    unsigned any = 0, exclamations = 0, questions = 0;
    for (size_t i = 0; i < n; i++) {
        block(work->text + i * 64, work->low + i * 64, &work->blocks[i], &work->punct[i], marks,
              &any);
        rare |= work->blocks[i].rare;
        exclamations += (unsigned)__builtin_popcountll(marks[0]);
        questions += (unsigned)__builtin_popcountll(marks[1]);
    }
    /* The end is copied, so that nothing behind the text is read. */
    char end[128];
    memset(end, ' ', sizeof end);
    const char *last = end;
    if (n > 0) { /* 64 bytes, a number that the compiler knows */
        memcpy(end, work->text + work->length - 64, 64);
        last = end + 64 - rest;
    } else if (rest > 0) {
        memcpy(end, work->text, rest);
    }
    block(last, work->low + n * 64, &work->blocks[n], &work->punct[n], marks, &any);
    exclamations += (unsigned)__builtin_popcountll(marks[0]);
    questions += (unsigned)__builtin_popcountll(marks[1]);
    work->exclamations = exclamations < 4 ? exclamations : 4;
    work->questions = questions < 4 ? questions : 4;
    work->rare = (rare | work->blocks[n].rare) != 0;
    work->punct[n + 1] = 0;
    work->blocks[n + 1] = (senti__block){.space = ~(uint64_t)0};
    return any;
}

static unsigned scan_portable(senti__work *work) {
    return scan(work, block_portable);
}

#if defined(__x86_64__)
TARGET_AVX2 static unsigned scan_avx2(senti__work *work) {
    return scan(work, block_avx2);
}
#endif

unsigned senti__scan(senti__work *work) {
#if defined(__x86_64__)
    if (senti__cpu_level() == SENTI__AVX2)
        return scan_avx2(work);
#endif
    return scan_portable(work);
}
