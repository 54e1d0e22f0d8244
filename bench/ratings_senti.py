#!/usr/bin/env python3
"""ratings_senti.py LIBSENTI.so FOLDER: the profiles against people's ratings.

FOLDER holds the corpora of the 2014 paper as vaderSentiment's source package has them, in any
subfolder: *_GroundTruth.txt, of lines `ID<TAB>MEAN RATING<TAB>TEXT`. Prints, per corpus and profile,
Pearson's r between compound and rating, and F1 weighted by class at +-0.05, where a rating's class is
its sign.
"""
import ctypes
import math
import pathlib
import sys

PROFILES = ("vader", "nltk", "modern", "modern + finance")


class Scores(ctypes.Structure):
    _fields_ = [(n, ctypes.c_double) for n in ("neg", "neu", "pos", "compound")] + [
        (n, ctypes.c_size_t) for n in ("tokens", "hits")]


def lexicons(lib):
    lib.senti_lexicon_builtin.restype = lib.senti_finance_words.restype = ctypes.c_void_p
    made = [ctypes.c_void_p(lib.senti_lexicon_builtin(profile)) for profile in range(3)]
    size, finance = ctypes.c_size_t(), ctypes.c_void_p()
    words = ctypes.c_void_p(lib.senti_finance_words(ctypes.byref(size)))
    assert lib.senti_lexicon_load(made[2], words, size, 0, ctypes.byref(finance), None) == 0
    return made + [finance]


def compound(lib, lexicon, text):
    scores = Scores()
    data = text.encode()
    assert lib.senti_score(lexicon, data, ctypes.c_size_t(len(data)), None, ctypes.byref(scores)) == 0
    return scores.compound


def read(path):
    """Ratings and texts. One of the files is no UTF-8."""
    data = path.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    rows = [line.rstrip("\r").split("\t", 2) for line in text.split("\n")]
    return [(float(row[1]), row[2]) for row in rows if len(row) == 3]


def pearson(x, y):
    mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
    both = math.fsum((a - mx) * (b - my) for a, b in zip(x, y))
    return both / math.sqrt(math.fsum((a - mx) ** 2 for a in x) * math.fsum((b - my) ** 2 for b in y))


def weighted_f1(found, wanted):
    total = 0
    for label in (-1, 0, 1):
        both = sum(f == w == label for f, w in zip(found, wanted))
        size = found.count(label) + wanted.count(label)
        total += wanted.count(label) * (2 * both / size if size else 0)
    return total / len(wanted)


def main(path, folder):
    lib = ctypes.CDLL(path)
    made = lexicons(lib)
    print("\t".join(("corpus", "n") + PROFILES))
    for file in sorted(pathlib.Path(folder).rglob("*_GroundTruth.txt")):
        rows = read(file)
        ratings = [rating for rating, _ in rows]
        wanted = [(rating > 0) - (rating < 0) for rating in ratings]
        cells = []
        for lexicon in made:
            ours = [compound(lib, lexicon, text) for _, text in rows]
            found = [(c >= 0.05) - (c <= -0.05) for c in ours]
            cells.append(f"{pearson(ours, ratings):.4f} / {weighted_f1(found, wanted):.3f}")
        print("\t".join([file.name.removesuffix("_GroundTruth.txt"), str(len(rows))] + cells))


if __name__ == "__main__":
    main(*sys.argv[1:])
