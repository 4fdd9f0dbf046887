"""The sockets that this process has open."""

import os

HAS_PROC = os.path.isdir("/proc/self/fd")


def sockets():
    """How many sockets this process has open, where that can be seen."""
    if not HAS_PROC:
        return 0
    files = [os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd")]
    return sum(os.path.islink(file) and os.readlink(file).startswith("socket:") for file in files)
