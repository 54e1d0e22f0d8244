#include "marketkit/senti_posts.h"

#include <stdlib.h>
#include <string.h>

/* Rows in an open table; a row whose tally is empty and symbol is "" is free. */
struct senti_board {
    int64_t span;
    senti_board_row *rows;
    size_t n, places; /* a power of two, or 0 */
};

senti_status senti_board_create(int64_t span, senti_board **board) {
    if (span <= 0 || !board)
        return SENTI_ERR_ARGUMENT;
    senti_board *made = calloc(1, sizeof *made);
    if (!made)
        return SENTI_ERR_MEMORY;
    made->span = span;
    *board = made;
    return SENTI_OK;
}

void senti_board_free(senti_board *board) {
    if (!board)
        return;
    free(board->rows);
    free(board);
}

static senti_board_row *place_of(senti_board_row *rows, size_t places, const char *symbol,
                                 int64_t start) {
    size_t at = (size_t)(senti_hash(symbol, strlen(symbol)) ^
                         (uint64_t)start * UINT64_C(0x9e3779b97f4a7c15) >> 20) &
                (places - 1);
    while (rows[at].symbol[0] && (rows[at].start != start || strcmp(rows[at].symbol, symbol) != 0))
        at = (at + 1) & (places - 1);
    return &rows[at];
}

/* Room for one row more. */
static bool grow(senti_board *board) {
    if (2 * (board->n + 1) <= board->places)
        return true;
    size_t places = board->places ? board->places * 2 : 64;
    senti_board_row *rows = calloc(places, sizeof *rows);
    if (!rows)
        return false;
    for (size_t i = 0; i < board->places; i++)
        if (board->rows[i].symbol[0])
            *place_of(rows, places, board->rows[i].symbol, board->rows[i].start) = board->rows[i];
    free(board->rows);
    board->rows = rows;
    board->places = places;
    return true;
}

/* The tally of a symbol and span; NULL: out of memory. */
static senti_tally *tally_of(senti_board *board, const char *symbol, int64_t start) {
    if (!grow(board))
        return NULL;
    senti_board_row *row = place_of(board->rows, board->places, symbol, start);
    if (!row->symbol[0]) {
        memcpy(row->symbol, symbol, strlen(symbol));
        row->start = start;
        board->n++;
    }
    return &row->tally;
}

senti_status senti_board_add(senti_board *board, const char *symbol, int64_t time,
                             double compound) {
    if (!board || !symbol || !symbol[0] || strlen(symbol) > SENTI_SYMBOL_MAX ||
        !(compound >= -1 && compound <= 1))
        return SENTI_ERR_ARGUMENT;
    int64_t rest = time % board->span;
    if (rest < 0)
        rest += board->span;
    if (time < INT64_MIN + rest)
        return SENTI_ERR_ARGUMENT;
    senti_tally *tally = tally_of(board, symbol, time - rest);
    if (!tally)
        return SENTI_ERR_MEMORY;
    senti_tally_add(tally, compound);
    return SENTI_OK;
}

senti_status senti_board_merge(senti_board *into, const senti_board *from) {
    if (!into || !from || into == from || into->span != from->span)
        return SENTI_ERR_ARGUMENT;
    for (size_t i = 0; i < from->places; i++) {
        const senti_board_row *row = &from->rows[i];
        if (!row->symbol[0])
            continue;
        senti_tally *tally = tally_of(into, row->symbol, row->start);
        if (!tally)
            return SENTI_ERR_MEMORY;
        senti_tally_merge(tally, &row->tally);
    }
    return SENTI_OK;
}

size_t senti_board_count(const senti_board *board) {
    return board ? board->n : 0;
}

static int by_symbol_and_time(const void *a, const void *b) {
    const senti_board_row *x = a, *y = b;
    int order = strcmp(x->symbol, y->symbol);
    return order ? order : x->start < y->start ? -1 : x->start > y->start;
}

senti_status senti_board_rows(const senti_board *board, senti_board_row *rows, size_t cap) {
    if (!board || (!rows && cap > 0))
        return SENTI_ERR_ARGUMENT;
    if (board->n > cap)
        return SENTI_ERR_BUFFER;
    if (board->n == 0)
        return SENTI_OK;
    size_t n = 0;
    for (size_t i = 0; i < board->places; i++)
        if (board->rows[i].symbol[0])
            rows[n++] = board->rows[i];
    qsort(rows, n, sizeof *rows, by_symbol_and_time);
    return SENTI_OK;
}
