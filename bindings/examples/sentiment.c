/* The sentiment of a post under the modern rules, with words of one's own, and what each word gave.
 */
#include <marketkit/senti.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    static const char words[] = "to the moon\t3\nbeats\t1.5\n";
    static const char text[] = "$AAPL beats estimates, but it won’t go to the moon";
    senti_lexicon *lexicon = NULL;
    senti_error err = {.message = ""};
    if (senti_lexicon_load(senti_lexicon_builtin(SENTI_MODERN), words, strlen(words),
                           SENTI_LOAD_OVERLAY, &lexicon, &err) != SENTI_OK) {
        fprintf(stderr, "line %zu: %s\n", err.line, err.message);
        return 1;
    }
    senti_token tokens[64];
    senti_scores scores;
    size_t n = 0;
    senti_status status = senti_explain(lexicon, text, strlen(text), NULL, tokens, 64, &n, &scores);
    if (status == SENTI_OK)
        printf("%.4f\n", scores.compound);
    for (size_t i = 0; status == SENTI_OK && i < n; i++)
        if (tokens[i].base != 0)
            printf("%-12.*s %5.2f %6.3f%s\n", (int)(tokens[i].end - tokens[i].begin),
                   text + tokens[i].begin, tokens[i].base, tokens[i].valence,
                   tokens[i].rules & SENTI_RULE_NEGATED ? " negated" : "");
    senti_lexicon_free(lexicon);
    return status != SENTI_OK;
}
