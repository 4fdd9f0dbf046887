#!/usr/bin/env python3
"""What people get with a package: how many crates, each in one version, all of them locked."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"wheel": "python", "Node addon": "node", "Swift library": "swift"}
LOCKS = ["Cargo.lock", "tests/fuzz/Cargo.lock", "bindings-node/package-lock.json"]
# ring stays with 0.2, the elliptic curves have moved on: no requirement of ours merges them.
TWICE = {"getrandom"}


def crates(language: str) -> set[tuple[str, str]]:
    """Name and version of each crate that is compiled into a package for this platform."""
    command = ["cargo", "tree", "--locked", "--prefix", "none", "--edges", "normal,no-proc-macro"]
    tree = subprocess.run(
        [*command, "--package", f"venice-keys-{language}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return {(name, version) for name, version, *_ in map(str.split, tree.splitlines())}


def complaints():
    tracked = subprocess.run(
        ["git", "ls-files", *LOCKS], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    for lock in set(LOCKS) - set(tracked):
        yield f"{lock}: not in git"
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for package, language in SHIPPED.items():
        inside = crates(language)
        names = [name for name, _ in inside]
        for name in sorted({name for name in names if names.count(name) > 1} - TWICE):
            yield f"{package}: holds {name} in more than one version"
        stated = re.search(rf"(\d+) crates in (a|the) {package}\b", readme)
        if not stated or int(stated[1]) != len(inside):
            yield f'README.md: should say "{len(inside)} crates in the {package}"'


def main() -> int:
    found = list(complaints())
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
