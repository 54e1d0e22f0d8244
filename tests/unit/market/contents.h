/* contents.h - comparing what two stores hold, and writing the same at random into several. */
#ifndef MARKET_TEST_CONTENTS_H
#define MARKET_TEST_CONTENTS_H

#include "support.h"

/* Fails where anything that can be read from `a` is otherwise in `b`. */
void assert_same_contents(market_store *a, market_store *b);

/* One random call of a put function, the same for the same state of the generator. Posts are
 * fetched at `stamp`, and values of another stamp differ: a writer that puts again what it believes
 * to be stored, though another has changed it, has put it before the other. */
market_put_summary put_something(market_store *store, int64_t stamp, uint64_t *random);

#endif
