"""The recorded answers of vaderSentiment and NLTK: files of extra test data."""
import gzip
import json
import pathlib
import re

ESCAPES = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r", "0": "\0"}
FIELDS = ("neg", "neu", "pos", "compound")
# The recorded answers are those of vaderSentiment's repository, which knows one phrase more than
# release 3.3.2 and another value of a second one.
NEWER = re.compile(r"beating\W+heart|broken\W+heart", re.I)


def rows(path):
    """(id, expected, text) of a file of tab-separated rows."""
    for line in path.read_text("utf-8").split("\n"):
        if line:
            name, *expected, text = line.split("\t", 5)
            yield name, [float(x) for x in expected], re.sub(
                r"\\(.)", lambda m: ESCAPES[m[1]], text)


def same(a, b):
    """Equal bit for bit, the sign of zero included."""
    return [float(x).hex() for x in a] == [float(x).hex() for x in b]


def check(library, folder):
    """How many rows were compared, and those that differ."""
    folder = pathlib.Path(folder) / "sentiment"
    n, bad = 0, []

    def compare(name, expected, got):
        nonlocal n
        n += 1
        if not same(expected, got):
            bad.append((name, expected, got))

    for file, profile in (("torture.tsv", "vader-head"), ("torture.nltk.tsv", "nltk")):
        lexicon = library.lexicon(profile)
        for name, expected, text in rows(folder / file):
            compare(f"{file} {name}", expected, library.score(lexicon, text))
    head, release = library.lexicon("vader-head"), library.lexicon("vader")
    for name, expected, text in rows(folder / "torture.tsv"):
        if not NEWER.search(text):
            compare(f"release {name}", expected, library.score(release, text))
    for line in (folder / "py312_differences.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        compare(f"3.12 {row['id']}", [row[f] for f in FIELDS],
                library.score(release, row["text"], compensated=True))
    with gzip.open(folder / "torture.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "valence" not in row:  # left out of the longest texts
                continue
            tokens = library.explain(head, row["text"])
            # Python's list holds whole zeros, which have no sign.
            compare(f"explain {row['id']}", [v + 0.0 for v in row["valence"]], [t[3] + 0.0 for t in tokens])
    return n, bad
