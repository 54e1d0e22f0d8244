/**
 * @file senti.h
 * @brief libsenti: lexicon sentiment.
 *
 * Rules for all functions:
 * - Text is UTF-8 as (pointer, length); NUL is a character like others. Bytes that are not UTF-8
 * are read as U+FFFD, one per maximal invalid part; nothing is rejected or read past.
 * - Time is linear in the length of the text, whatever is in it.
 * - Results go through the last pointers and are untouched when a status other than SENTI_OK is
 *   returned. `err` may be NULL.
 * - No global state, no locale dependence, nothing printed. A lexicon is immutable and may be used
 *   by all threads.
 */
#ifndef MARKETKIT_SENTI_H
#define MARKETKIT_SENTI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SENTI_API __attribute__((visibility("default")))
#else
#define SENTI_API
#endif

/** Status codes: X(name, text). The order is append-only. */
#define SENTI_STATUS_LIST(X)                                                                       \
    X(SENTI_OK, "success")                                                                         \
    X(SENTI_ERR_ARGUMENT, "a required argument is NULL or out of its range")                       \
    X(SENTI_ERR_MEMORY, "out of memory")                                                           \
    X(SENTI_ERR_BUFFER, "the buffer is too small; the needed size was stored")                     \
    X(SENTI_ERR_SYNTAX, "a line of the file is not as its format asks")

typedef enum senti_status {
#define SENTI_STATUS_ENUM(name, text) name,
    SENTI_STATUS_LIST(SENTI_STATUS_ENUM)
#undef SENTI_STATUS_ENUM
} senti_status;

/** Details of an error. */
typedef struct senti_error {
    senti_status status;
    size_t line;       /**< line of a file, from 1; 0 where there is none */
    size_t offset;     /**< byte offset of that line */
    char message[256]; /**< one sentence: what was wrong and what is allowed */
} senti_error;

/**
 * Threads that the caller lends for one call. `run` calls task(arg, index) once for every index
 * below n_tasks, on any threads and in any order, and returns when all have returned.
 */
typedef struct senti_pool {
    void (*run)(void *data, size_t n_tasks, void (*task)(void *arg, size_t index), void *arg);
    void *data; /**< handed to run */
} senti_pool;

/** @return the version of the library, e.g. "0.1.0". */
SENTI_API const char *senti_version(void);
/** @return the name of a status, e.g. "SENTI_ERR_SYNTAX"; "?" for a number that is none. */
SENTI_API const char *senti_status_name(senti_status status);
/** @return a sentence for a status; "unknown status" for a number that is none. */
SENTI_API const char *senti_status_text(senti_status status);

#ifdef __cplusplus
}
#endif
#endif
