"""The word counts of libsenti through ctypes."""

import ctypes


class Options(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t),
        ("no_collocations", ctypes.c_bool),
        ("no_plurals", ctypes.c_bool),
        ("numbers", ctypes.c_bool),
        ("across", ctypes.c_bool),
        ("no_stopwords", ctypes.c_bool),
        ("documents", ctypes.c_bool),
        ("min_length", ctypes.c_size_t),
        ("threshold", ctypes.c_double),
        ("max_distinct", ctypes.c_size_t),
        ("stopwords", ctypes.c_char_p),
        ("stopwords_len", ctypes.c_size_t),
    ]


class Word(ctypes.Structure):
    _fields_ = [
        ("text", ctypes.c_void_p),
        ("len", ctypes.c_size_t),
        ("count", ctypes.c_uint64),
        ("score", ctypes.c_double),
        ("weight", ctypes.c_double),
        ("collocation", ctypes.c_bool),
    ]


class List(ctypes.Structure):
    _fields_ = [
        ("items", ctypes.POINTER(Word)),
        ("count", ctypes.c_size_t),
        ("total", ctypes.c_size_t),
    ]


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(path)

    def call(self, name, *arguments):
        status = getattr(self.c, name)(*arguments, None)
        if status != 0:
            raise ValueError(f"{name}: status {status}")


class Words:
    def __init__(self, library, stopwords=None, **options):
        self.library, self.handle = library, ctypes.c_void_p()
        values = Options(size=ctypes.sizeof(Options), **options)
        if stopwords is not None:
            self.listed = "\n".join(stopwords).encode()
            values.stopwords, values.stopwords_len = self.listed, len(self.listed)
        library.call("senti_words_create", ctypes.byref(values), ctypes.byref(self.handle))

    def __del__(self):
        self.library.c.senti_words_free(self.handle)

    def add(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        self.library.call("senti_words_add", self.handle, data, ctypes.c_size_t(len(data)))
        return self

    def merge(self, other):
        self.library.call("senti_words_merge", self.handle, other.handle)
        return self

    def top(self, limit=0, background=None):
        """(text, score, weight) in order."""
        found = List()
        self.library.call(
            "senti_words_top",
            self.handle,
            ctypes.c_size_t(limit),
            background.handle if background else None,
            ctypes.byref(found),
        )
        words = [
            (ctypes.string_at(w.text, w.len).decode(), w.score, w.weight)
            for w in (found.items[i] for i in range(found.count))
        ]
        self.library.c.senti_word_list_clear(ctypes.byref(found))
        return words

    def counts(self):
        return [(text, int(score)) for text, score, _ in self.top()]
