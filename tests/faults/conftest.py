from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.farm import Farm

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All faults share one farm, so they run in one process."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("faults"))


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
