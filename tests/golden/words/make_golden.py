#!/usr/bin/env python3
"""make_golden.py [--check]: writes expected.tsv, what word_cloud 1.9.6 makes of text.txt under Python 3.11.

A line is OPTIONS, COUNT, TEXT; the order is that of the counts, equal ones as in word_cloud's dictionary.
"""

import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
CASES = {
    "default": {},
    "words": {"collocations": False},
    "no_plurals": {"normalize_plurals": False},
    "numbers": {"include_numbers": True},
    "min_length=4": {"min_word_length": 4},
    "no_stopwords": {"stopwords": set()},
    "threshold=2": {"collocation_threshold": 2},
    "stopwords": {"stopwords": None},
}
MORE = {"chair", "rates", "café"}


def text(wordcloud):
    source = (HERE / "text.txt").read_text(encoding="utf-8")
    lines = []
    for name, options in CASES.items():
        cloud = wordcloud.WordCloud(**options)
        if "stopwords" in options:
            cloud.stopwords = set() if name == "no_stopwords" else wordcloud.STOPWORDS | MORE
        counts = cloud.process_text(source)
        ordered = sorted(counts.items(), key=lambda item: -item[1])
        lines += [f"{name}\t{count}\t{word}\n" for word, count in ordered]
    return "".join(lines)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder
        try:
            import wordcloud
        except ImportError as error:
            print(f"golden words: {error}")
            sys.exit(77)
        made = text(wordcloud)
    target = HERE / "expected.tsv"
    if "--check" in sys.argv[1:]:
        sys.exit(target.read_text(encoding="utf-8") != made)
    target.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
