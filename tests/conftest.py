from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import locks

# Playwright runs an event loop in the thread of the test; Django would take the test for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# Tables that only grow refuse TRUNCATE by a trigger; tests with real transactions empty their database by it.
GUARDS = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE tgfoid = 'accounts_forbid_change'::regproc AND tgtype & 32 <> 0
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Test databases alone let TRUNCATE pass; nothing that ships knows of it. A test of the guard puts it back."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(GUARDS)
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(scope="session", autouse=True)
def _locks_as_for_real() -> Iterator[None]:
    with locks.as_for_real():
        yield


@pytest.fixture(autouse=True)
def _lists_of_this_database() -> None:
    """What search and the impact page keep in the process for a while: each test has a database of its own."""
    from hosts.selectors.search.kept import forget_everything
    from internships.selectors import impact

    forget_everything()
    impact.forget()
