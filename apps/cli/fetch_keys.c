/* Where keys come from: the environment, files that it names, a file of settings; never the command
 * line, which every user of the machine can read. */
#include "fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names that may stand in the file of settings; NAME_FILE in the environment names a file that
 * holds the value alone. */
static const char *const names[CLI_FETCH_KEYS] = {"APCA_API_KEY_ID", "APCA_API_SECRET_KEY",
                                                  "APCA_API_OAUTH", "X_BEARER_TOKEN"};

static const char *environment(void *payload, const char *name) {
    const struct cli_fetch_keys *keys = payload;
    for (size_t i = 0; i < CLI_FETCH_KEYS; i++)
        if (strcmp(names[i], name) == 0)
            return keys->values[i];
    return getenv(name);
}

/* Others must not be able to read it. */
static int check_file(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0)
        return cli_fail(errno == ENOENT ? CLI_NOT_FOUND : CLI_FAILURE, path, "", "cannot open: %s",
                        strerror(errno));
    if (!S_ISREG(info.st_mode))
        return cli_fail(CLI_FAILURE, path, "", "it holds keys and is no ordinary file");
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0 || (info.st_uid != geteuid() && info.st_uid != 0))
        return cli_fail(CLI_FAILURE, path, "chmod 600, and let it be yours",
                        "it holds keys and is open to others");
    return CLI_OK;
}

static char *read_secret(const char *path, int *code) {
    size_t size = 0;
    *code = check_file(path);
    return *code ? NULL : cli_read_file(path, &size, code);
}

static void wipe(char *text) {
    if (!text)
        return;
    volatile char *at = text;
    for (size_t n = strlen(text); n > 0; n--)
        *at++ = '\0';
    free(text);
}

static int keep(struct cli_fetch_keys *keys, size_t index, const char *text) {
    size_t len = strcspn(text, "\r\n");
    keys->values[index] = strndup(text, len);
    return keys->values[index] ? CLI_OK : cli_fail(CLI_FAILURE, "fetch", "", "out of memory");
}

static int from_environment(struct cli_fetch_keys *keys, size_t index) {
    char name[64];
    const char *value = getenv(names[index]);
    int code = CLI_OK;
    if (value && value[0])
        return keep(keys, index, value);
    (void)snprintf(name, sizeof name, "%s_FILE", names[index]);
    const char *path = getenv(name);
    if (!path || !path[0])
        return CLI_OK;
    char *text = read_secret(path, &code);
    if (text)
        code = keep(keys, index, text);
    wipe(text);
    return code;
}

/* NAME=VALUE, one a line; # begins a comment. */
static int take_line(struct cli_fetch_keys *keys, const char *path, size_t number, char *line) {
    line += strspn(line, " \t");
    char *equals = strchr(line, '=');
    if (line[0] == '\0' || line[0] == '#')
        return CLI_OK;
    for (size_t i = 0; equals && i < CLI_FETCH_KEYS; i++) {
        size_t len = strlen(names[i]);
        if (len == (size_t)(equals - line) && memcmp(line, names[i], len) == 0)
            return keys->values[i] ? CLI_OK : keep(keys, i, equals + 1);
    }
    return cli_fail(CLI_USAGE, path, "write NAME=VALUE", "line %zu sets nothing that is known",
                    number);
}

static int from_settings(struct cli_fetch_keys *keys, const char *path) {
    int code = CLI_OK;
    char *text = read_secret(path, &code), *rest = NULL;
    size_t number = 0;
    for (char *line = text; line && !code; line = rest) {
        size_t len = strcspn(line, "\n");
        rest = line[len] ? line + len + 1 : NULL;
        line[len] = '\0';
        code = take_line(keys, path, ++number, line);
    }
    wipe(text);
    return code;
}

static bool settings_path(char *path, size_t capacity) {
    const char *given = getenv("MKT_KEYS"), *config = getenv("XDG_CONFIG_HOME"),
               *home = getenv("HOME");
    int len = 0;
    if (given && given[0])
        len = snprintf(path, capacity, "%s", given);
    else if (config && config[0])
        len = snprintf(path, capacity, "%s/marketkit/keys", config);
    else if (home && home[0])
        len = snprintf(path, capacity, "%s/.config/marketkit/keys", home);
    /* The usual place may be empty; one that was named may not. */
    return len > 0 && (size_t)len < capacity && ((given && given[0]) || access(path, F_OK) == 0);
}

int cli_fetch_keys_load(struct cli_fetch_keys *keys) {
    char path[4096];
    int code = CLI_OK;
    memset(keys, 0, sizeof *keys);
    keys->system = (fetch_system){.environment = environment, .payload = keys};
    for (size_t i = 0; i < CLI_FETCH_KEYS && !code; i++)
        code = from_environment(keys, i);
    if (!code && settings_path(path, sizeof path))
        code = from_settings(keys, path);
    return code;
}

void cli_fetch_keys_clear(struct cli_fetch_keys *keys) {
    for (size_t i = 0; i < CLI_FETCH_KEYS; i++)
        wipe(keys->values[i]);
    memset(keys, 0, sizeof *keys);
}
