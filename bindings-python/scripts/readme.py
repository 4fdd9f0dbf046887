"""Finds the README's Python snippets for the tests, runs them, or writes them down."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def snippets(text):
    """Return every ```python block by the heading above it."""
    found = {}
    heading = ""
    for part in re.split(r"^(#+ .*)$", text, flags=re.MULTILINE):
        if part.startswith("#") and "\n" not in part:
            heading = part.lstrip("# ")
        for number, code in enumerate(re.findall(r"```python\n(.*?)```", part, re.DOTALL)):
            found[f"{heading} {number + 1}" if number else heading] = code
    return found


def environment(ready):
    """Return the environment that the snippets expect: a key, a URL and a wallet."""
    return {
        **os.environ,
        "VENICE_ADMIN_KEY": ready["admin_key"],
        "VENICE_BASE_URL": ready["base_url"],
        "WALLET_PRIVATE_KEY": ready["staked_private_key"],
    }


# Stands in for a package that snippets import, and that has the machine's keychain.
KEYRING = """
import os

def get_password(service: str, name: str) -> str | None:
    return os.environ.get("VENICE_ADMIN_KEY")
"""


def stand_ins(folder):
    """Write what snippets import besides this package, for PYTHONPATH."""
    (Path(folder) / "keyring.py").write_text(KEYRING, encoding="utf-8")


def write(folder):
    """Write every snippet, and what they import, to a folder."""
    stand_ins(folder)
    for number, code in enumerate(snippets(README.read_text(encoding="utf-8")).values()):
        (Path(folder) / f"snippet_{number}.py").write_text(code, encoding="utf-8")


def run(sandbox):
    """Run every snippet against a sandbox."""
    for name, code in snippets(README.read_text(encoding="utf-8")).items():
        command = [sandbox, "--port", "0", "--until-stdin-closes"]
        with (
            tempfile.TemporaryDirectory() as folder,
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server,
        ):
            env = environment(json.loads(server.stdout.readline()))
            stand_ins(folder)
            env["PYTHONPATH"] = os.pathsep.join(filter(None, [env.get("PYTHONPATH"), folder]))
            env["PATH"] = f"{sandbox.parent}{os.pathsep}{env['PATH']}"
            done = subprocess.run([sys.executable, "-c", code], env=env, check=False)
            server.stdin.close()
        if done.returncode != 0:
            sys.exit(f"README, {name}: the snippet failed")


def main():
    """Do what the arguments say."""
    parser = argparse.ArgumentParser()
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--run", action="store_true")
    way.add_argument("--write", metavar="FOLDER")
    parser.add_argument("--sandbox", type=Path, help="the program venice-keys-sandbox, to run them")
    given = parser.parse_args()
    if given.write:
        write(given.write)
    else:
        run(given.sandbox)


if __name__ == "__main__":
    main()
