"""vaderSentiment and NLTK as they are installed, on generated texts."""
import os
import pathlib
import sys

import recorded
import texts


def nltk_lexicon(words, differences):
    """The lexicon that NLTK reads, from vaderSentiment's and the list of differences."""
    words = dict(words)
    for line in differences.splitlines():
        if line and not line.startswith("# "):
            word, value = line.split("\t")
            words.pop(word, None)
            if value != "remove":
                words[word] = float(value)
    return words


def references(seed):
    """vaderSentiment, NLTK's VADER, and a maker of texts."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer as Nltk, VaderConstants
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as Vader

    vader, nltk = Vader(), Nltk.__new__(Nltk)
    data = pathlib.Path(__file__).resolve().parents[3] / "libsenti" / "data"
    nltk.lexicon = nltk_lexicon(vader.lexicon, (data / "nltk.tsv").read_text("utf-8"))
    nltk.constants = VaderConstants()
    emoji = [e for e in vader.emojis if len(e) == 1]
    return vader, nltk, texts.Texts(seed, sorted(vader.lexicon), sorted(emoji))


def check(library):
    seed = int(os.environ.get("SEED", "20221"))
    count = int(os.environ.get("COUNT", "4000"))
    compensated = sys.version_info >= (3, 12)
    vader, nltk, make = references(seed)
    ours = {"vader": library.lexicon("vader"), "nltk": library.lexicon("nltk")}
    print(f"seed {seed}, {count} texts")
    bad = []
    for _ in range(count):
        text = make.text()
        for name, analyzer in (("vader", vader), ("nltk", nltk)):
            expected = [analyzer.polarity_scores(text)[f] for f in recorded.FIELDS]
            got = library.score(ours[name], text, compensated)
            if not recorded.same(expected, got):
                bad.append((name, repr(text), expected, got))
    return 2 * count, bad
