#!/usr/bin/env python3
"""The project's own conventions, which no linter knows, over every file that git tracks."""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parent.parent
CODE = {".rs", ".py", ".pyi", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".swift", ".sh"}
# What belongs to one machine: a registry's host (Cargo.lock has to name its index), a home folder.
ONE_MACHINE = re.compile(
    r"registry\.npmjs|pypi\.org|pythonhosted|static\.crates|index\.crates|deb\.debian|npmmirror"
    r"|/root/|/home/[a-z]+/|/Users/[a-z]+/"
)
# Cargo may be configured to build elsewhere: `target_dir` of tests/scripts/shared.sh asks it where.
TARGET_FOLDER = re.compile(r"(?<![$\w])target/|/ ?[\"']target\b|\$PWD/target|\.\./target\b")
BUILT = re.compile(r"\.(so|node|dylib|a|whl|tgz|pyc)$|(^|/)(node_modules|target|\.venv)/")


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [ROOT / name for name in names.split("\0") if name]


def complaints(path: Path):
    name = path.relative_to(ROOT).as_posix()
    if BUILT.search(name):
        yield f"{name}: a built or downloaded file is tracked"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return
    is_code = path.suffix in CODE or name in {"Makefile", ".ci/run"}
    # Also programs without a suffix: tests/node/driver, bindings-swift/scripts/with-swift.
    is_program = (is_code or "." not in name) and path != HERE
    for number, line in enumerate(lines, 1):
        if is_code and len(line) > 100:
            yield f"{name}:{number}: over 100 columns"
        if is_program and TARGET_FOLDER.search(line):
            yield f"{name}:{number}: assumes where cargo's target folder is"
        if name != "Cargo.lock" and path != HERE and (found := ONE_MACHINE.search(line)):
            yield f"{name}:{number}: names {found.group()}"


def dead_links(path: Path):
    """Links of a Markdown page to files that aren't there."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target and not (path.parent / target).exists():
            yield f"{path.relative_to(ROOT).as_posix()}: links to {target}, which isn't there"


def main() -> int:
    found = [complaint for path in tracked() for complaint in complaints(path)]
    pages = [path for path in tracked() if path.suffix == ".md" and path.is_file()]
    found += [complaint for path in pages for complaint in dead_links(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
