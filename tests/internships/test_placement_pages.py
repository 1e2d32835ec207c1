"""The shared file of a placement (T5), its hours, calendar, people, absences and commissions (T9, A6, A9, A11, A12)."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.handover import move_all
from accounts.models import User
from accounts.workspace import Workspace
from hosts.models import HostInstitution
from hosts.services import seats
from hosts.services.merging import merge
from internships import todos_placements
from internships.enums import SupervisorCapacity
from internships.models import Commission, Placement, PlacementSite
from internships.selectors import plans
from internships.services import commissions, locks, placements
from internships.services.placements import Companion, SiteData
from law.models import LegalRegime
from messaging.models import EmailDelivery
from tests import factories
from tests.reference import load

MONDAY = datetime.date(2027, 3, 1)
FRIDAY = datetime.date(2027, 3, 26)
DAY = datetime.timedelta(days=1)
WEEK = [(day, start, end) for day in range(1, 6) for start, end in ((540, 720), (780, 1020))]


class Parties:
    """A trainee sent by a school to a host, with a signed-in browser for each."""

    def __init__(self) -> None:
        self.host: HostInstitution = factories.host()
        self.school = factories.organisation(OrganisationKind.TRAINING)
        self.manager = factories.member(self.host.organisation)
        self.teacher = factories.member(self.school, Role.COORDINATOR)
        self.enrolment = factories.enrolment(factories.cohort(self.school))
        self.trainee: User = self.enrolment.person
        self.placement = factories.placement(
            self.trainee, self.host, school=self.school, enrolment=self.enrolment, start=MONDAY, end=FRIDAY
        )
        self.site: PlacementSite = self.placement.sites.get()

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"internships:{name}", args=[self.placement.pk, *args])


@pytest.fixture
def parties(db: None) -> Parties:
    return Parties()


def test_the_page_says_who_where_when_and_what_comes_next(parties: Parties) -> None:
    """T5: one shared file for all parties."""
    placements.set_week(placement_site_id=parties.site.pk, actor=parties.manager, slots=WEEK)
    companion = Companion(name="Claude Petit", email="claude@example.org", function="Éducatrice")
    placements.name_supervisor(
        placement_id=parties.placement.pk,
        actor=parties.manager,
        capacity=SupervisorCapacity.TUTOR,
        companion=companion,
        placement_site_id=parties.site.pk,
    )
    for user in (parties.trainee, parties.manager, parties.teacher):
        page = parties.client(user).get(parties.address("placement")).content.decode()
        for words in (
            "Claude Petit",
            str(parties.host),
            "140\u00a0h",
            "9\u00a0h\u00a0–\u00a012\u00a0h",
            "Horaires de la semaine",
        ):
            assert words in page, words
    assert parties.client(factories.user()).get(parties.address("placement")).status_code == 404


@pytest.mark.parametrize("regime", ["", "student-placement"])
def test_queries_of_the_page_and_the_list_do_not_grow(
    parties: Parties, regime: str, django_assert_max_num_queries: Any
) -> None:
    """A dozen tables stand on the page, and its law reads others around it: twelve queries, whatever the rows."""
    load("law")
    if regime:
        kind = factories.kind(regime=LegalRegime.objects.get(code=regime))
        Placement.objects.update(kind=kind)
        parties.placement.refresh_from_db()
    offer = factories.offer(parties.host, start=MONDAY, end=FRIDAY, capacity=30)
    parties.placement.sites.update(period=offer.periods.get())
    clients = [parties.client(user) for user in (parties.manager, parties.teacher, parties.trainee)]

    def grow() -> None:
        placements.set_week(placement_site_id=parties.site.pk, actor=parties.manager, slots=WEEK)
        for number in range(4):
            other = factories.placement(host_=parties.host, kind=parties.placement.kind, start=MONDAY, end=FRIDAY)
            other.sites.update(period=offer.periods.get())
            start = MONDAY - (Placement.objects.count() * 30) * DAY
            more = {"kind": parties.placement.kind, "start": start, "end": start + 4 * DAY}
            factories.placement(parties.trainee, parties.host, **more)
            parties.placement.interruptions.create(start=MONDAY, end=MONDAY)
            placements.name_supervisor(
                placement_id=parties.placement.pk,
                actor=parties.manager,
                capacity=SupervisorCapacity.PROFESSIONAL_REFERENT,
                companion=Companion(name=f"Personne {number}"),
                placement_site_id=parties.site.pk,
            )

    for client in clients:
        client.get(parties.address("placement"))
    for _ in range(2):
        for client in clients:
            with django_assert_max_num_queries(12):
                assert client.get(parties.address("placement")).status_code == 200
            with django_assert_max_num_queries(12):
                assert client.get(reverse("internships:placements")).status_code == 200
        grow()


def test_the_week_is_typed_computed_and_kept(parties: Parties) -> None:
    """The grid works without JavaScript; with it, the same view computes and keeps nothing."""
    client, address = parties.client(parties.manager), parties.address("placement_week", parties.site.pk)
    typed = {"d1a_from": "09:00", "d1a_until": "12:00", "d1b_from": "13:00", "d1b_until": "17:00", "same": "on"}
    computed = client.get(address, {**typed, "apercu": "1"}).content.decode()
    assert "35\u00a0h" in computed
    assert "140\u00a0h" in computed
    assert not parties.site.week.exists()  # type: ignore[attr-defined]
    assert client.post(address, {"d1a_from": "09:00", "d1a_until": "08:00"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert plans.presence(parties.placement).minutes == 140 * 60
    day = parties.address("placement_day", parties.site.pk)
    assert client.post(day, {"day": "2027-03-02", "label": "Cours"}).status_code == 302
    assert plans.presence(Placement.objects.get(pk=parties.placement.pk)).minutes == 133 * 60
    clear = parties.address("placement_day_clear", parties.site.pk, "2027-03-02")
    assert client.post(clear).status_code == 302
    assert plans.presence(Placement.objects.get(pk=parties.placement.pk)).minutes == 140 * 60
    assert client.post(day, {"day": "2028-01-01"}).status_code == 422


def test_hours_beyond_the_law_are_stopped_with_the_article(parties: Parties) -> None:
    """L124-5: the person who is stopped reads the article."""
    load("law")
    from law.models import LegalRegime

    kind = factories.kind(regime=LegalRegime.objects.get(country="FR", code="student-placement"))
    Placement.objects.filter(pk=parties.placement.pk).update(kind=kind)
    placements.change_dates(
        placement_id=parties.placement.pk,
        actor=parties.manager,
        dates={parties.site.pk: (MONDAY, datetime.date(2027, 8, 31))},
    )
    slots = {f"d{day}a_{edge}": time for day in range(1, 8) for edge, time in (("from", "08:00"), ("until", "18:00"))}
    answer = parties.client(parties.manager).post(parties.address("placement_week", parties.site.pk), slots)
    assert answer.status_code == 422
    assert "C. éduc., art. L124-5" in answer.content.decode()
    assert not parties.site.week.exists()  # type: ignore[attr-defined]


def test_a_replaced_tutor_stays_in_the_history_and_the_new_one_is_told(parties: Parties) -> None:
    """§7: replacement midway."""
    first = placements.name_supervisor(
        placement_id=parties.placement.pk,
        actor=parties.manager,
        capacity=SupervisorCapacity.TUTOR,
        companion=Companion(name="Claude Petit", email="claude@example.org"),
        placement_site_id=parties.site.pk,
    )
    data = {"name": "Dominique Roux", "email": "dominique@example.org", "since": "2027-03-15"}
    address = parties.address("companion_replace", first.pk)
    assert parties.client(parties.manager).post(address, data).status_code == 302
    first.refresh_from_db()
    assert (first.until, first.replaced_by.name) == (datetime.date(2027, 3, 14), "Dominique Roux")  # type: ignore[union-attr]
    told = EmailDelivery.objects.get(to="dominique@example.org")
    assert str(parties.trainee) in told.subject
    with pytest.raises(Refused):
        placements.replace_supervisor(supervisor_id=first.pk, actor=None, companion=Companion(name="X"))


def test_absences_are_noted_once_and_free_the_person(parties: Parties) -> None:
    """L124-5, §7: interruptions of a stay."""
    out = {"start": MONDAY + 7 * DAY, "end": MONDAY + 11 * DAY}
    line = placements.add_interruption(
        placement_id=parties.placement.pk, actor=parties.teacher, authorised=False, reason="", **out
    )
    parties.placement.refresh_from_db()
    assert parties.placement.days == [(MONDAY, MONDAY + 6 * DAY), (MONDAY + 12 * DAY, FRIDAY)]
    with pytest.raises(Refused):
        placements.add_interruption(placement_id=parties.placement.pk, actor=parties.teacher, authorised=True, **out)
    factories.placement(parties.trainee, **out)
    with pytest.raises(Refused):
        placements.remove_interruption(interruption_id=line.pk, actor=parties.teacher)


def test_a_second_site_has_its_own_share_dates_and_tutor(parties: Parties) -> None:
    """A6, A9: nobody is at two places in one hour."""
    factories.mode(least_sites=2, name_fr="Plusieurs structures")
    other = factories.host()
    data = {
        "site": other.sites.get().pk,
        "start": MONDAY.isoformat(),
        "end": FRIDAY.isoformat(),
        "share": "50",
        "name": "Claude Petit",
        f"share_{parties.site.pk}": "50",
    }
    address = f"{parties.address('placement_site_new')}?hote={other.slug}"
    client = parties.client(parties.teacher)
    refused = client.post(address, data)
    assert refused.status_code == 422
    placements.name_supervisor(
        placement_id=parties.placement.pk,
        actor=parties.teacher,
        capacity=SupervisorCapacity.TUTOR,
        companion=Companion(name="Dominique Roux"),
        placement_site_id=parties.site.pk,
    )
    assert client.post(address, data).status_code == 302
    parties.placement.refresh_from_db()
    assert (parties.placement.sites.count(), parties.placement.time_share) == (2, 100)
    assert parties.placement.mode.least_sites == 2
    second = parties.placement.sites.exclude(pk=parties.site.pk).get()
    placements.set_week(placement_site_id=parties.site.pk, actor=None, slots=[(1, 540, 720)])
    with pytest.raises(Refused):
        placements.set_week(placement_site_id=second.pk, actor=None, slots=[(1, 660, 780)])


def test_documents_are_for_the_parties_only(parties: Parties) -> None:
    """T5: shared with all parties, with nobody else."""
    file = SimpleUploadedFile("plan.png", factories.picture(), "image/png")
    answer = parties.client(parties.trainee).post(parties.address("document_add"), {"file": file, "label": "Plan"})
    assert answer.status_code == 302
    document = parties.placement.documents.get()
    answer = parties.client(parties.manager).get(document.file.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert parties.client(factories.user()).get(document.file.url).status_code == 404
    removal = parties.address("document_remove", document.pk)
    assert parties.client(parties.manager).post(removal).status_code == 404
    assert parties.client(parties.trainee).post(removal).status_code == 302


def test_a_school_enters_a_placement_and_the_host_is_told(parties: Parties) -> None:
    enrolment = factories.enrolment(parties.enrolment.cohort)
    data = {
        "trainee": enrolment.pk,
        "mode": factories.mode().pk,
        "site": parties.host.sites.get().pk,
        "start": MONDAY.isoformat(),
        "end": FRIDAY.isoformat(),
        "share": "100",
    }
    address = f"{reverse('internships:placement_new')}?hote={parties.host.slug}"
    assert parties.client(parties.teacher).post(address, data).status_code == 302
    made = Placement.objects.get(person=enrolment.person)
    assert made.sending_organisation == parties.school
    assert EmailDelivery.objects.filter(user=parties.manager, kind="internships.placement_agreed").count() == 1
    again = parties.client(parties.teacher).post(address, data)
    assert again.status_code == 422
    assert "1er mars 2027" in again.content.decode()


def test_cancelling_tells_the_others_with_the_reason(parties: Parties) -> None:
    """§7: everybody is told, whoever cancels."""
    later = timezone.localdate() + 10 * DAY
    Placement.objects.filter(pk=parties.placement.pk).update(start=later, end=later, days=[(later, later)])
    answer = parties.client(parties.manager).post(parties.address("placement_cancel"), {"reason": "Travaux"})
    assert answer.status_code == 302
    told = EmailDelivery.objects.filter(kind="internships.placement_cancelled")
    assert {one.user for one in told} == {parties.trainee, parties.teacher}
    assert all("Travaux" in one.text for one in told)


def test_a_calendar_program_reads_by_a_secret_address(parties: Parties) -> None:
    """E8: ICS with the site's clock, identifiers that stay, an address that can be taken away."""
    HostSite = type(parties.site.site)
    HostSite.objects.filter(pk=parties.site.site_id).update(postcode="97400")
    placements.set_week(placement_site_id=parties.site.pk, actor=None, slots=[(1, 540, 720)])
    client = parties.client(parties.trainee)
    client.post(reverse("internships:calendar_address"))
    address = reverse("internships:calendar_feed", args=[parties.trainee.calendar_feed.token])  # type: ignore[attr-defined]
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    events = list(read.walk("VEVENT"))
    assert len(events) == 4
    assert events[0]["DTSTART"].dt.isoformat() == "2027-03-01T09:00:00+04:00"
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Indian/Reunion"]
    again = Calendar.from_ical(Client().get(address).content)
    assert [str(one["UID"]) for one in again.walk("VEVENT")] == [str(one["UID"]) for one in events]
    client.post(reverse("internships:calendar_address"), {"what": "drop"})
    assert Client().get(address).status_code == 404
    assert "mars 2027" in client.get(f"{reverse('internships:calendar')}?mois=2027-03").content.decode()


def test_what_is_missing_waits_under_a_faire(parties: Parties) -> None:
    for user, organisation in ((parties.manager, parties.host.organisation), (parties.teacher, parties.school)):
        here = Workspace(user, organisation.pk)
        (todo,) = todos_placements.placements(here)
        assert str(parties.trainee) in todo.title
        assert todo.due == MONDAY
    assert list(todos_placements.placements(Workspace(parties.trainee))) == []


def test_a_group_never_grows_beyond_its_commission(parties: Parties) -> None:
    """A11, A12: two or three trainees, of one course or several."""
    made = commissions.create(institution=parties.host, actor=parties.manager, title="Diagnostic", least=1, most=2)
    rows = [factories.placement(host_=parties.host) for _ in range(3)]
    for row in rows[:2]:
        commissions.join(commission_id=made.pk, placement_id=row.pk, actor=parties.manager)
    with pytest.raises(Refused):
        commissions.join(commission_id=made.pk, placement_id=rows[2].pk, actor=parties.manager)
    commissions.leave(placement_id=rows[0].pk, actor=parties.manager)
    commissions.close(commission_id=made.pk, actor=parties.manager)
    with pytest.raises(Refused):
        commissions.join(commission_id=made.pk, placement_id=rows[2].pk, actor=parties.manager)
    page = parties.client(parties.manager).get(reverse("internships:commission", args=[made.pk]))
    assert str(rows[1].person) in page.content.decode()


def test_seats_twins_and_handovers_follow(parties: Parties) -> None:
    """Recount compares seats; a merged host keeps its placements; a leaver's trainees pass on (T9)."""
    offer = factories.offer(parties.host)
    period = seats.take_seat(offer.periods.get().pk)
    parties.placement.sites.update(period=period)
    assert seats.recount() == []
    successor = factories.member(parties.host.organisation)
    placements.name_supervisor(
        placement_id=parties.placement.pk,
        actor=None,
        capacity=SupervisorCapacity.TUTOR,
        companion=Companion(name="Partant", user=parties.manager),
        placement_site_id=parties.site.pk,
    )
    move_all(leaver=parties.manager, successor=successor, organisation=parties.host.organisation)
    assert parties.placement.supervisors.get(until__isnull=True).user == successor
    Commission.objects.create(institution=parties.host, title="Projet")
    survivor = factories.host()
    network = factories.organisation(OrganisationKind.NETWORK)
    merge(
        twin_id=parties.host.pk, survivor_id=survivor.pk, actor=factories.member(network, Role.NETWORK_ADMIN), pairs={}
    )
    assert parties.placement.sites.get().institution == survivor
    assert survivor.commissions.count() == 1  # type: ignore[attr-defined]


class TestRace:
    """§3 of « must show »: two overlapping placements of one person confirmed at once; half-time, so that only the
    sum under the lock can tell."""

    def race(self, shares: int) -> int:
        person, institution = factories.user(), factories.host()
        kind, mode = factories.kind(), factories.mode()
        gate = threading.Barrier(2)

        def one() -> None:
            data = SiteData(institution=institution, start=MONDAY, end=FRIDAY, time_share=shares)
            gate.wait()
            try:
                placements.create(person=person, kind=kind, mode=mode, sites=[data], sender=None, actor=person)
            except Refused:
                pass
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Placement.objects.filter(person=person).count()

    @pytest.mark.django_db(transaction=True)
    def test_one_of_two_is_refused(self) -> None:
        assert self.race(60) == 1

    @pytest.mark.django_db(transaction=True)
    def test_without_the_lock_both_would_pass(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Positive control: with the lock taken away, and both looking before either writes, the sum is exceeded."""
        looked = threading.Barrier(2)
        from internships.services.placements import covering

        free = covering.require_free

        def look(*args: Any, **options: Any) -> None:
            free(*args, **options)
            looked.wait(timeout=30)

        monkeypatch.setattr(locks, "person", lambda pk: User.objects.get(pk=pk))
        monkeypatch.setattr(covering, "require_free", look)
        assert self.race(60) == 2
