/* sigv4.c - Amazon's Signature Version 4 on libcrypto. */
#include "sigv4.h"

#include <openssl/evp.h>
#include <stdio.h>

#define BLOCK 64 /* of SHA-256 */

fetch_status fetch__signer_init(fetch__signer *signer, fetch_error *err) {
    *signer = (fetch__signer){.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL)};
    if (signer->sha256 == NULL)
        return fetch__fail(err, FETCH_E_MEMORY, "libcrypto gives no SHA-256");
    (void)pthread_mutex_init(&signer->mutex, NULL);
    return FETCH_OK;
}

void fetch__signer_clear(fetch__signer *signer) {
    if (signer->sha256 == NULL)
        return;
    EVP_MD_free(signer->sha256);
    (void)pthread_mutex_destroy(&signer->mutex);
    fetch__wipe(signer, sizeof *signer);
}

fetch_status fetch__sha256(const fetch__signer *signer, const void *data, size_t length,
                           unsigned char out[FETCH__SHA256]) {
    bool good = EVP_Digest(data, length, out, NULL, signer->sha256, NULL) == 1;
    return good ? FETCH_OK : FETCH_E_MEMORY;
}

/* HMAC by its definition: two hashes over small buffers, which is quicker than libcrypto's one that
 * looks its algorithm up each time. `key` has at most BLOCK bytes, `data` at most 512. */
static fetch_status hmac(const fetch__signer *signer, const void *key, size_t key_length,
                         const void *data, size_t length, unsigned char out[FETCH__SHA256]) {
    unsigned char inner[BLOCK + 512], outer[BLOCK + FETCH__SHA256];
    if (key_length > BLOCK || length > sizeof inner - BLOCK)
        return FETCH_E_TOO_LARGE;
    memset(inner, 0, BLOCK);
    memcpy(inner, key, key_length);
    for (size_t i = 0; i < BLOCK; i++) {
        outer[i] = inner[i] ^ 0x5C;
        inner[i] ^= 0x36;
    }
    memcpy(inner + BLOCK, data, length);
    fetch_status status = fetch__sha256(signer, inner, BLOCK + length, outer + BLOCK);
    if (status == FETCH_OK)
        status = fetch__sha256(signer, outer, sizeof outer, out);
    fetch__wipe(inner, BLOCK);
    fetch__wipe(outer, BLOCK);
    return status;
}

/* ---- the canonical request ---- */

/* A header's value without outer spaces, inner runs as one. */
static void add_value(fetch__buffer *out, const char *value) {
    while (*value == ' ' || *value == '\t')
        value++;
    for (; *value != '\0'; value++) {
        bool space = *value == ' ' || *value == '\t';
        bool last = value[1] == ' ' || value[1] == '\t' || value[1] == '\0';
        if (!space)
            (void)fetch__buffer_append(out, value, 1);
        else if (!last)
            (void)fetch__buffer_append(out, " ", 1);
    }
}

void fetch__signed_headers(const fetch__canonical *request, fetch__buffer *out) {
    for (size_t i = 0; i < request->header_count; i++) {
        if (i > 0)
            (void)fetch__buffer_append(out, ";", 1);
        (void)fetch__buffer_add(out, request->headers[i].name);
    }
}

void fetch__canonical_request(const fetch__canonical *request, fetch__buffer *out) {
    (void)fetch__buffer_add(out, request->method);
    (void)fetch__buffer_append(out, "\n", 1);
    (void)fetch__buffer_add(out, request->path);
    (void)fetch__buffer_append(out, "\n", 1);
    (void)fetch__buffer_add(out, request->query);
    (void)fetch__buffer_append(out, "\n", 1);
    for (size_t i = 0; i < request->header_count; i++) {
        (void)fetch__buffer_add(out, request->headers[i].name);
        (void)fetch__buffer_append(out, ":", 1);
        add_value(out, request->headers[i].value);
        (void)fetch__buffer_append(out, "\n", 1);
    }
    (void)fetch__buffer_append(out, "\n", 1);
    fetch__signed_headers(request, out);
    (void)fetch__buffer_append(out, "\n", 1);
    (void)fetch__buffer_add(out, request->payload_hash);
}

void fetch__scope(const fetch__canonical *request, fetch__buffer *out) {
    (void)fetch__buffer_append(out, request->time, 8);
    (void)fetch__buffer_append(out, "/", 1);
    (void)fetch__buffer_add(out, request->region);
    (void)fetch__buffer_append(out, "/", 1);
    (void)fetch__buffer_add(out, request->service);
    (void)fetch__buffer_add(out, "/aws4_request");
}

/* ---- keys and signatures ---- */

static fetch_status derive_key(const fetch__signer *signer, const fetch__canonical *request,
                               const char *secret, unsigned char out[FETCH__SHA256]) {
    const char *const steps[] = {request->region, request->service, "aws4_request"};
    fetch__buffer first = {0};
    unsigned char key[FETCH__SHA256];
    (void)fetch__buffer_add(&first, "AWS4");
    (void)fetch__buffer_add(&first, secret);
    unsigned char hashed[FETCH__SHA256];
    const void *start = first.data;
    size_t length = first.length;
    fetch_status status = first.failed ? FETCH_E_MEMORY : FETCH_OK;
    if (status == FETCH_OK && length > BLOCK) { /* as HMAC has it */
        status = fetch__sha256(signer, first.data, first.length, hashed);
        start = hashed;
        length = sizeof hashed;
    }
    if (status == FETCH_OK)
        status = hmac(signer, start, length, request->time, 8, key);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == FETCH_OK; i++)
        status = hmac(signer, key, sizeof key, steps[i], strlen(steps[i]), key);
    if (status == FETCH_OK)
        memcpy(out, key, sizeof key);
    fetch__wipe(key, sizeof key);
    fetch__buffer_clear_secret(&first);
    return status;
}

/* The day's key, from the cache where it is the same. */
static fetch_status signing_key(fetch__signer *signer, const fetch__canonical *request,
                                const fetch__identity *identity, unsigned char out[FETCH__SHA256]) {
    char scope[sizeof signer->scope];
    int length = snprintf(scope, sizeof scope, "%.8s/%s/%s/%s", request->time, request->region,
                          request->service, identity->access_key);
    bool fits = length > 0 && (size_t)length < sizeof scope;
    fetch_status status = FETCH_OK;
    (void)pthread_mutex_lock(&signer->mutex);
    if (!fits || strcmp(scope, signer->scope) != 0) {
        signer->scope[0] = '\0';
        status = derive_key(signer, request, identity->secret_key, signer->key);
        if (status == FETCH_OK && fits)
            memcpy(signer->scope, scope, sizeof scope);
    }
    memcpy(out, signer->key, FETCH__SHA256);
    (void)pthread_mutex_unlock(&signer->mutex);
    return status;
}

static fetch_status string_to_sign(const fetch__signer *signer, const fetch__canonical *request,
                                   fetch__buffer *out) {
    fetch__buffer canonical = {0};
    unsigned char hash[FETCH__SHA256];
    char hex[FETCH__SHA256_HEX];
    fetch__canonical_request(request, &canonical);
    fetch_status status = canonical.failed
                              ? FETCH_E_MEMORY
                              : fetch__sha256(signer, canonical.data, canonical.length, hash);
    fetch__buffer_clear_secret(&canonical); /* a session token */
    if (status != FETCH_OK)
        return status;
    fetch__hex(hash, sizeof hash, hex);
    (void)fetch__buffer_add(out, "AWS4-HMAC-SHA256\n");
    (void)fetch__buffer_add(out, request->time);
    (void)fetch__buffer_append(out, "\n", 1);
    fetch__scope(request, out);
    (void)fetch__buffer_append(out, "\n", 1);
    return fetch__buffer_add(out, hex) ? FETCH_OK : FETCH_E_MEMORY;
}

fetch_status fetch__sign(fetch__signer *signer, const fetch__canonical *request,
                         const fetch__identity *identity, char out[FETCH__SHA256_HEX]) {
    fetch__buffer text = {0};
    unsigned char key[FETCH__SHA256], signature[FETCH__SHA256];
    fetch_status status = string_to_sign(signer, request, &text);
    if (status == FETCH_OK)
        status = signing_key(signer, request, identity, key);
    if (status == FETCH_OK)
        status = hmac(signer, key, sizeof key, text.data, text.length, signature);
    if (status == FETCH_OK)
        fetch__hex(signature, sizeof signature, out);
    fetch__wipe(key, sizeof key);
    fetch__buffer_clear(&text);
    return status;
}

fetch_status fetch__authorize(fetch__signer *signer, const fetch__canonical *request,
                              const fetch__identity *identity, fetch__buffer *out) {
    char signature[FETCH__SHA256_HEX];
    fetch_status status = fetch__sign(signer, request, identity, signature);
    if (status != FETCH_OK)
        return status;
    (void)fetch__buffer_add(out, "AWS4-HMAC-SHA256 Credential=");
    (void)fetch__buffer_add(out, identity->access_key);
    (void)fetch__buffer_append(out, "/", 1);
    fetch__scope(request, out);
    (void)fetch__buffer_add(out, ", SignedHeaders=");
    fetch__signed_headers(request, out);
    (void)fetch__buffer_add(out, ", Signature=");
    return fetch__buffer_add(out, signature) ? FETCH_OK : FETCH_E_MEMORY;
}

/* ---- queries ---- */

void fetch__query_add(fetch__query *query, const char *name, const char *value) {
    if (value == NULL || query->count == FETCH__QUERY_MAX)
        return;
    size_t place = query->count++;
    for (; place > 0 && strcmp(query->pairs[place - 1].name, name) > 0; place--)
        query->pairs[place] = query->pairs[place - 1];
    query->pairs[place] = (fetch_header){name, value};
}

void fetch__query_write(const fetch__query *query, fetch__buffer *out) {
    for (size_t i = 0; i < query->count; i++) {
        if (i > 0)
            (void)fetch__buffer_append(out, "&", 1);
        (void)fetch__buffer_encode(out, query->pairs[i].name, false);
        (void)fetch__buffer_append(out, "=", 1);
        (void)fetch__buffer_encode(out, query->pairs[i].value, false);
    }
}
