from __future__ import annotations

import pytest

from tests.agreements.signing_world import SigningWorld
from tests.reference import load


@pytest.fixture
def reference(db: None) -> None:
    """The rules of law, the kinds, and what agreements bring along."""
    load("law", "internships", "agreements")


@pytest.fixture
def signing_world(db: None) -> SigningWorld:
    return SigningWorld()
