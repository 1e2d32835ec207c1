"""Placements: creation, dates, cancellation, ending early (A3, A6, A7)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from hosts.services import seats
from internships import events
from internships.enums import PlacementState, SupervisorCapacity
from internships.models import Placement
from internships.services import locks, placements
from internships.services.placements import SiteData
from tests import factories

pytestmark = pytest.mark.django_db

MARCH = datetime.date(2027, 3, 1)
APRIL = datetime.date(2027, 4, 30)


@pytest.fixture(autouse=True)
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers registered by a test are gone after it."""
    monkeypatch.setattr(events, "_guards", list(events._guards))
    monkeypatch.setattr(events, "_handlers", {name: list(known) for name, known in events._handlers.items()})


def site_data(start: datetime.date = MARCH, end: datetime.date = APRIL, **fields: Any) -> SiteData:
    institution = fields.pop("institution", None) or factories.host()
    return SiteData(institution=institution, site=institution.sites.first(), start=start, end=end, **fields)


def create(person: User | None = None, *sites: SiteData, **fields: Any) -> Placement:
    person = person or factories.user(is_trainee=True)
    values = {"sender": None, "actor": person, "kind": factories.kind(), **fields}
    values["mode"] = values.get("mode") or factories.mode()
    return placements.create(person=person, sites=sites or [site_data()], **values)


def test_a_placement_is_made_with_its_people_and_days() -> None:
    """A6: site, tutor, share and dates; the referent teacher of the cohort is named."""
    school = factories.organisation(OrganisationKind.TRAINING)
    teacher = factories.user(first_name="Dominique")
    enrolment = factories.enrolment(factories.cohort(school, referent=teacher))
    data = site_data(tutor_name="Claude Petit", tutor_email="claude@example.org")
    made = create(enrolment.person, data, sender=school, enrolment=enrolment, actor=teacher)
    made.refresh_from_db()
    assert made.days == [(MARCH, APRIL)]
    assert (made.start, made.end, made.time_share) == (MARCH, APRIL, 100)
    people = {one.capacity: one for one in made.supervisors.all()}
    assert people[SupervisorCapacity.TUTOR].name == "Claude Petit"
    assert people[SupervisorCapacity.TUTOR].placement_site == made.sites.get()
    assert people[SupervisorCapacity.REFERENT_TEACHER].user == teacher
    assert len(made.calendar_token) == 43
    trace = AuditEntry.objects.get(action="placement.created")
    assert (trace.target_id, trace.organisation) == (str(made.pk), school)


def test_full_time_never_overlaps_and_the_other_dates_are_named() -> None:
    person = factories.user()
    create(person)
    with pytest.raises(Refused, match="1er mars 2027") as refused:
        create(person, site_data(APRIL, APRIL + datetime.timedelta(days=20)))
    assert "30 avril 2027" in str(refused.value)
    create(person, site_data(APRIL + datetime.timedelta(days=1), APRIL + datetime.timedelta(days=20)))
    create(factories.user())
    assert Placement.objects.filter(person=person).count() == 2


def test_part_time_adds_up_to_full_time_and_no_further() -> None:
    """A7: a half-time trainee completes their time elsewhere; the daily sum is checked."""
    person = factories.user()
    create(person, site_data(time_share=50))
    create(person, site_data(time_share=30))
    with pytest.raises(Refused, match="110"):
        create(person, site_data(time_share=30))
    create(person, site_data(time_share=20))


def test_half_and_half_within_one_placement_is_full_time() -> None:
    """A6: two structures half-time each are full time together, and nothing more fits."""
    person = factories.user()
    mode = factories.mode(least_sites=2)
    made = create(person, site_data(time_share=50, tutor_name="A"), site_data(time_share=50, tutor_name="B"), mode=mode)
    assert made.time_share == 100
    with pytest.raises(Refused):
        create(person, site_data(time_share=10))


def test_several_structures_means_distinct_places_each_with_a_tutor() -> None:
    """A6."""
    mode = factories.mode(least_sites=2, name_fr="Plusieurs structures")
    same = factories.host()
    twice = [site_data(time_share=50, institution=same, tutor_name="A") for _ in range(2)]
    with pytest.raises(Refused, match="Plusieurs structures"):
        create(None, *twice, mode=mode)
    with pytest.raises(Refused, match="Plusieurs structures"):
        create(None, site_data(time_share=50, tutor_name="A"), site_data(time_share=50), mode=mode)


def test_sites_of_one_placement_cannot_exceed_full_time() -> None:
    with pytest.raises(Refused, match="150"):
        create(None, site_data(), site_data(time_share=50))


def test_the_database_itself_refuses_and_the_refusal_is_a_sentence() -> None:
    """An overlap that the sum did not see (written by another way) is still a sentence, not an error."""
    person = factories.user()
    factories.placement(person, start=MARCH, end=APRIL).sites.all().delete()
    with pytest.raises(Refused, match="1er mars 2027"):
        create(person)


def test_cancelling_gives_the_seat_back_and_frees_the_days() -> None:
    """§1: a cancelled placement releases its seat."""
    person, offer = factories.user(), factories.offer(start=MARCH, end=APRIL, capacity=1)
    period = seats.take_seat(offer.periods.get().pk)
    made = create(person, site_data(institution=offer.institution, period=period))
    told: list[dict[str, Any]] = []
    events.register("cancelled", lambda placement, **details: told.append(details))
    with pytest.raises(Refused):
        placements.cancel(placement_id=made.pk, actor=person, reason="  ")
    placements.cancel(placement_id=made.pk, actor=person, reason="Le stage n’a plus lieu.")
    period.refresh_from_db()
    made.refresh_from_db()
    assert (period.taken, made.state, made.closed_by_trainee) == (0, PlacementState.CANCELLED, True)
    assert told == [{"actor": person, "reason": "Le stage n’a plus lieu."}]
    with pytest.raises(Refused):
        placements.cancel(placement_id=made.pk, actor=person, reason="Encore")
    create(person)


def test_new_dates_are_checked_and_those_who_accompany_follow() -> None:
    person = factories.user()
    made = create(person, site_data(tutor_name="Claude Petit"))
    later = create(person, site_data(datetime.date(2027, 6, 1), datetime.date(2027, 6, 30)))
    site = made.sites.get()
    with pytest.raises(Refused, match="1er juin 2027"):
        placements.prolong(placement_id=made.pk, actor=person, until=datetime.date(2027, 6, 1))
    placements.change_dates(
        placement_id=made.pk, actor=person, dates={site.pk: (datetime.date(2027, 3, 8), datetime.date(2027, 5, 31))}
    )
    made.refresh_from_db()
    assert made.days == [(datetime.date(2027, 3, 8), datetime.date(2027, 5, 31))]
    assert made.supervisors.get().since == datetime.date(2027, 3, 8)
    with pytest.raises(Refused, match="31 mai 2027"):
        placements.change_dates(
            placement_id=later.pk,
            actor=person,
            dates={later.sites.get().pk: (datetime.date(2027, 5, 31), datetime.date(2027, 6, 30))},
        )


def test_an_app_above_can_refuse_a_change_unless_it_settled_it() -> None:
    """T11: what a signed agreement says changes by an amendment only."""
    made = create()

    def guard(placement: Placement, *, change: events.Change, actor: User | None) -> None:
        raise Refused("Passez par un avenant.")

    events.register_guard(guard)
    with pytest.raises(Refused, match="avenant"):
        placements.prolong(placement_id=made.pk, actor=None, until=datetime.date(2027, 5, 10))
    placements.prolong(placement_id=made.pk, actor=None, until=datetime.date(2027, 5, 10), agreed=True)
    made.refresh_from_db()
    assert made.end == datetime.date(2027, 5, 10)


def test_ending_early_frees_the_days_that_remain() -> None:
    """L124-11: whose wish it was is kept."""
    person = factories.user()
    made = create(person)
    on = datetime.date(2027, 3, 31)
    with pytest.raises(Refused, match="avril 2027"):
        placements.stop(
            placement_id=made.pk, actor=person, on=datetime.date(2027, 5, 1), reason="Malade", by_trainee=True
        )
    placements.stop(placement_id=made.pk, actor=person, on=on, reason="Un emploi", by_trainee=True)
    made.refresh_from_db()
    assert (made.state, made.closed_on, made.end, made.days) == (PlacementState.STOPPED, on, on, [(MARCH, on)])
    assert made.closed_by_trainee
    create(person, site_data(datetime.date(2027, 4, 1), APRIL))


class TestClickedTwice:
    """§3: the second of two clicks at one moment is told in a sentence that it is done, and leaves no trace."""

    def test_days_out_are_removed_once(self) -> None:
        made = create()
        out = {"start": MARCH, "end": MARCH, "authorised": True}
        line = placements.add_interruption(placement_id=made.pk, actor=made.person, **out)  # type: ignore[arg-type]
        placements.remove_interruption(interruption_id=line.pk, actor=made.person)
        with pytest.raises(Refused):
            placements.remove_interruption(interruption_id=line.pk, actor=made.person)
        assert AuditEntry.objects.filter(action="placement.interruption_removed").count() == 1

    def test_the_other_click_ended_while_this_one_waited(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made = create()
        out = {"start": MARCH, "end": MARCH, "authorised": True}
        line = placements.add_interruption(placement_id=made.pk, actor=made.person, **out)  # type: ignore[arg-type]
        lock = locks.placement

        def waits(pk: int) -> Placement:
            made.interruptions.all().delete()  # type: ignore[attr-defined]
            return lock(pk)

        monkeypatch.setattr(locks, "placement", waits)
        with pytest.raises(Refused):
            placements.remove_interruption(interruption_id=line.pk, actor=made.person)

    def test_a_document_is_removed_once(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        made = create()
        shared = [
            placements.add_document(
                placement_id=made.pk,
                actor=made.person,
                upload=SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"),
            )
            for name in ("plan", "charte")
        ]
        placements.remove_document(document_id=shared[0].pk, actor=made.person)
        with pytest.raises(Refused):
            placements.remove_document(document_id=shared[0].pk, actor=made.person)
        assert AuditEntry.objects.filter(action="placement.document_removed").count() == 1

        lock = locks.placement

        def waits(pk: int) -> Placement:
            made.documents.all().delete()  # type: ignore[attr-defined]
            return lock(pk)

        monkeypatch.setattr(locks, "placement", waits)
        client.force_login(made.person)
        address = reverse("internships:document_remove", args=[made.pk, shared[1].pk])
        answer = client.post(address, follow=True)
        assert answer.status_code == 200
        assert "déjà été retiré" in answer.content.decode()
