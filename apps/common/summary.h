/* What a summary of a view says, in the form of the API (docs/api.md). */
#ifndef MARKETKIT_APPS_COMMON_SUMMARY_H
#define MARKETKIT_APPS_COMMON_SUMMARY_H

#include "common/json.h"
#include "common/view.h"

/* Writes the members of head.h and of the summary into the object that was begun. */
void app_summary_json(app_json *json, const app_view *view, const market_summary *summary);

#endif
