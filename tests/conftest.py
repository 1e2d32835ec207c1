from __future__ import annotations

import os

import pytest

# Playwright runs an event loop in the thread of the test; Django would take the test for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _lists_of_this_database() -> None:
    """Search keeps small lists in the process for a while; each test has a database of its own."""
    from hosts.selectors.search.kept import forget_everything

    forget_everything()
