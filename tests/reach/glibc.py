#!/usr/bin/env python3
"""Fails if a program or library asks for a newer glibc than this: glibc.py VERSION FILE…"""

import re
import sys
from pathlib import Path


def newest(path):
    """The newest version among the names of the symbols' versions."""
    found = re.findall(rb"\0GLIBC_(\d+(?:\.\d+)+)\0", path.read_bytes().replace(b"\0", b"\0\0"))
    return max(tuple(map(int, one.split(b"."))) for one in found)


def main(limit, files):
    """Prints what each asks for."""
    allowed = tuple(map(int, limit.split(".")))
    code = 0
    for path in map(Path, files):
        asked = newest(path)
        print(f"{path.name}: glibc {'.'.join(map(str, asked))}")
        code |= asked > allowed
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
