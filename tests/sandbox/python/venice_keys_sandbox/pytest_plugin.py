"""Fixtures for pytest, which finds them by itself: ``venice_sandbox`` and ``venice_client``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ._sandbox import Sandbox, options_of

if TYPE_CHECKING:
    from venice_keys import Client


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        "venice_sandbox(web3=..., minute=..., tls=...): how this test's sandbox is started",
    )


@pytest.fixture
def venice_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox for this test alone; ``@pytest.mark.venice_sandbox(tls="expired")`` sets it up."""
    marker = request.node.get_closest_marker("venice_sandbox")
    with Sandbox(**(marker.kwargs if marker else {})) as sandbox:
        yield sandbox


@pytest.fixture
def venice_client(venice_sandbox: Sandbox) -> Iterator[Client]:
    """A client of this test's sandbox, with its ADMIN key. Needs the package ``venice-keys``."""
    from venice_keys import Client

    with Client(venice_sandbox.admin_key, **options_of(venice_sandbox)) as client:
        yield client
