#!/usr/bin/env python3
"""make_senti.py: writes golden.tsv with the packages of tests/requirements.txt under Python 3.11.

Columns: neg, neu, pos, compound of vaderSentiment 3.3.2, the same of NLTK 3.8.1, the text with
backslash, tab, newline, carriage return and NUL escaped.
"""
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "oracle" / "senti"))
import live  # noqa: E402
import recorded  # noqa: E402

ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
SENTENCES = """VADER is smart, handsome, and funny.
VADER is VERY SMART, handsome, and FUNNY!!!
The book was only kind of good.
The plot was good, but the characters are uncompelling and the dialog is not great.
At least it isn't a horrible book.
Make sure you :) or :D today!
Today only kinda sux! But I'll get by, lol
Catch utf-8 emoji such as 💘 and 💋 and 😁
Not bad at all
without doubt an excellent idea
never this good, never so bad
they are the bomb and the shit
bad ass kiss of death to die for bus stop yeah right
no good no bad nor or no fun
the least good at least good very least good
Kind of great, sort of great, just enough great
cut the mustard hand to mouth good good GOOD good but bad
ok! no. No! xD! (xd) :-)) :D! #fail $AAPL good… “good”
❤ ❤️ ☹️ 👍🏽 🙅 🔛 🆙 🆗 🔥 💔""".split("\n")


def main():
    vader, nltk, make = live.references(20221)
    texts = SENTENCES + [make.text() for _ in range(600)]
    lines = []
    for text in texts:
        numbers = [repr(a.polarity_scores(text)[f]) for a in (vader, nltk) for f in recorded.FIELDS]
        lines.append("\t".join(numbers + ["".join(ESCAPES.get(c, c) for c in text)]) + "\n")
    (here / "golden.tsv").write_text("".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 11), "Python 3.11 adds up as the golden file says"
    main()
