/* Reference counted objects: what caches hold while threads still send it. */
#ifndef DASHBOARD_SHARED_H
#define DASHBOARD_SHARED_H

#include <stdatomic.h>
#include <stddef.h>

/* First member of every such object. */
typedef struct dash_shared {
    atomic_size_t refs;
    size_t size; /* bytes of memory it stands for */
    void (*destroy)(struct dash_shared *self);
} dash_shared;

/* One reference, the caller's. */
void dash_shared_init(dash_shared *self, size_t size, void (*destroy)(dash_shared *self));
void dash_retain(dash_shared *self);
/* NULL is a no-op. */
void dash_release(dash_shared *self);

#endif
