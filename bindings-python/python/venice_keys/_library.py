"""Loads the Rust half, and explains what to do where it isn't there."""

try:
    from . import _native
except ImportError as _error:
    import platform
    import sys

    raise ImportError(
        f"venice_keys can't load its library venice_keys._native for {sys.platform} on "
        f"{platform.machine()}, Python {platform.python_version()}: {_error}. There are wheels for "
        "Linux (glibc 2.17 or musl 1.2; x86_64, aarch64), macOS 11 (x86_64, arm64) and Windows "
        "(x86_64): install venice-keys with pip on the machine that runs it. Elsewhere, `pip "
        "install --no-binary venice-keys venice-keys` builds it from source with Rust 1.88."
    ) from _error

__all__ = ["_native"]
