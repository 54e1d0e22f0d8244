/* The members that every answer about a series begins with (docs/api.md). */
#ifndef MARKETKIT_APPS_COMMON_HEAD_H
#define MARKETKIT_APPS_COMMON_HEAD_H

#include "common/json.h"
#include "common/view.h"

/* Writes them into the object that was begun. */
void app_head_json(app_json *json, const app_view *view);

#endif
