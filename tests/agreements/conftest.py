from __future__ import annotations

from collections.abc import Iterator

import pytest

from messaging import outbox
from tests.agreements.signing_world import SigningWorld


@pytest.fixture
def signing_world(db: None) -> SigningWorld:
    return SigningWorld()


@pytest.fixture(autouse=True)
def _somebody_seals() -> Iterator[None]:
    """Tests of signing need no seal, only that something would consume its entry."""
    if "agreements.seal" in outbox._consumers:
        yield
        return
    outbox.consumer("agreements.seal")(lambda payload: None)
    yield
    del outbox._consumers["agreements.seal"]
