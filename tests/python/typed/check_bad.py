"""Whether mypy finds every mistake of bad.py, and no other."""

import re
import sys
from pathlib import Path

from mypy import api

BAD = Path(__file__).with_name("bad.py")


def main():
    expected = {
        (number, kind)
        for number, line in enumerate(BAD.read_text().splitlines(), 1)
        for kind in re.findall(r"# error: ([\w-]+)", line)
    }
    out, err, _ = api.run(["--strict", "--no-error-summary", str(BAD)])
    found = {
        (int(number), kind)
        for number, kind in re.findall(r":(\d+): error: .*\[([\w-]+)\]$", out, re.MULTILINE)
    }
    if found != expected:
        print(out, err)
        sys.exit(f"bad.py: not found {expected - found}, found besides {found - expected}")


main()
