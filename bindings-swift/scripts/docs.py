"""Fails for a public symbol without documentation, or one of uniffi's plumbing made public.

docs.py SYMBOL_GRAPH: what `swift package dump-symbol-graph` wrote.
"""

import json
import re
import sys

PLUMBING = re.compile(r"^(Ffi|uniffi|Uniffi|Rust|Core|core)[A-Z]|Protocol$")


def complaints(symbols):
    for symbol in symbols:
        name = ".".join(symbol["pathComponents"])
        if PLUMBING.search(symbol["pathComponents"][0]):
            yield f"{name}: plumbing, and public"
        elif not symbol.get("docComment", {}).get("lines"):
            yield f"{name}: public, and without documentation"


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        symbols = json.load(file)["symbols"]
    found = sorted(set(complaints(symbols)))
    print(*found, sep="\n", end="\n" if found else "")
    # The package has some 300: far fewer would mean that they weren't found.
    if len(symbols) < 200:
        print(f"only {len(symbols)} public symbols were found")
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
