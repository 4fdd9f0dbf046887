"""Fail for a public symbol without documentation, for one of uniffi's that is public, or for
documentation that a formatter broke in the middle of a sentence.

docs.py SYMBOL_GRAPH: what `swift package dump-symbol-graph` wrote.
"""

import json
import re
import sys
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "Sources/VeniceKeys"
PLUMBING = re.compile(r"^(Ffi|uniffi|Uniffi|Rust|Core|core)[A-Z]|Protocol$")


def complaints(symbols):
    for symbol in symbols:
        name = ".".join(symbol["pathComponents"])
        if PLUMBING.search(symbol["pathComponents"][0]):
            yield f"{name}: uniffi's, and public"
        elif not symbol.get("docComment", {}).get("lines"):
            yield f"{name}: public, and without documentation"


def broken(source):
    """Find lines of one word between others: what a formatter leaves of a long line."""
    lines = source.read_text(encoding="utf-8").splitlines()
    texts = [line.strip().removeprefix("/// ") if "/// " in line else "" for line in lines]
    for number, (before, text, after) in enumerate(
        zip(texts, texts[1:], texts[2:], strict=False), start=2
    ):
        # A word before the next item of a list is the end of its paragraph.
        goes_on = after and not after.lstrip().startswith("- ")
        if before and goes_on and len(text.split()) == 1 and text.strip()[0].isalnum():
            yield f"{source.name}:{number}: documentation broken after {text!r}"


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        symbols = json.load(file)["symbols"]
    found = sorted(set(complaints(symbols)))
    found += [what for source in sorted(SOURCES.rglob("*.swift")) for what in broken(source)]
    print(*found, sep="\n", end="\n" if found else "")
    # The package has some 300: far fewer means that they weren't found.
    if len(symbols) < 200:
        print(f"only {len(symbols)} public symbols were found")
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
