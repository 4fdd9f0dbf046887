"""Finds the README's Python snippets for the tests, or runs them as they stand."""

import argparse
import json
import os
import re
import subprocess
import sys
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


def main():
    """Run every snippet against a sandbox."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", action="store_true", required=True)
    parser.add_argument("--sandbox", required=True, help="the program venice-keys-sandbox")
    sandbox = Path(parser.parse_args().sandbox)
    for name, code in snippets(README.read_text(encoding="utf-8")).items():
        command = [sandbox, "--port", "0", "--until-stdin-closes"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            env = environment(json.loads(server.stdout.readline()))
            env["PATH"] = f"{sandbox.parent}{os.pathsep}{env['PATH']}"
            done = subprocess.run([sys.executable, "-c", code], env=env, check=False)
            server.stdin.close()
        if done.returncode != 0:
            sys.exit(f"README, {name}: the snippet failed")


if __name__ == "__main__":
    main()
