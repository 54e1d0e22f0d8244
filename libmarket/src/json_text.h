/* json_text.h - texts, numbers and words of the pull reader. */
#ifndef MARKET_JSON_TEXT_H
#define MARKET_JSON_TEXT_H

#include "json.h"

/* Each reads into json->text; false with json->status set. */
bool market__json_read_text(market__json *json);
bool market__json_read_number(market__json *json);
bool market__json_read_word(market__json *json);

#endif
