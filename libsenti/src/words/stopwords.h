/* The built-in stop words (data/words/stopwords.txt), each ended by a line feed. */
#ifndef SENTI_WORDS_STOPWORDS_H
#define SENTI_WORDS_STOPWORDS_H

#include <stddef.h>

extern const char senti__stopwords[];
extern const size_t senti__stopwords_length;

#endif
