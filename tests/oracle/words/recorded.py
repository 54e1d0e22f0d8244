#!/usr/bin/env python3
"""recorded.py LIBSENTI.so FOLDER: word counts against recorded answers of word_cloud, FOLDER/*.json.

Exit status 77: the folder is not here.
"""

import json
import pathlib
import sys

import libsenti

OPTIONS = {
    "default": {},
    "nocolloc": {"no_collocations": True},
    "noplural": {"no_plurals": True},
    "numbers": {"numbers": True},
    "min3": {"min_length": 3},
    "nostop": {"no_stopwords": True},
    "thr5": {"threshold": 5.0},
}


def check(library, path):
    recorded = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_bytes()
    for name, answer in recorded.items():
        got = libsenti.Words(library, **OPTIONS[name]).add(text).top()
        counts = [(word, int(score)) for word, score, _ in got]
        if "counts" in answer:
            wanted = sorted(map(tuple, answer["counts"]), key=lambda item: -item[1])
            if counts != wanted:
                yield f"{path.stem} {name}: counts"
        if "n" in answer and len(got) != answer["n"]:
            yield f"{path.stem} {name}: {len(got)} words, not {answer['n']}"
        top = [[word, count, weight] for (word, count), (_, _, weight) in zip(counts, got)]
        if top[: len(answer["top"])] != answer["top"]:
            yield f"{path.stem} {name}: the most frequent"


def main():
    library = libsenti.Library(sys.argv[1])
    files = sorted(pathlib.Path(sys.argv[2]).glob("*.json"))
    if not files:
        print("the recorded word counts are not here")
        sys.exit(77)
    failures = [failure for path in files for failure in check(library, path)]
    for failure in failures:
        print("FAILED", failure)
    print(f"{len(files)} texts: {len(failures)} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
