#include "dashboard/host.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* True for "" and ":digits". */
static bool is_port(const char *text) {
    if (*text == '\0')
        return true;
    size_t digits = strspn(text + 1, "0123456789");
    return *text == ':' && digits >= 1 && digits <= 5 && text[1 + digits] == '\0';
}

static bool names(const char *host, const char *name) {
    size_t len = strlen(name);
    return strncasecmp(host, name, len) == 0 && is_port(host + len);
}

bool dash_host_is_local(const char *host, const char *own) {
    static const char *const local[] = {"localhost", "127.0.0.1", "[::1]"};
    if (!host)
        return true;
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        if (names(host, local[i]))
            return true;
    return own && names(host, own);
}
