#!/usr/bin/env python3
"""The facts of a release that stand in one place: Cargo.toml, platforms.json and sizes.json.

project.py version | repository | swift-package     a fact
project.py platforms                                the platforms' names, a line each
project.py triple PLATFORM                          its Rust target
project.py size WHAT BYTES                          says a size; fails from sizes.json's limit on
project.py set VERSION                              writes the version to where it is copied
"""

import json
import re
import sys
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = json.loads((ROOT / "tests/release/platforms.json").read_text(encoding="utf-8"))
# What each may have at most, in bytes; Swift's is what VeniceKeys adds to a stripped executable.
SIZES = json.loads((ROOT / "tests/release/sizes.json").read_text(encoding="utf-8"))


def workspace(root=ROOT):
    """Cargo.toml's table of what all packages share, and what only releases need."""
    table = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]
    return {**table["package"], **table["metadata"]["release"]}


def manifests(root=ROOT):
    """Every package.json that is published, the platforms' too."""
    node = root / "bindings-node"
    platforms = sorted((node / "npm").glob("*/package.json"))
    return [node / "package.json", *platforms, root / "tests/sandbox/node/package.json"]


def set_version(version, root=ROOT):
    """Writes the version to Cargo.toml and to every copy of it."""
    old = workspace(root)["version"]
    cargo = root / "Cargo.toml"
    text = cargo.read_text(encoding="utf-8")
    # The workspace's own, and those by which its crates ask for each other.
    own = re.compile(rf'^version = "{re.escape(old)}"$', re.MULTILINE)
    text = own.sub(f'version = "{version}"', text)
    text = re.sub(rf'(path = "[^"]+", version = )"{re.escape(old)}"', rf'\1"{version}"', text)
    cargo.write_text(text, encoding="utf-8")
    for path in manifests(root):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'^(  "version": )"[^"]+"', rf'\1"{version}"', text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")


def main(arguments):
    """Prints a fact, or sets the version."""
    match arguments:
        case ["version" | "repository" | "swift-package" as fact]:
            print(workspace()[fact])
        case ["platforms"]:
            print(*PLATFORMS, sep="\n")
        case ["triple", platform] if platform in PLATFORMS:
            print(PLATFORMS[platform]["triple"])
        case ["size", what, size] if what in SIZES:
            print(f"{what}: {int(size):,} bytes; it must have less than {SIZES[what]:,}")
            sys.exit(int(size) >= SIZES[what])
        case ["set", version]:
            set_version(version)
            print("now `cargo check` and `npm install --package-lock-only` bring the locks along")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
