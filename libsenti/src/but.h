/* What looks at all valences of a text at once. */
#ifndef SENTI_BUT_H
#define SENTI_BUT_H

#include "work.h"

/* Before the first "but" a valence counts half, behind it one and a half times. */
void senti__but_by_position(senti__work *work);
/*
 * The same as vaderSentiment does it: for each place of the list in turn, the *first* place that
 * holds an equal value is scaled, so that with equal values the wrong one may be. False: no memory.
 */
bool senti__but_by_value(senti__work *work);
/* NLTK looks every word up by value: a repeated one has the valence of its first occurrence. False:
 * no memory. */
bool senti__first_contexts(senti__work *work);

#endif
