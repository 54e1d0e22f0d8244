/* profile.c - Amazon's shared credentials and config files. */
#include "credentials.h"
#include "ini.h"

#include <stdio.h>
#include <stdlib.h>

#define FILE_LIMIT ((size_t)1 << 20)

/* A missing file is an empty one. */
static fetch_status read_file(const char *path, fetch_error *err, fetch__buffer *out) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return FETCH_OK;
    char block[4096];
    size_t length = 0;
    while ((length = fread(block, 1, sizeof block, file)) > 0 && out->length < FILE_LIMIT)
        (void)fetch__buffer_append(out, block, length);
    bool bad = ferror(file) != 0 || out->length >= FILE_LIMIT;
    fetch__wipe(block, sizeof block);
    (void)fclose(file);
    if (out->failed)
        return fetch__no_memory(err);
    return bad ? fetch__fail(err, FETCH_E_IO, "%s cannot be read", path) : FETCH_OK;
}

static fetch_status shared_file(const fetch_system *system, const char *variable, const char *name,
                                fetch_error *err, fetch__buffer *out) {
    fetch__buffer path = {0};
    const char *given = fetch__environment(system, variable);
    const char *home = fetch__environment(system, "HOME");
    if (given == NULL && home == NULL)
        return FETCH_OK;
    (void)fetch__buffer_add(&path, given != NULL ? given : home);
    if (given == NULL)
        (void)fetch__buffer_add(&path, name);
    fetch_status status = path.failed ? fetch__no_memory(err) : read_file(path.data, err, out);
    fetch__buffer_clear(&path);
    return status;
}

/* In the config file a profile's section is called "profile NAME", save the default's. */
static bool is_profile(const fetch__setting *s, const char *name, bool is_config) {
    static const char prefix[] = "profile ";
    const size_t skip = sizeof prefix - 1;
    if (!is_config || strcmp(name, "default") == 0) {
        if (s->section_length == strlen(name) && memcmp(s->section, name, s->section_length) == 0)
            return true;
    }
    return is_config && s->section_length == skip + strlen(name) &&
           memcmp(s->section, prefix, skip) == 0 &&
           memcmp(s->section + skip, name, strlen(name)) == 0;
}

/* The last value wins. */
static bool keep(char **place, const fetch__setting *setting) {
    char *copy = malloc(setting->value_length + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, setting->value, setting->value_length);
    copy[setting->value_length] = '\0';
    fetch__free_secret(*place);
    *place = copy;
    return true;
}

static bool take_setting(fetch_client *client, const fetch__setting *s, fetch__profile *out) {
    const struct {
        const char *key;
        char **place;
    } known[] = {{"aws_access_key_id", &out->keys.access_key},
                 {"aws_secret_access_key", &out->keys.secret_key},
                 {"aws_session_token", &out->keys.session_token},
                 {"region", &out->region},
                 {"endpoint_url", &out->endpoint}};
    static const char *const unknown[] = {"role_arn", "sso_session", "sso_start_url",
                                          "credential_process", "web_identity_token_file"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (fetch__slice_is(s->key, s->key_length, known[i].key))
            return keep(known[i].place, s);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        if (fetch__slice_is(s->key, s->key_length, unknown[i]))
            fetch__log(client, FETCH_LOG_WARNING, "profile: %s is not supported and left out",
                       unknown[i]);
    return true;
}

static fetch_status take_file(fetch_client *client, const char *name, bool is_config,
                              const fetch__buffer *text, fetch_error *err, fetch__profile *out) {
    fetch__ini ini = {.text = text->data, .length = text->length};
    fetch__setting setting;
    while (fetch__ini_next(&ini, &setting))
        if (is_profile(&setting, name, is_config) && !take_setting(client, &setting, out))
            return fetch__no_memory(err);
    return FETCH_OK;
}

static fetch_status load(fetch_client *client, const char *name, fetch_error *err,
                         fetch__profile *out) {
    static const struct {
        const char *variable, *name;
    } files[] = {{"AWS_CONFIG_FILE", "/.aws/config"},
                 {"AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials"}};
    const fetch_system *system = fetch__client_system(client);
    fetch_status status = FETCH_OK;
    for (size_t i = 0; i < 2 && status == FETCH_OK; i++) { /* the credentials file wins */
        fetch__buffer text = {0};
        status = shared_file(system, files[i].variable, files[i].name, err, &text);
        if (status == FETCH_OK)
            status = take_file(client, name, i == 0, &text, err, out);
        fetch__buffer_clear_secret(&text);
    }
    return status;
}

fetch_status fetch__profile_load(fetch_client *client, const char *name, fetch_error *err,
                                 fetch__profile *out) {
    fetch__profile profile = {0};
    if (name == NULL)
        name = fetch__environment(fetch__client_system(client), "AWS_PROFILE");
    fetch_status status = load(client, name == NULL ? "default" : name, err, &profile);
    if (status != FETCH_OK) {
        fetch__profile_clear(&profile);
        return status;
    }
    *out = profile;
    return FETCH_OK;
}

void fetch__profile_clear(fetch__profile *profile) {
    fetch__keys_clear(&profile->keys);
    free(profile->region);
    free(profile->endpoint);
    *profile = (fetch__profile){0};
}
