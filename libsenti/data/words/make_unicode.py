#!/usr/bin/env python3
"""make_unicode.py [--check]: writes unicode-14.0.def, what the words part needs of Unicode 14.0.

Run with a Python whose unicodedata is 14.0 (3.11), since the reference of the words is word_cloud
there: the sets are those that Python's re (\\w), str.isdigit() and str.lower() tell of themselves.
"""

import pathlib
import re
import sys
import unicodedata

CODE_POINTS = 0x110000
TARGET = pathlib.Path(__file__).with_name("unicode-14.0.def")
HEAD = """\
/* Unicode 14.0, as CPython 3.11 sees it; made by make_unicode.py. Code points from the first to the
 * last of each entry:
 *   WORD       \\w of a pattern: letters, digits and other numerals, the low line
 *   DIGIT      str.isdigit()
 *   CASED      has a case, and is not IGNORABLE (both as the rule of the final sigma means them)
 *   IGNORABLE  is passed over by that rule
 * Derived from the Unicode Character Database, Copyright (c) 1991-2021 Unicode, Inc.; see
 * unicode.LICENSE. */
"""


def ranges(holds):
    found, start = [], None
    for code in range(CODE_POINTS + 1):
        inside = code < CODE_POINTS and holds(chr(code))
        if inside and start is None:
            start = code
        if not inside and start is not None:
            found.append((start, code - 1))
            start = None
    return found


def is_cased(c):
    return (c + "\u03a3").lower().endswith("\u03c2")


def is_ignorable(c):
    return ("A" + c + "\u03a3").lower().endswith("\u03c2") and not is_cased(c)


def lines(entries):
    line = ""
    for entry in entries:
        if len(line) + len(entry) + 1 > 100:
            yield line
            line = ""
        line += (" " if line else "") + entry
    yield line


def text():
    word = re.compile(r"\w")
    sets = [("WORD", word.match), ("DIGIT", str.isdigit), ("CASED", is_cased)]
    sets.append(("IGNORABLE", is_ignorable))
    parts = [HEAD]
    for name, holds in sets:
        entries = [f"{name}(0x{a:X}, 0x{b:X})" for a, b in ranges(holds)]
        parts += ["\n"] + [line + "\n" for line in lines(entries)]
    return "".join(parts)


def main():
    if unicodedata.unidata_version != "14.0.0":
        print(f"a Python with Unicode 14.0.0 is missing, this one has {unicodedata.unidata_version}")
        sys.exit(77)
    if "--check" in sys.argv[1:]:
        sys.exit(TARGET.read_text() != text())
    TARGET.write_text(text())


if __name__ == "__main__":
    main()
