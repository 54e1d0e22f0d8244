#define _POSIX_C_SOURCE 200809L

#include "peer.h"

#include <dlfcn.h>
#include <glob.h>
#include <string.h>

any_function *peer_symbol(void *library, const char *name) {
    /* ISO C has no cast from void * to a function pointer. */
    void *symbol = dlsym(library, name);
    any_function *function = NULL;
    memcpy(&function, &symbol, sizeof function);
    return function;
}

void *peer_open(const char *path, const char *pattern) {
    glob_t found;
    void *opened = NULL;
    if (path)
        return dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (glob(pattern, 0, NULL, &found) == 0) {
        opened = dlopen(found.gl_pathv[0], RTLD_NOW | RTLD_LOCAL);
        globfree(&found);
    }
    return opened;
}
