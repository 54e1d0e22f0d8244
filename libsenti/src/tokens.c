/* From blocks of bits to tokens with what the lexicon knows of them. */
#include "level.h"
#include "words/letters.h"
#include "work.h"

/* The sum of runs and their starts: a carry runs through each run to the bit behind it. */
ALWAYS_INLINE uint64_t run_ends(uint64_t run, uint64_t starts, uint64_t *carry) {
    uint64_t sum = run + (run & starts), over = sum < run;
    uint64_t all = sum + *carry;
    *carry = over | (all < sum);
    return all;
}

/* Bits set up to and with one. */
ALWAYS_INLINE size_t count_up_to(uint64_t bits, unsigned bit) {
    return (size_t)__builtin_popcountll(bits & (((uint64_t)2 << bit) - 1));
}

/* Marks the pieces that hold an "n't"; `before` pieces began in earlier blocks. */
ALWAYS_INLINE void mark_negation(senti__work *work, size_t block, size_t before, uint64_t starts) {
    for (uint64_t bits = work->blocks[block].apostrophe; bits; bits &= bits - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(bits);
        size_t at = block * 64 + bit;
        if (at > 0 && work->low[at - 1] == 'n' && work->low[at + 1] == 't')
            work->marks[before + count_up_to(starts, bit) - 1] |= SENTI__NEGATOR;
    }
}

static bool is_punct(const senti__work *work, uint32_t at) {
    return work->punct[at / 64] >> at % 64 & 1;
}

/* The bounds without punctuation at both ends; begin >= end where there is nothing else. */
ALWAYS_INLINE void strip(const senti__work *work, uint32_t *begin, uint32_t *end) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (*end - *begin <= 56) { /* the bits that one load has, from any bit of its first byte on */
        uint64_t bits;
        memcpy(&bits, (const char *)work->punct + *begin / 8, sizeof bits);
        uint64_t kept = ~(bits >> *begin % 8) & (((uint64_t)1 << (*end - *begin)) - 1);
        uint32_t first = *begin + (kept ? (uint32_t)__builtin_ctzll(kept) : 64);
        *end = *begin + 64 - (uint32_t)__builtin_clzll(kept | 1);
        *begin = first;
        return;
    }
#endif
    while (*begin < *end && is_punct(work, *begin))
        ++*begin;
    while (*end > *begin && is_punct(work, *end - 1))
        --*end;
}

/* How many code points, counted up to `most`. */
static unsigned count_characters(const senti__work *work, uint32_t begin, uint32_t end,
                                 unsigned most) {
    unsigned n = 0;
    for (uint32_t i = begin; i < end && n < most; i++)
        n += ((unsigned char)work->text[i] & 0xc0) != 0x80;
    return n;
}

static bool has_rare(const senti__work *work, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end;) {
        uint64_t bits = work->blocks[i / 64].rare >> i % 64;
        uint32_t left = 64 - i % 64;
        if (left > end - i)
            bits &= ((uint64_t)1 << (end - i)) - 1;
        if (bits)
            return true;
        i += left;
    }
    return false;
}

/* As NLTK: one mark of its list before or behind a word without any, else all as it is. */
static bool is_nltk_mark(const char *mark, size_t n) {
    if (n == 1)
        return *mark && strchr(".!?,;:-'\"", *mark);
    if (n > 4)
        return false;
    for (size_t i = 0; i < n; i++)
        if (mark[i] != '!' && mark[i] != '?')
            return false;
    if (n == 4) /* ?!?! or !?!? */
        return mark[0] != mark[1] && mark[0] == mark[2] && mark[1] == mark[3];
    if (n == 3)
        return mark[0] == mark[2];
    return mark[0] == mark[1];
}

static void strip_nltk(const senti__work *work, uint32_t *begin, uint32_t *end) {
    uint32_t from = *begin, to = *end;
    strip(work, &from, &to);
    if (from >= to || (from == *begin) == (to == *end))
        return;
    for (uint32_t i = from; i < to; i++)
        if (is_punct(work, i))
            return;
    bool before = from > *begin;
    if (count_characters(work, from, to, 2) < 2 ||
        !is_nltk_mark(work->text + (before ? *begin : to), before ? from - *begin : *end - to))
        return;
    *begin = from;
    *end = to;
}

/* str.lower() of bytes of the prepared text; 0 where there is no room. */
static size_t lower_case(const senti__work *work, uint32_t begin, uint32_t end,
                         char to[SENTI__KEY_MAX + 8]) {
    const unsigned char *p = (const unsigned char *)work->text + begin;
    const unsigned char *stop = (const unsigned char *)work->text + end;
    const char *from = work->text + begin;
    size_t n = 0;
    while (p < stop) {
        const char *at = (const char *)p;
        uint32_t c = senti__decode(&p, stop);
        if (n > SENTI__KEY_MAX)
            return 0;
        if (c == 0x3a3) {
            n += senti__encode(senti__lower_sigma(from, at, (const char *)stop), to + n);
        } else if (c == 0x130) {
            to[n++] = 'i';
            n += senti__encode(0x307, to + n);
        } else {
            n += senti__encode(senti__lower(c), to + n);
        }
    }
    return n;
}

/* All bits of the first n bytes. */
static const senti__key first_bytes[SENTI__SHORT_KEY + 1] = {{0, 0},
                                                             {0xff, 0},
                                                             {0xffff, 0},
                                                             {0xffffff, 0},
                                                             {0xffffffff, 0},
                                                             {0xffffffffff, 0},
                                                             {0xffffffffffff, 0},
                                                             {0xffffffffffffff, 0},
                                                             {UINT64_MAX, 0},
                                                             {UINT64_MAX, 0xff},
                                                             {UINT64_MAX, 0xffff},
                                                             {UINT64_MAX, 0xffffff},
                                                             {UINT64_MAX, 0xffffffff},
                                                             {UINT64_MAX, 0xffffffffff},
                                                             {UINT64_MAX, 0xffffffffffff},
                                                             {UINT64_MAX, 0xffffffffffffff},
                                                             {UINT64_MAX, UINT64_MAX}};

ALWAYS_INLINE senti__key short_key(const char *low, size_t n) {
    return (senti__key){senti__load64(low) & first_bytes[n].low,
                        senti__load64(low + 8) & first_bytes[n].high};
}

/* A guess at the entry of ASCII bytes without NUL, which is_entry_of() proves; `none` is sure. */
ALWAYS_INLINE uint32_t guess_entry(const senti__table *table, const char *low, size_t n) {
    const uint32_t none = table->entries;
    if (n > SENTI__SHORT_KEY) {
        uint32_t entry = senti__table_find_long(table, low, n);
        return entry == SENTI__NO_ENTRY ? none : entry;
    }
    uint64_t hash = senti__hash(short_key(low, n));
    uint32_t slot = senti__slot(table, hash);
    /* Without a branch, which could not be foreseen. */
    uint32_t same = 0 - (uint32_t)(table->prints[slot] == senti__print(hash));
    return (slot & same) | (none & ~same);
}

/* Whether a guess was right. */
ALWAYS_INLINE bool is_entry_of(const senti__table *table, uint32_t entry, const char *low,
                               size_t n) {
    if (n > SENTI__SHORT_KEY)
        return true;
    senti__key key = short_key(low, n);
    return table->keys[entry].low == key.low && table->keys[entry].high == key.high;
}

/* Entry and letter case of a piece that is not ASCII. */
static uint32_t find_rare(const senti__work *work, const senti__table *table, senti__raw piece,
                          uint16_t *mark) {
    char low[SENTI__KEY_MAX + 8];
    const unsigned char *p = (const unsigned char *)work->text + piece.begin;
    const unsigned char *end = (const unsigned char *)work->text + piece.end;
    unsigned cases = 0;
    while (p < end && !(cases & 2)) {
        uint32_t c = senti__decode(&p, end);
        cases |= c >= 0x80              ? senti__case(c)
                 : c >= 'A' && c <= 'Z' ? 1u
                 : c >= 'a' && c <= 'z' ? 2u
                                        : 0;
    }
    *mark &= (uint16_t)~SENTI__UPPER;
    if (cases == 1)
        *mark |= SENTI__UPPER;
    size_t n = lower_case(work, piece.begin, piece.end, low);
    if (n != piece.end - piece.begin || memcmp(low, work->text + piece.begin, n) != 0)
        *mark |= SENTI__FOLDED;
    uint32_t entry = senti__table_find(table, low, n);
    return entry == SENTI__NO_ENTRY ? table->entries : entry;
}

/* "$AAPL": the mark of a cashtag and capitals. */
static bool is_ticker(const senti__work *work, uint32_t begin, uint32_t end) {
    if (end - begin < 2 || work->text[begin] != '$')
        return false;
    for (uint32_t i = begin + 1; i < end; i++)
        if (work->text[i] >= 'a' && work->text[i] <= 'z')
            return false;
    return work->text[begin + 1] >= 'A' && work->text[begin + 1] <= 'Z';
}

/* Takes punctuation off a piece's ends, as vader and modern do. */
ALWAYS_INLINE void strip_one(senti__work *work, size_t i, senti_profile profile, bool rare) {
    senti__raw *raw = &work->raw[i], piece = {raw->begin, raw->end};
    strip(work, &piece.begin, &piece.end);
    if (profile == SENTI_MODERN) {
        if (piece.begin == raw->begin && piece.end == raw->end)
            return;
        work->marks[i] |= SENTI__EDGE;
        if (is_ticker(work, raw->begin, raw->end))
            work->marks[i] |= SENTI__TICKER;
    }
    bool is_short = (int32_t)(piece.end - piece.begin) < 3;
    if (rare && !is_short && piece.end - piece.begin < 12)
        is_short = count_characters(work, piece.begin, piece.end, 3) < 3;
    /* What would leave less than three characters may be an emoticon, and stays. Without a branch,
       which could not be foreseen. */
    uint32_t stripped = (uint32_t)is_short - 1;
    raw->begin += (piece.begin - raw->begin) & stripped;
    raw->end -= (raw->end - piece.end) & stripped;
}

/* The places of the next four bits. Those behind the last are `at` + 63. */
ALWAYS_INLINE uint64_t put_four(uint32_t *to, uint32_t at, uint64_t bits) {
    const uint64_t last = (uint64_t)1 << 63;
    to[0] = at + (uint32_t)__builtin_ctzll(bits | last);
    bits &= bits - 1;
    to[1] = at + (uint32_t)__builtin_ctzll(bits | last);
    bits &= bits - 1;
    to[2] = at + (uint32_t)__builtin_ctzll(bits | last);
    bits &= bits - 1;
    to[3] = at + (uint32_t)__builtin_ctzll(bits | last);
    return bits & (bits - 1);
}

/*
 * Pieces between white space, without punctuation at their ends; the marks of those in capitals or
 * with "n't".
 */
ALWAYS_INLINE void find_pieces(senti__work *work, senti_profile profile, bool rare) {
    size_t blocks = work->length / 64 + 1, begun = 0, ended = 0;
    uint64_t before = 0, punct_before = 0, lower_carry = 0, upper_carry = 0, punct_carry = 0;
    uint32_t *bound = &work->raw[0].begin; /* beginnings and ends take turns */
    for (size_t i = 0; i <= blocks; i++) {
        const senti__block *b = &work->blocks[i];
        uint64_t text = ~b->space, shifted = text << 1 | before, punct = work->punct[i];
        uint64_t starts = text & ~shifted, ends = ~text & shifted;
        uint64_t no_lower = run_ends(text & ~b->lower, starts, &lower_carry);
        uint64_t no_upper = run_ends(text & ~b->upper, starts, &upper_carry);
        uint64_t after_punct = run_ends(text, starts & punct, &punct_carry);
        uint64_t bits = starts | ends;
        uint32_t *behind = bound + __builtin_popcountll(bits);
        /* Eight at a time, so that few ends of the loop surprise; what is too much is overwritten.
         */
        for (; bits; bound += 8) {
            bits = put_four(bound, (uint32_t)(i * 64), bits);
            bits = put_four(bound + 4, (uint32_t)(i * 64), bits);
        }
        bound = behind;
        if (i < blocks && b->apostrophe)
            mark_negation(work, i, begun, starts);
        uint64_t upper = no_lower & ~no_upper;
        uint64_t edges = after_punct | punct << 1 | punct_before;
        if (profile == SENTI_NLTK)
            edges = 0;
        /* One loop for both, so that one end of a loop surprises. */
        for (uint64_t left = ends & (upper | edges); left; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left);
            size_t piece = ended + count_up_to(ends, bit) - 1;
            work->marks[piece] |= (uint16_t)((upper >> bit & 1) * SENTI__UPPER);
            if (profile != SENTI_NLTK)
                strip_one(work, piece, profile, rare);
        }
        before = text >> 63;
        punct_before = punct >> 63;
        begun += (size_t)__builtin_popcountll(starts);
        ended += (size_t)__builtin_popcountll(ends);
    }
    work->n_tokens = begun;
}

/* NLTK strips in its own way, and leaves single characters out. */
static void strip_all_nltk(senti__work *work) {
    size_t n = 0;
    for (size_t i = 0; i < work->n_tokens; i++) {
        senti__raw raw = work->raw[i];
        if (is_punct(work, raw.begin) || is_punct(work, raw.end - 1))
            strip_nltk(work, &raw.begin, &raw.end);
        if (count_characters(work, raw.begin, raw.end, 2) < 2)
            continue;
        work->marks[n] = work->marks[i];
        work->raw[n++] = raw;
    }
    work->n_tokens = n;
}

ALWAYS_INLINE uint32_t guess_of(const senti__work *work, const senti__table *table,
                                const senti__raw *piece) {
    return guess_entry(table, work->low + piece->begin, piece->end - piece->begin);
}

ALWAYS_INLINE bool is_right(const senti__work *work, const senti__table *table, uint32_t entry,
                            const senti__raw *piece) {
    return is_entry_of(table, entry, work->low + piece->begin, piece->end - piece->begin);
}

/* A guess for a piece; where the modern profile finds none, for a short word in punctuation. */
ALWAYS_INLINE uint32_t guess_one(senti__work *work, const senti__table *table,
                                 senti_profile profile, size_t i, bool rare) {
    senti__raw *piece = &work->raw[i];
    if (rare && has_rare(work, piece->begin, piece->end))
        return find_rare(work, table, *piece, &work->marks[i]);
    uint32_t guess = guess_of(work, table, piece);
    if (profile != SENTI_MODERN || !(work->marks[i] & SENTI__EDGE) ||
        (guess != table->entries && is_right(work, table, guess, piece)))
        return guess;
    senti__raw inner = *piece;
    strip(work, &inner.begin, &inner.end);
    if (inner.begin >= inner.end || inner.end - inner.begin == piece->end - piece->begin)
        return table->entries;
    *piece = inner;
    return guess_of(work, table, piece);
}

/* Makes tokens of pieces, and counts. */
ALWAYS_INLINE void look_up(senti__work *work, const senti_lexicon *lexicon, senti_profile profile,
                           bool rare, bool embedded) {
    senti__table table = *lexicon->table; /* a copy, which no store can change */
    if (embedded) {                       /* known to the compiler */
        table.slots = SENTI__SLOTS;
        table.bucket_shift = SENTI__BUCKET_SHIFT;
    }
    find_pieces(work, profile, rare);
    if (profile == SENTI_NLTK)
        strip_all_nltk(work);
    size_t n = work->n_tokens, n_guesses = 0, n_hits = 0, upper = 0, tickers = 0, but = n;
    senti__token *tokens = work->tokens;
    uint32_t *guesses = work->hits; /* read before a hit is written over it */
    for (size_t i = 0; i < n; i++) {
        uint32_t guess = guess_one(work, &table, profile, i, rare);
        unsigned marks = work->marks[i];
        if (profile == SENTI_MODERN) {
            if (work->raw[i].end - work->raw[i].begin < 2 || marks & SENTI__TICKER)
                marks &= ~(unsigned)SENTI__UPPER;
            tickers += (marks & SENTI__TICKER) != 0;
        }
        tokens[i] = (senti__token){guess, (uint16_t)marks, SENTI__W_NONE};
        upper += marks / SENTI__UPPER & 1;
        guesses[n_guesses] = (uint32_t)i;
        n_guesses += guess != table.entries;
    }
    unsigned any = 0;
    uint32_t *hits = work->hits;
    for (size_t k = 0; k < n_guesses; k++) {
        uint32_t i = guesses[k];
        senti__token *t = &tokens[i];
        const senti__raw *piece = &work->raw[i];
        bool sure = rare && has_rare(work, piece->begin, piece->end);
        if (!sure && !is_right(work, &table, t->entry, piece)) {
            t->entry = table.entries;
            continue;
        }
        const senti__entry *entry = &lexicon->entries[t->entry];
        unsigned flags = entry->flags;
        t->flags |= (uint16_t)flags;
        t->word = entry->word;
        any |= flags;
        but = entry->word == SENTI__W_but && but == n ? i : but;
        hits[n_hits] = i;
        n_hits += (flags & (SENTI__LEXICON | SENTI__BOOSTER)) == SENTI__LEXICON;
    }
    work->n_hits = n_hits;
    work->upper = upper;
    work->tickers = tickers;
    work->but = but;
    work->starts_phrase = (any & SENTI__STARTS) != 0;
}

/* Whether nothing but blanks stands between two tokens. */
static bool are_neighbours(const senti__work *work, const senti__raw *a, const senti__raw *b) {
    for (uint32_t i = a->end; i < b->begin; i++)
        if (work->low[i] != ' ')
            return false;
    return true;
}

/* Appends a token in lower case; 0 where the key has no room. */
static size_t append_word(const senti__work *work, const senti__raw *t, char *key, size_t n) {
    char low[SENTI__KEY_MAX + 8];
    size_t length = t->end - t->begin;
    const char *from = work->low + t->begin;
    if (work->rare) {
        length = lower_case(work, t->begin, t->end, low);
        from = low;
    }
    if (length == 0 || n + length > SENTI__KEY_MAX)
        return 0;
    memcpy(key + n, from, length);
    return n + length;
}

/* The tokens from `first` on that are a phrase of the lexicon, longest first; 0: none. */
static size_t phrase_at(const senti__work *work, const senti_lexicon *lexicon, size_t first,
                        uint32_t *entry) {
    char key[SENTI__KEY_MAX + 8];
    size_t lengths[SENTI__PHRASE_WORDS], words = 0, n = 0;
    while (words < SENTI__PHRASE_WORDS && first + words < work->n_tokens) {
        const senti__raw *t = &work->raw[first + words];
        if (words > 0 && !are_neighbours(work, t - 1, t))
            break;
        if (words > 0)
            key[n++] = ' ';
        n = append_word(work, t, key, n);
        if (n == 0 || n >= lexicon->table->longest + 1u)
            break;
        lengths[words++] = n;
    }
    for (; words > 1; words--) {
        *entry = senti__table_find_long(lexicon->table, key, lengths[words - 1]);
        if (*entry != SENTI__NO_ENTRY && lexicon->entries[*entry].flags & SENTI__PHRASE)
            return words;
    }
    return 0;
}

/* Makes each phrase one token, and counts anew. */
static void join_phrases(senti__work *work, const senti_lexicon *lexicon) {
    size_t n = 0;
    work->n_hits = work->upper = work->tickers = 0;
    work->but = SIZE_MAX;
    for (size_t i = 0; i < work->n_tokens; n++) {
        senti__token t = work->tokens[i];
        senti__raw raw = work->raw[i];
        uint32_t entry;
        size_t words = t.flags & SENTI__STARTS ? phrase_at(work, lexicon, i, &entry) : 0;
        if (words > 0) {
            unsigned upper = SENTI__UPPER;
            for (size_t k = 0; k < words; k++)
                upper &= work->tokens[i + k].flags;
            raw.end = work->raw[i + words - 1].end;
            t = (senti__token){.entry = entry,
                               .flags = (uint16_t)(lexicon->entries[entry].flags | upper)};
        }
        i += words > 0 ? words : 1;
        work->upper += (t.flags & SENTI__UPPER) != 0;
        work->tickers += (t.flags & SENTI__TICKER) != 0;
        if (t.word == SENTI__W_but && work->but == SIZE_MAX)
            work->but = n;
        if ((t.flags & (SENTI__LEXICON | SENTI__BOOSTER)) == SENTI__LEXICON)
            work->hits[work->n_hits++] = (uint32_t)n;
        work->tokens[n] = t;
        work->raw[n] = raw;
    }
    work->n_tokens = n;
    if (work->but == SIZE_MAX)
        work->but = n;
}

/* Room for as many tokens as the text has. */
static bool reserve_tokens(senti__work *work) {
    if (work->length <= SENTI__SMALL) {
        work->raw = work->small_raw;
        work->marks = work->small_marks;
        work->tokens = work->small_tokens + SENTI__BEFORE;
        memset(work->small_tokens, 0, SENTI__BEFORE * sizeof *work->tokens);
        work->hits = work->small_hits;
        work->valences = work->small_valences;
        memset(work->marks, 0, (work->length / 2 + 1) * sizeof *work->marks);
        return true;
    }
    size_t n = 8 + SENTI__BEFORE;
    uint64_t before = 0;
    for (size_t i = 0; i <= work->length / 64; i++) {
        uint64_t text = ~work->blocks[i].space;
        n += (size_t)__builtin_popcountll(text & ~(text << 1 | before));
        before = text >> 63;
    }
    size_t size = sizeof *work->tokens + sizeof *work->hits + sizeof *work->valences +
                  sizeof *work->raw + sizeof *work->marks;
    if (!senti__grow(&work->heap_tokens, &work->heap_tokens_size, n * size, 0))
        return false;
    work->valences = (senti__valence *)((senti__token *)work->heap_tokens + n);
    work->tokens = (senti__token *)work->heap_tokens + SENTI__BEFORE;
    memset(work->heap_tokens, 0, SENTI__BEFORE * sizeof *work->tokens);
    work->raw = (senti__raw *)(work->valences + n);
    work->hits = (uint32_t *)(work->raw + n);
    work->marks = (uint16_t *)(work->hits + n);
    memset(work->marks, 0, n * sizeof *work->marks);
    return true;
}

ALWAYS_INLINE void tokenise(senti__work *work, const senti_lexicon *lexicon) {
    switch (lexicon->profile) {
    case SENTI_VADER:
    case SENTI_VADER_HEAD:
        if (!work->rare && lexicon->table == &senti__base_table)
            look_up(work, lexicon, SENTI_VADER, false, true);
        else
            look_up(work, lexicon, SENTI_VADER, work->rare, false);
        break;
    case SENTI_NLTK:
        look_up(work, lexicon, SENTI_NLTK, work->rare, false);
        break;
    case SENTI_MODERN:
        look_up(work, lexicon, SENTI_MODERN, work->rare, false);
        break;
    }
}

static void tokenise_portable(senti__work *work, const senti_lexicon *lexicon) {
    tokenise(work, lexicon);
}

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void
tokenise_avx2(senti__work *work, const senti_lexicon *lexicon) {
    tokenise(work, lexicon);
}
#endif

bool senti__tokenise(senti__work *work, const senti_lexicon *lexicon) {
    if (!reserve_tokens(work))
        return false;
#if defined(__x86_64__)
    if (senti__cpu_level() == SENTI__AVX2)
        tokenise_avx2(work, lexicon);
    else
#endif
        tokenise_portable(work, lexicon);
    if (lexicon->phrases && work->starts_phrase)
        join_phrases(work, lexicon);
    return true;
}
