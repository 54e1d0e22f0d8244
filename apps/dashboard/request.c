#include "dashboard/request.h"

#include <string.h>

dash_method dash_method_parse(const char *name) {
    if (strcmp(name, "GET") == 0)
        return DASH_GET;
    return strcmp(name, "HEAD") == 0 ? DASH_HEAD : DASH_OTHER;
}

void dash_request_target(dash_request *request, const char *target, size_t len) {
    const char *mark = len ? memchr(target, '?', len) : NULL;
    request->path = target;
    request->path_len = mark ? (size_t)(mark - target) : len;
    request->query = mark ? mark + 1 : NULL;
    request->query_len = mark ? len - request->path_len - 1 : 0;
}
