/* The most frequent words and collocations of some headlines. */
#include <marketkit/senti_words.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    static const char *const headlines[] = {"Oil prices rise as crude stocks fall",
                                            "Crude oil: oil prices near a high",
                                            "Stock prices fall"};
    senti_words *words = NULL;
    senti_error err = {.message = ""};
    senti_word_list list = {NULL, 0, 0};
    senti_status status = senti_words_create(NULL, &words, &err);
    for (size_t i = 0; status == SENTI_OK && i < 3; i++)
        status = senti_words_add(words, headlines[i], strlen(headlines[i]), &err);
    if (status == SENTI_OK)
        status = senti_words_top(words, 4, NULL, &list, &err);
    for (size_t i = 0; i < list.count; i++)
        printf("%-12s %llu\n", list.items[i].text, (unsigned long long)list.items[i].count);
    if (status != SENTI_OK)
        fprintf(stderr, "%s: %s\n", senti_status_name(status), err.message);
    senti_word_list_clear(&list);
    senti_words_free(words);
    return status != SENTI_OK;
}
