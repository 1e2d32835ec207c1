"""Starts one throw-away cluster before Django's settings are read; the workers of xdist inherit its URLs."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from config.engines import embedded
from tests import model_database

_engines = contextlib.ExitStack()
# What shares something costly runs in one process: the farm of faults, the world of the demonstration.
TOGETHER = ("tests/faults/", "tests/config/test_demo.py::TestLoadedWorld")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """One test at a time to whoever is free, but these to one process, first. The marks of xdist (3.8) do nothing
    under this pytest (9.2)."""

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in TOGETHER if nodeid.startswith(one)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if os.environ.get("DATABASE_URL") or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    folder = Path(tempfile.mkdtemp(prefix="escale-test-"))
    # Also when the run fails before it begins, which skips `pytest_unconfigure`.
    atexit.register(_engines.close)
    engines = _engines.enter_context(embedded(folder, durable=False))
    os.environ.update(engines.urls())
    os.environ["TEST_DATABASE_TEMPLATE"] = model_database.make(engines.database_url)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What has been loaded by now stays to the end: the collector of garbage need not look through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure(config: pytest.Config) -> None:
    _engines.close()
