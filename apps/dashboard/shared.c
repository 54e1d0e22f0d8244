#include "dashboard/shared.h"

void dash_shared_init(dash_shared *self, size_t size, void (*destroy)(dash_shared *self)) {
    atomic_init(&self->refs, 1);
    self->size = size;
    self->destroy = destroy;
}

void dash_retain(dash_shared *self) {
    atomic_fetch_add_explicit(&self->refs, 1, memory_order_relaxed);
}

void dash_release(dash_shared *self) {
    /* Acquire-release: whoever drops the last reference sees all that others did with theirs. */
    if (self && atomic_fetch_sub_explicit(&self->refs, 1, memory_order_acq_rel) == 1)
        self->destroy(self);
}
