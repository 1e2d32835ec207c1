"""R124-11: by decision, up to 20 % from 30 staff, five below, for vocational placements of secondary level."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from internships import lawcheck
from internships.models import Placement, PlacementKind, ShareDecision
from internships.services import decisions
from law.models import LegalRule
from tests import factories
from tests.matrix import sign_in
from tests.reference import load

pytestmark = pytest.mark.django_db
START, END = datetime.date(2027, 1, 4), datetime.date(2027, 1, 29)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    load("law", "internships")


@pytest.fixture
def admin() -> User:
    person = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    factories.second_factor(person)
    return person


def kind(code: str = "pfmp") -> PlacementKind:
    return PlacementKind.objects.get(code=code)


def decide(host: Any, actor: User, **changes: Any) -> ShareDecision:
    values = {
        "institution": host,
        "kind": kind(),
        "share": 20,
        "valid_from": START,
        "valid_until": END,
        "authority": "Le recteur de l’académie de Rennes",
        "reference": "Arrêté n° 12 du 3 novembre 2026",
        "actor": actor,
        **changes,
    }
    return decisions.record(**values)


def pupils(host: Any, count: int, code: str = "pfmp", **changes: Any) -> list[Placement]:
    values = {"start": START, "end": END, **changes}
    return [factories.placement(host_=host, kind=kind(code), **values) for _ in range(count)]


def warned(placement: Placement) -> list[lawcheck.Finding]:
    codes = ("trainees-share", "trainees-small")
    return [one for one in lawcheck.findings(placement) if one.code in codes]


def test_the_kind_of_secondary_level_is_data() -> None:
    assert set(PlacementKind.objects.filter(is_secondary=True).values_list("code", flat=True)) == {"pfmp"}


FEW, SHARE = "trainees-small-school", "trainees-share-school"


@pytest.mark.parametrize(
    ("staff", "ordinary", "raised", "code"),
    [(10, 3, 5, FEW), (19, 3, 5, FEW), (20, 3, 5, FEW), (26, 4, 5, FEW), (30, 5, 6, SHARE), (31, 5, 7, SHARE)],
)
def test_as_many_as_decided_and_not_one_more(admin: User, staff: int, ordinary: int, raised: int, code: str) -> None:
    """Five below 30 staff; from there on 20 %, rounded up as the 15 % are."""
    host = factories.host(staff_number=staff)
    *_before, last = pupils(host, ordinary)
    assert warned(last) == []
    (one_more,) = pupils(host, 1)
    assert len(warned(one_more)) == 1
    decide(host, admin)
    rest = pupils(host, raised - ordinary - 1)
    newest = rest[-1] if rest else one_more
    assert warned(newest) == []
    (allowed,) = [one for one in lawcheck.findings(newest) if one.code in (FEW, SHARE)]
    assert allowed.code == code
    assert ("de son effectif" in allowed.sentence) == (code == SHARE)
    assert ("jusqu’à 5 stagiaires" in allowed.sentence) == (code == FEW)
    assert "R124-11" in allowed.with_article
    assert "Arrêté n° 12" in allowed.sentence
    assert not allowed.blocking
    (beyond,) = pupils(host, 1)
    (found,) = warned(beyond)
    assert str(raised) in found.sentence


def test_with_29_the_five_are_there_already(admin: User) -> None:
    """15 % of 29 make five: the decision adds none, and takes none away."""
    host = factories.host(staff_number=29)
    *_before, last = pupils(host, 5)
    assert warned(last) == []
    decide(host, admin)
    assert warned(last) == []
    (sixth,) = pupils(host, 1)
    (found,) = warned(sixth)
    assert "5" in found.sentence


def test_it_never_lowers_what_a_host_may(admin: User) -> None:
    """Also once the law would give fewer by decision than without."""
    host = factories.host(staff_number=10)
    decide(host, admin)
    LegalRule.objects.filter(topic__key=FEW).update(value=2)
    *_before, last = pupils(host, 3)
    assert warned(last) == []
    (fourth,) = pupils(host, 1)
    assert len(warned(fourth)) == 1


def test_it_holds_for_its_host_its_kind_and_its_days(admin: User) -> None:
    host = factories.host(staff_number=20)
    decide(host, admin)
    assert warned(pupils(host, 4)[-1]) == []
    assert len(warned(pupils(factories.host(staff_number=20), 4)[-1])) == 1, "another host"
    later = pupils(host, 4, start=END + 3 * DAY, end=END + 20 * DAY)
    assert len(warned(later[-1])) == 1, "the week after its last day"
    students = factories.host(staff_number=20)
    decide(students, admin)
    assert len(warned(pupils(students, 4, "etudiant")[-1])) == 1, "students are no pupils of secondary level"


def test_withdrawn_it_holds_no_more(admin: User) -> None:
    host = factories.host(staff_number=20)
    made = decide(host, admin)
    last = pupils(host, 4)[-1]
    assert warned(last) == []
    decisions.withdraw(decision_id=made.pk, actor=admin)
    decisions.withdraw(decision_id=made.pk, actor=admin)
    assert len(warned(last)) == 1
    assert AuditEntry.objects.filter(action="share_decision.withdrawn").count() == 1
    assert decide(host, admin).pk != made.pk, "another one may follow"


def test_what_the_law_does_not_allow_is_refused(admin: User) -> None:
    host = factories.host(staff_number=20)
    for changes in (
        {"share": 21},
        {"share": 15},
        {"kind": kind("etudiant")},
        {"valid_from": datetime.date(2010, 1, 1)},
    ):
        with pytest.raises(Refused):
            decide(host, admin, **changes)
    decide(host, admin, share=16)
    with pytest.raises(Refused):
        decide(host, admin, valid_from=END, valid_until=None)
    assert decide(host, admin, valid_from=END + DAY, valid_until=None).share == 20


def test_on_screen(admin: User) -> None:
    """The host is searched for, the decision recorded, shown with its article, withdrawn."""
    host = factories.host(staff_number=20, organisation__name="Menuiserie Élan")
    factories.host(organisation__name="Boulangerie du Port")
    client, address = sign_in(admin), reverse("internships:share_decisions")
    assert "R124-11" in client.get(address).content.decode()
    found = client.get(address, {"q": "menuiserie elan"}).content.decode()
    assert "Menuiserie Élan" in found
    assert "Boulangerie" not in found
    given = {
        "q": "menuiserie",
        "institution": host.pk,
        "kind": kind().pk,
        "share": "25",
        "valid_from": START.isoformat(),
        "valid_until": "",
        "authority": "Le recteur",
        "reference": "Arrêté n° 12",
    }
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "R124-11" in refused.content.decode()
    assert client.post(address, {**given, "share": "20"}).status_code == 302
    made = ShareDecision.objects.get()
    assert (made.institution, made.share, made.recorded_by) == (host, 20, admin)
    assert "Arrêté n° 12" in client.get(address).content.decode()
    client.post(reverse("internships:share_decision_withdraw", args=[made.pk]))
    assert "Arrêté n° 12" not in client.get(address).content.decode()
