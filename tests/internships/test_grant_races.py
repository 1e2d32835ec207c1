"""Two people of a funder decide at the same moment (E5), with real threads; the same rush without the lock fails."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from internships.models import BudgetLine, GrantApplication
from internships.selectors import grants as selectors
from internships.services import grants as service
from tests import factories
from tests.internships.test_application_races import rush

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> tuple[GrantApplication, list[Any]]:
    """A request that waits, and two who may decide."""
    funder = factories.organisation(OrganisationKind.FUNDER)
    deciders = [factories.member(funder, Role.GRANT_MANAGER) for _number in range(2)]
    placement = factories.placement()
    made = service.begin(grant=factories.grant(funder), placement=placement, actor=placement.person)
    service.write(application_id=made.pk, actor=placement.person, amount_asked=Decimal(500), message="Oui")
    return service.send(application_id=made.pk, actor=placement.person), deciders


def decide_at_once(made: GrantApplication, deciders: list[Any]) -> list[Any]:
    return rush(
        [
            lambda: service.grant(application_id=made.pk, actor=deciders[0], amount=Decimal(400)),
            lambda: service.refuse(application_id=made.pk, actor=deciders[1], reason="Budget épuisé."),
        ]
    )


def test_a_request_is_decided_once() -> None:
    """E5: one decides, the other is told; the budget agrees with the answer."""
    made, deciders = waiting()
    outcomes = decide_at_once(made, deciders)
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    made.refresh_from_db()
    assert BudgetLine.objects.count() == (1 if made.state == "granted" else 0)


def test_without_the_lock_it_would_be_decided_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """E5: the positive control. Both read the request before either writes."""
    made, deciders = waiting()
    both = threading.Barrier(2, timeout=30)

    def unlocked(application_id: int) -> GrantApplication:
        assert transaction.get_connection().in_atomic_block
        found = selectors.with_all(GrantApplication.objects.all()).get(pk=application_id)
        both.wait()
        return found

    monkeypatch.setattr(service, "locked", unlocked)
    outcomes = decide_at_once(made, deciders)
    assert not any(isinstance(one, Refused) for one in outcomes)
