#include "common/json.h"
#include "common/number.h"

#include <string.h>

void app_json_init(app_json *json, app_text *text, app_json_digits digits) {
    *json = (app_json){.text = text, .digits = digits};
}

static void separate(app_json *json) {
    if (json->comma)
        app_text_char(json->text, ',');
    json->comma = true;
}

static void begin(app_json *json, char bracket) {
    separate(json);
    app_text_char(json->text, bracket);
    json->comma = false;
}

static void end(app_json *json, char bracket) {
    app_text_char(json->text, bracket);
    json->comma = true;
}

void app_json_begin_object(app_json *json) {
    begin(json, '{');
}

void app_json_end_object(app_json *json) {
    end(json, '}');
}

void app_json_begin_array(app_json *json) {
    begin(json, '[');
}

void app_json_end_array(app_json *json) {
    end(json, ']');
}

void app_json_key(app_json *json, const char *key) {
    app_json_str(json, key);
    app_text_char(json->text, ':');
    json->comma = false;
}

static void put_escape(app_text *text, unsigned char c) {
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt", hex[] = "0123456789abcdef";
    const char *short_form = c ? strchr(from, c) : NULL;
    if (short_form) {
        app_text_put(text, (char[]){'\\', to[short_form - from]}, 2);
    } else {
        app_text_put(text, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
    }
}

static bool is_plain(unsigned char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

void app_json_string(app_json *json, const char *bytes, size_t len) {
    app_text *text = json->text;
    const unsigned char *s = (const unsigned char *)bytes;
    separate(json);
    app_text_char(text, '"');
    for (size_t i = 0; i < len;) {
        size_t run = i;
        while (run < len && is_plain(s[run]))
            run++;
        app_text_put(text, bytes + i, run - i);
        i = run;
        if (i == len)
            break;
        bool valid;
        size_t n = app_character(bytes + i, len - i, &valid);
        if (!valid) {
            app_text_str(text, "\\ufffd");
        } else if (n == 1) {
            put_escape(text, s[i]);
        } else if (n == 3 && s[i] == 0xE2 && s[i + 1] == 0x80 && (s[i + 2] | 1) == 0xA9) {
            app_text_str(text, s[i + 2] == 0xA8 ? "\\u2028" : "\\u2029");
        } else {
            app_text_put(text, bytes + i, n);
        }
        i += n;
    }
    app_text_char(text, '"');
}

void app_json_str(app_json *json, const char *str) {
    if (str)
        app_json_string(json, str, strlen(str));
    else
        app_json_null(json);
}

static void put_word(app_json *json, const char *word) {
    separate(json);
    app_text_str(json->text, word);
}

void app_json_null(app_json *json) {
    put_word(json, "null");
}

void app_json_bool(app_json *json, bool value) {
    put_word(json, value ? "true" : "false");
}

void app_json_int(app_json *json, int64_t value) {
    separate(json);
    app_text_int(json->text, value);
}

/* Writes a number or null to `room`, which has APP_NUMBER_SIZE bytes. */
static size_t write_number(app_json_digits digits, double value, char *room) {
    size_t len = digits == APP_JSON_ROUNDED ? app_number_rounded(value, room)
                                            : app_number_shortest(value, room);
    if (len)
        return len;
    static const char null[] = {'n', 'u', 'l', 'l'}; /* no NUL: the text has its own */
    memcpy(room, null, sizeof null);
    return sizeof null;
}

void app_json_number(app_json *json, double value) {
    separate(json);
    char *room = app_text_room(json->text, APP_NUMBER_SIZE);
    if (room)
        app_text_advance(json->text, write_number(json->digits, value, room));
}

void app_json_time(app_json *json, int64_t time, market_timeframe timeframe) {
    char out[MARKET_TIME_TEXT];
    app_json_string(json, out, market_time_format(time, timeframe, out));
}

void app_json_numbers(app_json *json, const double *values, size_t n) {
    app_json_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        char *room = app_text_room(json->text, APP_NUMBER_SIZE + 1);
        if (!room)
            return;
        if (i)
            *room = ',';
        size_t comma = i > 0;
        app_text_advance(json->text, comma + write_number(json->digits, values[i], room + comma));
    }
    app_json_end_array(json);
}

void app_json_bools(app_json *json, const bool *values, size_t n) {
    app_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        app_json_bool(json, values[i]);
    app_json_end_array(json);
}

void app_json_times(app_json *json, const int64_t *times, size_t n, market_timeframe timeframe) {
    app_json_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        char *room = app_text_room(json->text, MARKET_TIME_TEXT + 4);
        if (!room)
            return;
        size_t len = 0;
        if (i)
            room[len++] = ',';
        room[len++] = '"';
        len += market_time_format(times[i], timeframe, room + len);
        room[len++] = '"';
        app_text_advance(json->text, len);
    }
    app_json_end_array(json);
}
