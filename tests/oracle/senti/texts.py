"""Texts that reach every rule of the references, from a seed."""
import random

RULE_WORDS = """no kind of sort just enough so this never without doubt least at very but or nor the shit bomb bad ass
bus stop yeah right kiss death to die for beating heart broken cut mustard hand mouth badass not isn't y'ain't n't
don't cannot very really extremely BARELY kinda sort-of slightly hardly""".split()
PLAIN = "market stock x it was the a I day shares 12 3.5 $AAPL #fail https://t.co/a1b2 @user ok RT".split()
MARKS = ["", "", "", "", ".", ",", "!", "?", "!!", "!!!", "??", "???", "?!?", "...", "'", '"', "(", ")", ";", "-", "’", "…", "!?!?"]
SPACES = [" "] * 12 + ["\t", "\n", "\u00a0", "\u2009", "\u200b", "\x1c", "  ", "\x00"]
ODD = ["é", "ÀÉ", "naïve", "İYİ", "ΣΑΣ", "\u212aind", "ß", "Ⓐ", "ª", "ǅ", "日本", "\ufe0f", "\u200d", "🏽", "a\x00", "good\x00", "\ud7ff"]


class Texts:
    def __init__(self, seed, words, emoji):
        self.random = random.Random(seed)
        self.words, self.emoji = words, emoji

    def case(self, word):
        r = self.random.random()
        if r < 0.12:
            return word.upper()
        if r < 0.2:
            return word.capitalize()
        return "".join(c.upper() if self.random.random() < 0.5 else c for c in word) if r < 0.22 else word

    def word(self):
        r, pick = self.random.random(), self.random.choice
        if r < 0.33:
            word = pick(RULE_WORDS)
        elif r < 0.68:
            word = pick(self.words)
        elif r < 0.88:
            word = pick(PLAIN)
        elif r < 0.95:
            return pick(self.emoji) * self.random.choice([1, 1, 1, 3])
        else:
            word = pick(ODD)
        return pick(MARKS[:12]) * (self.random.random() < 0.1) + self.case(word) + pick(MARKS)

    def text(self):
        parts, few = [], self.random.sample(self.words, 3)
        for _ in range(self.random.choice([0, 1, 2, 3, 5, 8, 13, 21, 34])):
            # Repeated words, for rules that look words up by value.
            parts.append(self.random.choice(few) if self.random.random() < 0.15 else self.word())
            parts.append(self.random.choice(SPACES) * (self.random.random() < 0.98))
        return "".join(parts)
