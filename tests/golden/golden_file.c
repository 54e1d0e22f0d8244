#include "golden_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_text(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);
    assert_non_null(text);
    for (;;) {
        size += fread(text + size, 1, room - size - 1, file);
        if (size + 1 < room)
            break;
        room *= 2;
        text = realloc(text, room);
        assert_non_null(text);
    }
    fclose(file);
    text[size] = '\0';
    return text;
}

/* Cuts the next cell out of the line; a cell may be quoted, quotes inside one do not occur. */
static char *next_cell(char **line) {
    char *cell = *line, *end;
    if (*cell == '"') {
        cell++;
        end = cell + strcspn(cell, "\"");
        if (*end != '"')
            fail_msg("a quoted cell does not end: %s", cell);
        *end++ = '\0';
    } else {
        end = cell + strcspn(cell, ",");
    }
    *line = *end == ',' ? end + 1 : NULL;
    *end = '\0';
    return cell;
}

static char *next_line(char **text) {
    char *line = *text;
    if (*line == '\0')
        return NULL;
    size_t length = strcspn(line, "\n");
    *text = line + length + (line[length] == '\n');
    line[length] = '\0';
    return line;
}

static size_t count_lines(const char *text) {
    size_t count = 1;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void read_row(golden_file *file, char *line) {
    for (size_t column = 0; column < file->n_columns; column++) {
        if (!line)
            fail_msg("row %zu has too few cells", file->n_rows);
        char *cell = next_cell(&line), *end;
        double value = strtod(cell, &end);
        if (*end != '\0')
            fail_msg("row %zu: '%s' is not a number", file->n_rows, cell);
        file->columns[column][file->n_rows] = *cell ? value : (double)NAN;
    }
    if (line)
        fail_msg("row %zu has too many cells", file->n_rows);
    file->n_rows++;
}

golden_file golden_read(const char *path) {
    golden_file file = {.text = read_text(path)};
    size_t lines = count_lines(file.text);
    char *rest = file.text, *line = next_line(&rest);
    while (line && *line == '#')
        line = next_line(&rest);
    if (!line)
        fail_msg("%s is empty", path);
    while (line) {
        assert_true(file.n_columns < GOLDEN_COLUMNS);
        file.names[file.n_columns] = next_cell(&line);
        file.columns[file.n_columns] = calloc(lines, sizeof(double));
        assert_non_null(file.columns[file.n_columns]);
        file.n_columns++;
    }
    while ((line = next_line(&rest)))
        read_row(&file, line);
    assert_true(file.n_rows > 0);
    return file;
}

void golden_free(golden_file *file) {
    for (size_t column = 0; column < file->n_columns; column++)
        free(file->columns[column]);
    free(file->text);
}
