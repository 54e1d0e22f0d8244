/* What the generator writes. */
#ifndef SENTI_EMBEDDED_H
#define SENTI_EMBEDDED_H

#include "table.h"

extern const senti__table senti__base_table;
/* Entries of the profiles vader and modern, and of nltk: parallel, base_table.entries long. */
extern const senti__entry senti__vader_entries[];
extern const senti__entry senti__nltk_entries[];

/* Emoji of one code point: page c / 64, then 1 + the index of the description; 0: none. */
#define SENTI__EMOJI_END 0x20000u /* no emoji from here on */
extern const uint8_t senti__emoji_pages[SENTI__EMOJI_END / 64];
extern const uint16_t senti__emoji_index[][64];
/* Description i is the pool's bytes from offsets[i] to offsets[i + 1]. */
extern const uint16_t senti__emoji_offsets[];
extern const char senti__emoji_pool[];

static inline unsigned senti__emoji(uint32_t c) {
    return c < SENTI__EMOJI_END ? senti__emoji_index[senti__emoji_pages[c / 64]][c % 64] : 0;
}

extern const char senti__finance_tsv[];
extern const size_t senti__finance_tsv_size;

#endif
