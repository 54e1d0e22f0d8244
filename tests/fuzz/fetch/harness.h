/* harness.h - clients whose server answers whatever the fuzzer says. */
#ifndef FETCH_FUZZ_H
#define FETCH_FUZZ_H

#include <marketkit/fetch.h>
#include <marketkit/fetch_alpaca.h>
#include <marketkit/fetch_s3.h>
#include <marketkit/fetch_x.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the process, so that the fuzzer keeps the input. */
#define CHECK(condition) ((condition) ? (void)0 : abort())

/* What comes back: the same to every request. */
typedef struct fuzz_answer {
    int status;
    const char *head; /* "Name: value" lines */
    size_t head_length;
    const char *body;
    size_t body_length;
} fuzz_answer;

typedef struct fuzz_scene {
    fetch_client *client;
    fetch_alpaca *alpaca;
    fetch_x *x;
    fetch_s3 *s3;
} fuzz_scene;

/* Made at the first call, kept for ever. */
const fuzz_scene *fuzz_scene_get(void);
void fuzz_set_answer(const fuzz_answer *answer);

#endif
