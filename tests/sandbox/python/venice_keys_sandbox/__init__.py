"""A Venice of your own for tests: the sandbox as a process that ends with your test.

with Sandbox() as sandbox:
    client = Client(sandbox.admin_key, base_url=sandbox.base_url)
"""

from ._program import find_program
from ._sandbox import Sandbox
from ._values import (
    Certificate,
    Fault,
    FaultKind,
    Request,
    SandboxError,
    SeededKey,
    StoredKey,
    Web3Generation,
)

__all__ = [
    "Certificate",
    "Fault",
    "FaultKind",
    "Request",
    "Sandbox",
    "SandboxError",
    "SeededKey",
    "StoredKey",
    "Web3Generation",
    "find_program",
]
