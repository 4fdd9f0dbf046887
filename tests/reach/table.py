#!/usr/bin/env python3
"""The table of `make reach`: table.py RESULTS CELL…

A cell's file holds lines "column<TAB>what was found"; of a column that is there twice, a NO counts.
Fails where a cell has none, or a NO.
"""

import sys
from pathlib import Path

COLUMNS = ("compiles", "links", "runs", "size", "time")


def found(path):
    """A cell's columns."""
    row = {column: [] for column in COLUMNS}
    for line in path.read_text(encoding="utf-8").splitlines():
        column, text = line.split("\t", 1)
        row[column].append(text)
    return row


def cell(column, texts):
    """What the table says there."""
    if "NO" in texts:
        return "**NO**"
    if column == "size":
        return ", ".join(texts)
    # What was said last says most.
    return texts[-1] if texts else "-"


def main(results, cells):
    """Prints the table; fails as said above."""
    bad = []
    print("| Platform | Compiles | Links | Runs | Size in bytes | Time |")
    print("|---|---|---|---|---|---|")
    for name in cells:
        path = Path(results) / name
        row = found(path) if path.is_file() else {column: [] for column in COLUMNS}
        if any("NO" in texts for texts in row.values()) or not all(
            row[column] for column in ("compiles", "links", "runs")
        ):
            bad.append(name)
        print(f"| {name} |", " | ".join(cell(one, row[one]) for one in COLUMNS), "|")
    if bad:
        print(f"\nnot as it should be: {', '.join(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
