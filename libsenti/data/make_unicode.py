#!/usr/bin/env python3
"""Writes src/unicode_tables.c: letter case as CPython 3.11 sees it (Unicode 14.0). Run by hand."""
import pathlib
import sys
import unicodedata

assert unicodedata.unidata_version == "14.0.0", "run it with Python 3.11"
PAGE = 128


def case(c):
    """1: Uppercase, 2: Lowercase or titlecase, as str.isupper() asks."""
    if unicodedata.category(c) == "Lt" or c.islower():
        return 2
    return 1 if c.isupper() else 0


def rows(values, width, form="{}"):
    lines = []
    for i in range(0, len(values), width):
        lines.append("    " + ", ".join(form.format(v) for v in values[i:i + width]) + ",")
    return "\n".join(lines)


def pages():
    index, unique = [], {}
    for first in range(0, sys.maxunicode + 1, PAGE):
        cases = [case(chr(c)) for c in range(first, first + PAGE)]
        packed = tuple(sum(cases[i + k] << 2 * k for k in range(4)) for i in range(0, PAGE, 4))
        index.append(unique.setdefault(packed, len(unique)))
    while index[-1] == index[-2]:
        index.pop()
    return index, [b for packed in unique for b in packed], unique[(0,) * (PAGE // 4)]


def lower_ranges():
    """Runs (first, last, step, distance) of code points whose lower case is one other."""
    runs = []
    for c in range(0x80, sys.maxunicode + 1):
        low = chr(c).lower()
        if len(low) != 1 or ord(low) == c:
            continue
        delta = ord(low) - c
        if runs and runs[-1][3] == delta:
            first, last, step, _ = runs[-1]
            if c - last in (1, 2) and step in (0, c - last):
                runs[-1] = (first, c, c - last, delta)
                continue
        runs.append((c, c, 0, delta))
    return [(a, b, s or 1, d) for a, b, s, d in runs]


index, packed, blank = pages()
assert len(index) < 65536 and index[-1] == blank and max(index) < 256
text = f"""/* Written by data/make_unicode.py from Unicode {unicodedata.unidata_version}; do not edit. */
#include "unicode.h"

const uint8_t senti__case_pages[SENTI__CASE_PAGES] = {{
{rows(index, 20)}
}};

const uint8_t senti__case_bits[][{PAGE // 4}] = {{
""" + "\n".join("    {" + rows(packed[i:i + 32], 32).strip().rstrip(",") + "}," for i in range(0, len(packed), 32)) + f"""
}};

const senti__lower_run senti__lower_runs[SENTI__LOWER_RUNS] = {{
{rows(["{" + ", ".join(map(str, r)) + "}" for r in lower_ranges()], 4)}
}};
"""
here = pathlib.Path(__file__).resolve().parent.parent / "src"
(here / "unicode_tables.c").write_text("// clang-format off\n" + text)
print("SENTI__CASE_PAGES", len(index), "SENTI__LOWER_RUNS", len(lower_ranges()))
