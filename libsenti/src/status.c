#include "marketkit/senti.h"

const char *senti_version(void) {
    return SENTI_VERSION_TEXT;
}

const char *senti_status_name(senti_status status) {
    switch (status) {
#define SENTI_STATUS_NAME(name, text)                                                              \
    case name:                                                                                     \
        return #name;
        SENTI_STATUS_LIST(SENTI_STATUS_NAME)
#undef SENTI_STATUS_NAME
    }
    return "?";
}

const char *senti_status_text(senti_status status) {
    switch (status) {
#define SENTI_STATUS_TEXT(name, text)                                                              \
    case name:                                                                                     \
        return text;
        SENTI_STATUS_LIST(SENTI_STATUS_TEXT)
#undef SENTI_STATUS_TEXT
    }
    return "unknown status";
}
