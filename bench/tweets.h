/* Made-up short posts, the same for every run of a seed. */
#ifndef TWEETS_H
#define TWEETS_H

#include <stddef.h>

typedef enum tweet_kind {
    TWEETS_ASCII,   /* about 80 bytes, 14 words, two or three of them with a valence */
    TWEETS_EMOJI,   /* the same with five emoji each */
    TWEETS_ACCENTS, /* the same with curly quotes and accents */
    TWEET_KINDS
} tweet_kind;

typedef struct tweets {
    size_t n, bytes;
    const char **texts;
    size_t *lens;
    char *memory;
} tweets;

const char *tweets_name(tweet_kind kind);
/* Ends the program when there is no memory. */
void tweets_make(tweets *t, tweet_kind kind, size_t n);
void tweets_clear(tweets *t);

#endif
