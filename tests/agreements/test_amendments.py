"""Amendments: typed, reviewed, signed by the original signatories, applied once sealed; the original stays (T11)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from agreements.enums import AgreementState, AmendmentKind, Capacity, VersionState
from agreements.models import Agreement, AgreementVersion
from agreements.services import amendments, cancelling, signing
from agreements.workflow import NotPossible
from documents.files import store
from internships.models import Placement
from internships.services.placements import cancel as cancel_placement
from internships.services.placements import change_dates
from messaging.models import EmailDelivery, OutboxEntry
from tests import factories
from tests.agreements.signing_world import SigningWorld
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


def seal(version: AgreementVersion) -> Agreement:
    """What the seal's consumer records, without its bytes."""
    agreement = Agreement.objects.get(pk=version.agreement_id)
    version.refresh_from_db()
    version.sealed_file = store(content=b"%PDF-1.7 sealed", name="convention.pdf", media_type="application/pdf")
    version.sealed_sha256, version.sealed_at, version.state = "f" * 64, timezone.now(), VersionState.SEALED
    version.save()
    agreement.state, agreement.sealed_at, agreement.version_in_force = AgreementState.SEALED, timezone.now(), version
    agreement.save()
    amendments.after_seal(agreement, version)
    return agreement


@pytest.fixture
def sealed(signing_world: SigningWorld) -> SigningWorld:
    world = signing_world
    version = world.send()
    world.sign_all(version)
    world.agreement = seal(version)
    EmailDelivery.objects.all().delete()
    return world


def dates(world: SigningWorld, shift: datetime.timedelta = WEEK) -> dict[str, Any]:
    site = world.placement.sites.get()
    return {"sites": {str(site.pk): [site.start.isoformat(), (site.end + shift).isoformat()]}}


def begin(world: SigningWorld, **changes: Any) -> Agreement:
    values = {
        "agreement_id": world.agreement.pk,
        "actor": world.coordinator,
        "kind": AmendmentKind.DATES,
        "reason": "Une semaine de plus pour finir le projet",
        "changes": dates(world),
        **changes,
    }
    return amendments.begin(**values)


def test_a_signed_placement_changes_only_by_an_amendment(sealed: SigningWorld) -> None:
    site = sealed.placement.sites.get()
    with pytest.raises(Refused):
        change_dates(
            placement_id=sealed.placement.pk,
            actor=sealed.coordinator,
            dates={site.pk: (site.start, site.end + WEEK)},
        )
    site.refresh_from_db()
    assert site.end == sealed.placement.end


def test_an_amendment_is_reviewed_signed_by_the_same_people_and_applied_once(sealed: SigningWorld) -> None:
    """The original row, version and bytes are what they were."""
    world = sealed
    before = Placement.objects.get(pk=world.placement.pk)
    original = AgreementVersion.objects.values().get(agreement=world.agreement)
    made = begin(world)
    assert (made.number, made.amendment_number) == (f"{world.agreement.number}-A1", 1)
    assert [one.label for one in amendments.differences(made)], "a difference to review"
    names = set(world.agreement.signatories.values_list("capacity", "name", "email"))
    assert set(made.signatories.values_list("capacity", "name", "email")) == names
    assert Placement.objects.get(pk=before.pk).end == before.end, "the rehearsal leaves nothing"
    version = world.send(made)
    world.sign_all(version)
    made.refresh_from_db()
    assert made.state == AgreementState.SEALING
    seal(version)
    assert OutboxEntry.objects.filter(kind="agreements.apply_amendment").count() == 1
    amendments.apply(made.pk)
    assert Placement.objects.get(pk=before.pk).end == before.end + WEEK
    amendments.apply(made.pk)
    assert AuditEntry.objects.filter(action="amendment.applied").count() == 1
    assert AgreementVersion.objects.values().get(agreement=world.agreement) == original
    world.agreement.refresh_from_db()
    assert world.agreement.state == AgreementState.SEALED


def test_who_may_amend_and_what(sealed: SigningWorld) -> None:
    world = sealed
    with pytest.raises(NotPossible):
        begin(world, actor=world.manager)
    with pytest.raises(Refused):
        begin(world, reason=" ")
    with pytest.raises(Refused):
        begin(world, changes=dates(world, shift=datetime.timedelta(0)))
    first = begin(world)
    with pytest.raises(Refused):
        begin(world, kind=AmendmentKind.OTHER, changes={"text": "Autre"})
    with pytest.raises(NotPossible):
        begin(world, agreement_id=first.pk)
    cancelling.cancel(agreement_id=first.pk, actor=world.coordinator, reason="Plus nécessaire")
    assert begin(world, kind=AmendmentKind.OTHER, changes={"text": "Repas offerts"}).amendment_number == 2


def test_nothing_is_signed_that_the_placement_cannot_do(sealed: SigningWorld) -> None:
    """Another placement of the person covers the days that an amendment would add."""
    world = sealed
    start = world.placement.end + datetime.timedelta(days=2)
    factories.placement(world.trainee, factories.host(), start=start, end=start + WEEK, kind=world.kind)
    with pytest.raises(Refused):
        begin(world)
    assert not Agreement.objects.filter(amends=world.agreement).exists()


def test_an_amendment_that_cannot_be_applied_any_more_is_told(sealed: SigningWorld) -> None:
    world = sealed
    made = begin(world)
    version = world.send(made)
    world.sign_all(version)
    start = world.placement.end + datetime.timedelta(days=2)
    factories.placement(world.trainee, factories.host(), start=start, end=start + WEEK, kind=world.kind)
    seal(version)
    amendments.apply(made.pk)
    assert Placement.objects.get(pk=world.placement.pk).end == world.placement.end
    assert EmailDelivery.objects.get(kind="agreements.amendment_not_applied").to == world.coordinator.email


def test_the_new_tutor_signs_in_place_of_the_one_replaced(sealed: SigningWorld) -> None:
    world = sealed
    tutor = world.placement.supervisors.get(capacity="tutor")
    changes = {"supervisor": tutor.pk, "name": "Noa Leroy", "email": "noa.leroy@example.org", "function": "Éducatrice"}
    made = begin(world, kind=AmendmentKind.SUPERVISION, changes=changes)
    assert made.signatories.get(capacity=Capacity.TUTOR).email == "noa.leroy@example.org"
    version = world.send(made)
    world.sign_all(version)
    seal(version)
    amendments.apply(made.pk)
    tutor.refresh_from_db()
    assert tutor.replaced_by is not None
    assert tutor.replaced_by.name == "Noa Leroy"


def test_terms_in_force_are_those_of_the_last_amendment(sealed: SigningWorld) -> None:
    world = sealed
    key = f"stipend_hourly@{world.host.pk}"
    made = begin(world, kind=AmendmentKind.STIPEND, changes={"terms": {key: "5.00"}})
    assert made.terms[key] == "5.00"
    version = world.send(made)
    world.sign_all(version)
    seal(version)
    with pytest.raises(Refused):
        begin(world, kind=AmendmentKind.STIPEND, changes={"terms": {key: "5.00"}})


def test_cancelling_a_signed_agreement_keeps_its_file_and_tells_all(sealed: SigningWorld) -> None:
    world = sealed
    with pytest.raises(NotPossible):
        cancelling.cancel(agreement_id=world.agreement.pk, actor=world.manager, reason="Non")
    cancelling.cancel(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Le stage n’aura pas lieu")
    world.agreement.refresh_from_db()
    version = world.agreement.versions.get()
    assert (world.agreement.state, version.state) == (AgreementState.CANCELLED, VersionState.SEALED)
    assert version.sealed_file is not None
    told = set(EmailDelivery.objects.filter(kind="agreements.cancelled").values_list("to", flat=True))
    assert told == {*world.agreement.signatories.values_list("email", flat=True), world.coordinator.email}


def sealing_amendment(world: SigningWorld) -> AgreementVersion:
    """All have signed an amendment, and its agreement is cancelled before the seal."""
    version = world.send(begin(world))
    world.sign_all(version)
    cancelling.cancel(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Le stage n’aura pas lieu")
    return version


def test_an_amendment_of_a_cancelled_agreement_does_not_come_into_force(sealed: SigningWorld) -> None:
    """T11: cancelled between the last signature and the seal; the placement stays as it is."""
    version = sealing_amendment(sealed)
    made = seal(version)
    cancelling.after_seal(made, version)
    amendments.apply(made.pk)
    made.refresh_from_db()
    assert (made.state, made.applied_at) == (AgreementState.CANCELLED, None)
    assert made.cancel_reason == "Le stage n’aura pas lieu"
    assert Placement.objects.get(pk=sealed.placement.pk).end == sealed.placement.end


def test_an_amendment_sealed_at_the_moment_of_the_cancelling_is_not_applied(sealed: SigningWorld) -> None:
    """T11: the seal did not see that the agreement was being cancelled; applying it does."""
    made = seal(sealing_amendment(sealed))
    amendments.apply(made.pk)
    made.refresh_from_db()
    assert (made.state, made.applied_at) == (AgreementState.CANCELLED, None)
    assert Placement.objects.get(pk=sealed.placement.pk).end == sealed.placement.end


def test_a_cancelled_placement_cancels_its_agreement(signing_world: SigningWorld) -> None:
    """Nobody can sign any more."""
    world = signing_world
    version = world.send()
    cancel_placement(placement_id=world.placement.pk, actor=world.trainee, reason="Je change de projet")
    world.agreement.refresh_from_db()
    assert (world.agreement.state, world.agreement.cancel_reason) == (AgreementState.CANCELLED, "Je change de projet")
    with pytest.raises(Refused):
        world.sign(Capacity.TRAINEE, version)
    with pytest.raises(NotPossible):
        signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Encore")


def test_the_pages_of_an_amendment(sealed: SigningWorld) -> None:
    """Kind, form, reviewed difference: each without JavaScript."""
    world = sealed
    client = sign_in(world.coordinator)
    address = reverse("agreements:amend", args=[world.agreement.pk])
    assert client.get(address).status_code == 200
    chosen = client.get(address, {"kind": "dates"})
    assert chosen.status_code == 302
    for kind in AmendmentKind:
        assert client.get(reverse("agreements:amend_kind", args=[world.agreement.pk, kind])).status_code == 200, kind
    site = world.placement.sites.get()
    later = site.end + WEEK
    answer = client.post(
        chosen.url,
        {f"start-{site.pk}": site.start.isoformat(), f"end-{site.pk}": later.isoformat(), "reason": "Prolongation"},
    )
    made = Agreement.objects.get(amends=world.agreement)
    assert answer.url == reverse("agreements:amendment", args=[made.pk])
    shown = client.get(answer.url).content.decode()
    assert "Prolongation" in shown
    assert later.strftime("%Y") in shown
    edited = client.post(
        reverse("agreements:amendment_edit", args=[made.pk]),
        {f"start-{site.pk}": site.start.isoformat(), f"end-{site.pk}": later.isoformat(), "reason": "Autre raison"},
    )
    assert edited.status_code == 302
    made.refresh_from_db()
    assert made.amendment_reason == "Autre raison"
    assert sign_in(world.manager).get(address).status_code == 403


def test_what_stops_an_amendment_stands_in_the_place_of_the_button(sealed: SigningWorld) -> None:
    """T11: a remark that waits for its answer would have the sending refused; the page says so before."""
    made = begin(sealed)
    browser = sign_in(sealed.coordinator)
    page, send = reverse("agreements:amendment", args=[made.pk]), reverse("agreements:send", args=[made.pk])
    assert send in browser.get(page).content.decode()
    remark = made.remarks.create(author=sealed.coordinator, text="Et les horaires ?")
    body = browser.get(page).content.decode()
    assert send not in body
    assert "répondez-y avant" in body
    remark.answered_at, remark.answer = timezone.now(), "Les mêmes."
    remark.save()
    assert send in browser.get(page).content.decode()
