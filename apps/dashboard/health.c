#include "dashboard/exchange.h"

#include <string.h>

static void say(dash_exchange *x, const char *text) {
    dash_response_static(x->response, 200, DASH_TEXT, text, strlen(text));
    x->response->cache_control = "no-store";
}

void dash_healthz(dash_exchange *x) {
    say(x, "ok\n");
}

void dash_readyz(dash_exchange *x) {
    market_error err = {0};
    dash_lease lease;
    market_status status = dash_storage_acquire(x->dash->storage, &err, &lease);
    if (status) {
        dash_fail_store(x, status, &err);
        return;
    }
    dash_storage_release(x->dash->storage, &lease);
    say(x, "ready\n");
}
