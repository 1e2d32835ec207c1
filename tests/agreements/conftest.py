from __future__ import annotations

from collections.abc import Iterator

import pytest

import agreements.reference
import internships.reference
import law.reference
from messaging import outbox
from tests.agreements.signing_world import SigningWorld


@pytest.fixture
def reference(db: None) -> None:
    """The rules of law, the kinds, and what agreements bring along."""
    law.reference.load_reference()
    internships.reference.load_reference()
    agreements.reference.load_reference()


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
