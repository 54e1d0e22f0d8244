#!/usr/bin/env python3
"""oracle.py KIND LIBRARY [FOLDER]: libsenti against the references.

recorded  the recorded answers in FOLDER/sentiment
live      vaderSentiment and NLTK as installed, on generated texts (SEED and COUNT from the environment)
"""
import pathlib
import sys

import libsenti
import live
import recorded

SKIPPED = 77


def main(kind, path, folder=None):
    library = libsenti.Library(path)
    if kind == "recorded":
        if not (pathlib.Path(folder) / "sentiment").is_dir():
            print(f"{folder}/sentiment is not there: skipped")
            return SKIPPED
        n, bad = recorded.check(library, folder)
    else:
        try:
            n, bad = live.check(library)
        except ImportError as missing:
            print(f"{missing}: skipped")
            return SKIPPED
    for row in bad[:10]:
        print(*row)
    print(f"{n - len(bad)} passed, {len(bad)} failed")
    return 1 if bad or n == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
