#!/usr/bin/env python3
"""compare_senti.py LIBSENTI.so TEXTS: libsenti and vaderSentiment on the same texts, taking turns.

TEXTS is a file of a text a line (bench_senti --texts writes one). Medians of rounds; one core.
"""
import ctypes
import statistics
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

ROUNDS, OURS_PER_ROUND = 11, 20


class Columns(ctypes.Structure):
    _fields_ = [(n, ctypes.POINTER(ctypes.c_double)) for n in ("neg", "neu", "pos", "compound")] + [
        (n, ctypes.POINTER(ctypes.c_uint32)) for n in ("tokens", "hits")]


def main(path, file):
    texts = open(file, encoding="utf-8").read().split("\n")[:2000]
    encoded = [t.encode() for t in texts]
    n = len(texts)
    lib = ctypes.CDLL(path)
    lib.senti_lexicon_builtin.restype = ctypes.c_void_p
    lexicon = ctypes.c_void_p(lib.senti_lexicon_builtin(0))
    pointers, lens = (ctypes.c_char_p * n)(*encoded), (ctypes.c_size_t * n)(*map(len, encoded))
    compound = (ctypes.c_double * n)()
    columns = Columns(compound=ctypes.cast(compound, ctypes.POINTER(ctypes.c_double)))
    vader = SentimentIntensityAnalyzer()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        for _ in range(OURS_PER_ROUND):
            start = time.perf_counter_ns()
            status = lib.senti_score_many(lexicon, pointers, lens, ctypes.c_size_t(n), None,
                                          ctypes.byref(columns), None)
            ours.append((time.perf_counter_ns() - start) / n)
            assert status == 0
        start = time.perf_counter_ns()
        expected = [vader.polarity_scores(t)["compound"] for t in texts]
        theirs.append((time.perf_counter_ns() - start) / n)
        assert expected == list(compound)
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"libsenti {a:.0f} ns a text (least {min(ours):.0f}), vaderSentiment {b:.0f} "
          f"(least {min(theirs):.0f}): {b / a:.0f} times as fast (least to least {min(theirs) / min(ours):.0f})")


if __name__ == "__main__":
    main(*sys.argv[1:])
