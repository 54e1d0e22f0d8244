"""libsenti.so through ctypes."""
import ctypes

PROFILES = {"vader": 0, "nltk": 1, "modern": 2, "vader-head": 3}


class Scores(ctypes.Structure):
    _fields_ = [(name, ctypes.c_double) for name in ("neg", "neu", "pos", "compound")] + [
        ("tokens", ctypes.c_size_t), ("hits", ctypes.c_size_t)]


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("sum", ctypes.c_int)]


class Token(ctypes.Structure):
    _fields_ = [("begin", ctypes.c_size_t), ("end", ctypes.c_size_t), ("base", ctypes.c_double),
                ("valence", ctypes.c_double), ("rules", ctypes.c_uint32)]


class Library:
    def __init__(self, path):
        self.lib = ctypes.CDLL(path)
        self.lib.senti_lexicon_builtin.restype = ctypes.c_void_p

    def lexicon(self, profile):
        return ctypes.c_void_p(self.lib.senti_lexicon_builtin(PROFILES[profile]))

    def score(self, lexicon, text, compensated=False):
        """The scores of a str or of bytes, as (neg, neu, pos, compound)."""
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        scores, options = Scores(), Options(ctypes.sizeof(Options), int(compensated))
        status = self.lib.senti_score(lexicon, data, ctypes.c_size_t(len(data)),
                                      ctypes.byref(options), ctypes.byref(scores))
        assert status == 0, status
        return scores.neg, scores.neu, scores.pos, scores.compound

    def explain(self, lexicon, text):
        """The tokens of a str, each (begin, end, base, valence, rules), offsets in bytes."""
        data = text.encode("utf-8")
        count = ctypes.c_size_t()
        tokens = (Token * (len(data) * 12 + 1))()
        status = self.lib.senti_explain(lexicon, data, ctypes.c_size_t(len(data)), None, tokens,
                                        ctypes.c_size_t(len(tokens)), ctypes.byref(count), None)
        assert status == 0, status
        return [(t.begin, t.end, t.base, t.valence, t.rules) for t in tokens[:count.value]]
