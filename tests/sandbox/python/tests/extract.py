"""The snippets of READMEs that use the sandbox, as one file of tests: `extract.py README…`."""

import re
import sys
from pathlib import Path

RUN = """\
import subprocess, sys

def {name}():
    subprocess.run([sys.executable, "-c", {code!r}], check=True, timeout=60)
"""


def main(readmes):
    """Prints tests: a snippet of tests is itself, any other becomes one test that runs it."""
    found = 0
    for readme in map(Path, readmes):
        text = readme.read_text(encoding="utf-8")
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            if "venice_keys_sandbox" not in code and "venice_sandbox" not in code:
                continue
            found += 1
            name = f"test_snippet_{found}"
            print(code if "\ndef test_" in code else RUN.format(name=name, code=code))
    if found < 3:
        sys.exit(f"only {found} snippets use the sandbox")


main(sys.argv[1:])
