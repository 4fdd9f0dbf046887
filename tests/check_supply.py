#!/usr/bin/env python3
"""What people get with a package: every crate in one version, and all of them locked."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"wheel": "python", "Node addon": "node", "Swift library": "swift"}
LOCKS = ["Cargo.lock", "tests/fuzz/Cargo.lock", "bindings-node/package-lock.json"]
# ring needs 0.2 and the elliptic curves need a later one: no requirement of ours can merge them.
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
        yield f"{lock}: is not tracked by git"
    for package, language in SHIPPED.items():
        names = [name for name, _ in crates(language)]
        for name in sorted({name for name in names if names.count(name) > 1} - TWICE):
            yield f"{package}: contains {name} in more than one version"


def main() -> int:
    found = list(complaints())
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
