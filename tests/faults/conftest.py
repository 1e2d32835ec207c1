from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.faults.farm import Farm


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure tells what was left to do and what each process said last: without it nobody knows why."""
    report = yield
    farm = getattr(item, "funcargs", {}).get("farm")
    if report.when == "call" and report.failed and isinstance(farm, Farm):
        report.sections.append(("the farm", farm.story()))
    return report


@pytest.fixture(scope="session")
def whole_farm() -> Iterator[Farm]:
    farm = Farm()
    try:
        farm.start()
        yield farm
    finally:
        farm.end()


@pytest.fixture
def farm(whole_farm: Farm) -> Farm:
    whole_farm.put_in_order()
    return whole_farm


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Path]:
    """While this file exists, what a worker has made or found waits before it is kept."""
    place = tmp_path / "hold"
    place.touch()
    yield place
    place.unlink(missing_ok=True)
