from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.faults.farm import Farm

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All faults share one farm, so they run in one process; first, since they mostly wait while others work."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("faults"))
    items.sort(key=lambda item: HERE not in item.path.parents)


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
