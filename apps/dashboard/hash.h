/* FNV-1a, 64 bits: for hash tables and entity tags, not against forgers. */
#ifndef DASHBOARD_HASH_H
#define DASHBOARD_HASH_H

#include <stddef.h>
#include <stdint.h>

#define DASH_HASH_INIT UINT64_C(0xcbf29ce484222325)

uint64_t dash_hash(uint64_t hash, const void *bytes, size_t len);
/* A text and its NUL, so that neighbouring texts do not run together. */
uint64_t dash_hash_str(uint64_t hash, const char *text);
/* Eight bytes at a step (of another function): for long columns. */
uint64_t dash_hash_words(uint64_t hash, const void *words, size_t count);

#endif
