#!/usr/bin/env python3
"""oracle.py formulas|talib|pandas|correlation LIBTA.so: compares libta with an independent computation.

Exit status 77 means that a package is missing; the last line says which.
"""

import importlib
import sys


def main():
    kind, path = sys.argv[1:3]
    sys.dont_write_bytecode = True
    try:
        module = importlib.import_module(f"against_{kind}")
        libta = importlib.import_module("libta")
    except ImportError as error:
        print(f"oracle {kind}: {error}")
        sys.exit(77)
    failures = list(module.run(libta.Library(path)))
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"oracle {kind}: {len(failures)} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
