#!/usr/bin/env python3
"""make_seeds.py LIBTA.so: writes the seeds of the fuzz targets for every indicator of the registry.

The targets read what fuzz.c says: an indicator's index, how many parameters, the parameters, data.
"""

import ctypes
import json
import pathlib
import random
import struct
import sys

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "corpus"

SPECS = [
    "ema", "ema:period=12,seed=first", "bbands:k=1.5e0", "bbands:k=-0", "stoch:k=5,slowing=3,d=3",
    "macd:fast=26,slow=12", "macd:fast=12,,slow=26", "sma:", "sma:period", "sma:period=", ":",
    "sma:period=1e400", "sma:period=12.5", "sma:period=00000000000000000012", "ema:seed=last",
    "sma:period=3,period=4", "SMA", "typprice:period=3", "rsi:smoothing=sma\0", "bbands:k=0x1p3",
]  # fmt: skip


def load(path):
    library = ctypes.CDLL(path)
    size = ctypes.c_size_t()
    library.ta_describe_json(None, None, ctypes.c_size_t(0), ctypes.byref(size))
    text = ctypes.create_string_buffer(size.value + 1)
    library.ta_describe_json(None, text, ctypes.c_size_t(size.value + 1), ctypes.byref(size))
    library.ta_indicator_at.restype = ctypes.c_void_p
    return library, json.loads(text.value)


def saved(library, index):
    """A saved stream with default parameters that took some bars."""
    stream, length = ctypes.c_void_p(), ctypes.c_size_t()
    indicator = ctypes.c_void_p(library.ta_indicator_at(ctypes.c_size_t(index)))
    library.ta_stream_create(indicator, None, ctypes.c_size_t(0), ctypes.byref(stream), None)
    for i in range(50):
        bar = (ctypes.c_double * 8)(*(100 + i % 7 - j for j in range(8)))
        library.ta_stream_push(stream, bar, (ctypes.c_double * 8)())
    library.ta_stream_save(stream, None, ctypes.c_size_t(0), ctypes.byref(length))
    data = ctypes.create_string_buffer(length.value)
    library.ta_stream_save(stream, data, length, ctypes.byref(length))
    library.ta_stream_free(stream)
    return data.raw


def extremes(generator, count):
    """Values of fuzz_value()'s third kind: doubles as they are, next to nothing or next to 1e100."""
    edges = [5e-324, -5e-324, 0.0, 1e10, -1e10, 1e100, -1e100, 1.0]
    return b"".join(b"\x60" + struct.pack(">d", generator.choice(edges)) for _ in range(count))


def write(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def main():
    library, indicators = load(sys.argv[1])
    for number, spec in enumerate(SPECS):
        write("ta_spec", f"spec_{number:02}", spec.encode())
    for index, indicator in enumerate(indicators):
        name = indicator["id"]
        generator = random.Random(name)
        kinds = {"int": lambda: generator.randint(2, 20), "enum": lambda: 1, "real": lambda: 2}
        values = sorted(kinds[param["kind"]]() for param in indicator["params"])
        params = bytes([index, len(values), *values])
        bars = (700).to_bytes(2, "big")
        write("ta_run", name, params + generator.randbytes(8) + bars + generator.randbytes(200))
        head = params + generator.randbytes(8) + bars
        write("ta_run", f"{name}_extreme", head + extremes(generator, 50))
        layout = bytes([generator.randrange(20), 199, generator.randrange(64)])
        write("ta_many", name, params + layout + generator.randbytes(200))
        count = (1000 + index).to_bytes(8, "big") + b"\0"
        write("ta_load", f"{name}_forged", b"\1" + params + count + generator.randbytes(150))
        if indicator["params"]:
            write("ta_load", f"{name}_saved", b"\0" + saved(library, index))


if __name__ == "__main__":
    main()
