#!/usr/bin/env python3
"""Runs a command with a sandbox of its own.

    with_sandbox.py PROGRAM [OPTION…] -- COMMAND…

The command finds it in VENICE_ADMIN_KEY and VENICE_BASE_URL, and with --tls its CA in CA_FILE.
"""

import json
import os
import subprocess
import sys
import threading


def main(arguments):
    """The command's exit code."""
    cut = arguments.index("--")
    program, command = arguments[:cut], arguments[cut + 1 :]
    options = ["--port", "0", "--until-stdin-closes"]
    with subprocess.Popen(
        [*program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as sandbox:
        # Emulated, it takes a few seconds; a minute is none.
        late = threading.Timer(60, sandbox.kill)
        late.start()
        line = sandbox.stdout.readline()
        late.cancel()
        if not line:
            sys.exit("the sandbox didn't start")
        ready = json.loads(line)
        env = {
            **os.environ,
            "VENICE_ADMIN_KEY": ready["admin_key"],
            "VENICE_BASE_URL": ready["base_url"],
            "CA_FILE": ready.get("ca_file", ""),
        }
        code = subprocess.run(command, env=env, check=False).returncode
        sandbox.stdin.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
