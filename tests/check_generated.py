#!/usr/bin/env python3
"""Holds the generator to its rule, and what it prints to being known as printed.

The generator knows kinds of things, not things: no source and no template of it names an operation,
a struct, a field, an enumeration or a code of the core. A new one then needs no edit there.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATOR = "core/generate"
MARK = "Generated from core/src by `make generate`"
# Names of the core that are words of the generator or of the languages that it prints, too: what
# every template has to say of anything at all.
WORDS = {
    "Model": "all that the generator knows; also what Venice lists",
    "advice": "what an error code says to do; also what a pending key does",
    "call": "of any operation; also the one that made a pending key",
    "created": "the member by which the generator knows what a job made",
    "cursor": "where a page of anything begins; also a member of a filter",
    "date": "a kind of type; also a day's, in a report",
    "description": "of any package; also that of a key",
    "error": "of any call; also that of a key that failed by itself",
    "field": "a member of a struct, in the model; also of an issue",
    "kind": "of anything in the model; also of what is pending",
    "message": "of any error",
    "method": "of any class; also that of an attempt's request",
    "name": "of anything in the model; also of a model's specification",
    "number": "a kind of default; also that of an attempt",
    "operation": "a kind of thing in the model; also of an attempt",
    "options": "of any filter or call; also of a mint",
    "outcome": "how any call ended; also what a job came to",
    "path": "where a file is; also that of an attempt",
    "prefix": "of any text; also that of descriptions",
    "record": "the member by which the generator knows what a job's later steps need",
    "result": "of any call; also of a job's first step",
    "signature": "of any function; also a wallet's",
    "status": "of any process or response; also that of an attempt",
    "text": "what any name or value is written as; also that of a challenge",
    "timestamp": "a kind of type; also that of a breach",
    "type": "of anything in the model; also of a model",
    "value": "of anything; also that of a header",
    "values": "of any type; also those of a day, in a report",
    "warning": "of any process; also that of an attempt",
}
COMMENT = re.compile(r"(?<!\S)//[^\n]*|\{#.*?#\}", re.DOTALL)
# Lines of documentation that a template prints as they are, its examples among them.
PROSE = re.compile(r"\s*(\*|/\*\*|>>>|\.\.\.|#) ")
LOGIC = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
# Files that hold more: what they name, and why.
EXEMPT = {
    # The decided table of what Python's error classes are besides: it can't be derived.
    "bindings-python/_bases.j2": None,
    # Handwritten shells: what a wallet signs, and a key that is there for a scope.
    "bindings-node/_words.j2": {"TemporaryKey"},
    "bindings-node/index.d.ts.j2": {
        "CreatedKey", "SignIn", "TemporaryKey", "Web3Challenge", "apiKey"
    },
    "bindings-python/python/venice_keys/_native.pyi.j2": {"Web3Challenge", "mint_web3_key"},
}


def tracked(*paths: str) -> list[str]:
    names = subprocess.run(
        ["git", "ls-files", "-z", *paths], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def camel(name: str) -> str:
    first, *words = name.split("_")
    return first + "".join(map(str.capitalize, words))


def pascal(name: str) -> str:
    return "".join(map(str.capitalize, name.split("_")))


def names() -> set[str]:
    """Every name of the model, in every case in which a language may write it."""
    contract = json.loads((ROOT / "tests/contract.json").read_text(encoding="utf-8"))
    members = {field for struct in contract["structs"].values() for field in struct["fields"]}
    calls = {*contract["operations"], *contract["codes"]}
    found = {*contract["structs"], *contract["enums"], *map(pascal, calls)}
    for name in members | calls:
        found |= {name, camel(name)}
    return {name for name in found if len(name) >= 4}


def words(line: str, is_template: bool) -> set[str]:
    """The words of a line that may be names: in the text of a template, those of several words."""
    if not is_template:
        return set(re.findall(r"\w+", line))
    if PROSE.match(line):
        return set()
    logic = {word for part in LOGIC.findall(line) for word in re.findall(r"\w+", part)}
    several = {word for word in re.findall(r"\w+", line) if not re.fullmatch("[A-Z]?[a-z]+", word)}
    return logic | several


def named(known: set[str]):
    for name in tracked(GENERATOR):
        template = name.removeprefix(f"{GENERATOR}/templates/")
        exempt = EXEMPT.get(template, set())
        is_test = re.match(rf"{GENERATOR}/src/(.*/)?tests(/|\.rs$)", name)
        if exempt is None or is_test or name.endswith(".md"):
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        # Without its comments, but in as many lines.
        text = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(text.splitlines(), 1):
            for word in sorted(words(line, template != name) & known - exempt):
                yield f"{name}:{number}: names {word}, which the model should say"


def unmarked():
    """Printed files that git doesn't know as such, or that nothing prints any more."""
    printed = [
        name
        for name in tracked()
        if not name.startswith(GENERATOR)
        and MARK in (ROOT / name).read_bytes()[:400].decode("utf-8", "replace")
    ]
    for name in printed:
        if not (ROOT / GENERATOR / "templates" / f"{name}.j2").is_file():
            yield f"{name}: no template prints it"
    attributes = subprocess.run(
        ["git", "check-attr", "-z", "linguist-generated", "--", *printed],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name, value in zip(attributes[::3], attributes[2::3]):
        if value != "set":
            yield f".gitattributes: {name} is printed, and not linguist-generated"


def main() -> int:
    found = [*named(names() - WORDS.keys()), *unmarked()]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
