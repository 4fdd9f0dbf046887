"""Where the program is."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from ._values import SandboxError

NAME = "venice-keys-sandbox" + (sysconfig.get_config_var("EXE") or "")


def find_program() -> str:
    """The path of ``venice-keys-sandbox``.

    ``VENICE_KEYS_SANDBOX`` names one of your own; else it is the one that was installed with this
    package, or one on the PATH.
    """
    if chosen := os.environ.get("VENICE_KEYS_SANDBOX"):
        return chosen
    for folder in _folders():
        if (program := folder / NAME).is_file():
            return str(program)
    if found := shutil.which(NAME):
        return found
    raise SandboxError(
        f"{NAME} was found neither in {', '.join(map(str, _folders()))} nor on the PATH. "
        "`pip install venice-keys-sandbox` brings it for Linux, macOS and Windows; from a checkout "
        "`cargo build -p venice-keys-sandbox` makes it, and VENICE_KEYS_SANDBOX says where it is."
    )


def _folders() -> Iterator[Path]:
    """Where installers put a package's programs: environment, `--user`, `--target`."""
    yield Path(sysconfig.get_path("scripts"))
    user = {"nt": "nt_user", "posix": "posix_user"}.get(os.name, "")
    if sys.platform == "darwin" and sys._framework:
        user = "osx_framework_user"
    if user in sysconfig.get_scheme_names():
        yield Path(sysconfig.get_path("scripts", scheme=user))
    yield Path(__file__).resolve().parent.parent / "bin"
