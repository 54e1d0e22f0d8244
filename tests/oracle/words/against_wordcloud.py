#!/usr/bin/env python3
"""against_wordcloud.py LIBSENTI.so [TEXTS [SEED]]: word counts against the package word_cloud.

Generated texts (2000 by default) with random options, compared entry by entry and in order; then every
code point. Exit status 77: a package is missing; the last line says which.
"""

import os
import random
import sys
import tempfile
import unicodedata

import libsenti

PIECES = {
    "english": "the of and to a in is it's they're we stock stocks Stock STOCKS price Price prices "
    "company Companies company's boss bosses Boss bus buses news new us u his hi yes ye gas ga New York",
    "marks": "' '' 's s' 'tis rock'n'roll O'Neil o'neil's James' James's a's b'c's don't DON'T don’t — … . , "
    "\t \r\n - _ _a a_ __ $AAPL #tag @user https://t.co/x 3rd x2 '90s 90's",
    "numbers": "1 22 333 2024 007 ٣ ² ½ Ⅷ ५६ x² 1st 1_0 1'0 0's 9 9s",
    "unicode": "é e\u0301 É cafés Café CAFÉS ß ẞ straße STRASSE ǅ ǆ İ i̇ Is İs ı K k ks Ks ﬁ 中文 日本 東京s 한글 "
    "привет Приветs ПРИВЕТS ªs ª º ⓐ Ⓐ ⓐs 𝒳 𐐀 𐐨s Ⴀ ⴀ Ꭰ ꭰs א אs ไทย हिन्दी 😂 a😂b \u200b \u00ad \u2028 \x1f \x00",
    "sigma": "ΣΑΣ σας σασ ΣΑΣs ΣΑΣS σασs σαςs Σ σ ς Σs σs Σ's Σ'Σ ΑΣ'Α ʰΣ aʰΣ aΣʰ aΣʰb ΣΣ ΣΣs σς σσ x ΑΣ_",
}
LETTERS = "abcsSBA'_1é σΣς"


def generate(rng):
    """A text of few distinct words, so that all rules meet."""
    kinds = rng.sample(sorted(PIECES), rng.randint(1, 3))
    pool = [w for kind in kinds for w in PIECES[kind].split(" ")]
    words = rng.sample(pool, min(len(pool), rng.randint(1, 30)))
    for _ in range(rng.randint(0, 6)):
        words.append("".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 6))))
    if rng.random() < 0.2:
        words.append(rng.choice(words) * rng.randint(2, 30))
    text = []
    for _ in range(rng.choice([0, 1, 2, 5, 30, 200, 1000])):
        word = rng.choice(words[: rng.randint(1, len(words))])
        case = rng.random()
        if case < 0.1:
            word = word.upper()
        elif case < 0.2:
            word = word.lower()
        elif case < 0.3:
            word = word.capitalize()
        elif case < 0.4:
            word += "s"
        text.append(word + rng.choice([" ", " ", " ", "\n", ". ", "", "-", "’"]))
    return "".join(text)


def options(rng):
    """The same choice for both."""
    ours = {
        "no_collocations": rng.random() < 0.25,
        "no_plurals": rng.random() < 0.25,
        "numbers": rng.random() < 0.5,
        "min_length": rng.choice([0, 0, 0, 1, 2, 3, 5]),
        "threshold": rng.choice([30.0, 30.0, 5.0, 0.5, 1e-12, -1.0, 200.0]),
        "no_stopwords": rng.random() < 0.3,
    }
    more = rng.sample(["stock", "YORK", "é", "ΣΑΣ", "b", "İs", "1", "aʰΣ"], rng.choice([0, 0, 3]))
    return ours, more


class Reference:
    def __init__(self, package):
        self.package = package

    def counts(self, text, chosen, more):
        built_in = set() if chosen["no_stopwords"] else self.package.STOPWORDS
        cloud = self.package.WordCloud(
            stopwords=built_in | set(more),
            collocations=not chosen["no_collocations"],
            normalize_plurals=not chosen["no_plurals"],
            include_numbers=chosen["numbers"],
            min_word_length=chosen["min_length"],
            collocation_threshold=chosen["threshold"],
        )
        # An empty set would mean the default one.
        cloud.stopwords = built_in | set(more)
        counts = cloud.process_text(text)
        return sorted(counts.items(), key=lambda item: -item[1])


def weights(counts):
    return [(text, float(count), count / counts[0][1]) for text, count in counts]


SEPARATOR = "qzqzq"


def compare(library, reference, rng):
    """One text as a whole, in parts across, in parts by themselves, and merged. A failure, or None."""
    text, (chosen, more) = generate(rng), options(rng)
    lines = text.split("\n")
    cut = rng.randint(0, len(lines))

    def make(**extra):
        return libsenti.Words(library, stopwords=[*more, SEPARATOR], **chosen, **extra)

    def fed(part, **extra):
        words = make(**extra)
        for line in part:
            words.add(line)
        return words

    expected = weights(reference.counts(text, chosen, [*more, SEPARATOR]))
    apart = f"\n{SEPARATOR}\n".join(lines)
    expected_apart = weights(reference.counts(apart, chosen, [*more, SEPARATOR]))
    results = {
        "whole": (make().add(text).top(), expected),
        "across": (fed(lines, across=True).top(), expected),
        "merged": (fed(lines[:cut], across=True).merge(fed(lines[cut:], across=True)).top(), expected),
        "apart": (fed(lines).top(), expected_apart),
        "apart, merged": (fed(lines[:cut]).merge(fed(lines[cut:])).top(), expected_apart),
        "first five": (make().add(text).top(5), expected[:5]),
    }
    for name, (got, wanted) in results.items():
        if got != wanted:
            differ = [pair for pair in zip(got, wanted) if pair[0] != pair[1]][:3]
            return f"{name}: {text!r} {chosen} {more}: {len(got)} {len(wanted)} {differ}"
    return None


def generated(library, reference, n, seed):
    rng = random.Random(seed)
    refused = 0
    for i in range(n):
        try:
            failure = compare(library, reference, rng)
        except KeyError:  # word_cloud's own, see docs/words.md
            refused += 1
            continue
        if failure:
            yield f"text {i}: {failure}"
    print(f"{n} texts, seed {seed}; word_cloud failed on {refused} of them")
    if refused > n // 20:
        yield f"word_cloud failed on {refused} texts"


def code_points(library, reference):
    """Each one alone, inside a word and behind a letter and a sigma."""
    if unicodedata.unidata_version != "14.0.0":
        print(f"code points: not compared, this Python has Unicode {unicodedata.unidata_version}")
        return
    chosen = {"no_collocations": True, "no_plurals": False, "min_length": 0, "threshold": 30.0}
    for first in range(0, 0x110000, 4096):
        codes = [c for c in range(first, first + 4096) if not 0xD800 <= c < 0xE000]
        text = " ".join(f"{chr(c)} a{chr(c)}b {chr(c)}Σ A{chr(c)}Σ aΣ{chr(c)}b" for c in codes)
        for numbers in (False, True):
            case = {**chosen, "numbers": numbers, "no_stopwords": True}
            got = libsenti.Words(library, **case).add(text).top()
            if got != weights(reference.counts(text, case, [])):
                yield f"code points from U+{first:04X}, numbers {numbers}"


def main():
    sys.dont_write_bytecode = True
    library = libsenti.Library(sys.argv[1])
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261123
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder
        try:
            import wordcloud
        except ImportError as error:
            print(f"oracle wordcloud: {error}")
            sys.exit(77)
        reference = Reference(wordcloud)
        failures = [*generated(library, reference, n, seed), *code_points(library, reference)]
    for failure in failures[:20]:
        print("FAILED", failure)
    print(f"oracle wordcloud: {len(failures)} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
