/* A golden file: a table of numbers under named columns; an empty cell is NaN. */
#ifndef GOLDEN_FILE_H
#define GOLDEN_FILE_H

#include <stddef.h>

#define GOLDEN_COLUMNS 64

typedef struct golden_file {
    char *text; /* the names point into it */
    size_t n_columns, n_rows;
    const char *names[GOLDEN_COLUMNS];
    double *columns[GOLDEN_COLUMNS];
} golden_file;

/* Reads a file or fails the running test with the place at fault. */
golden_file golden_read(const char *path);
void golden_free(golden_file *file);

#endif
