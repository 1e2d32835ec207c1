from __future__ import annotations

import pytest

import agreements.reference
import internships.reference
import law.reference
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
