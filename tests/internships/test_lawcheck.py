"""What the law says of a placement, at the edges (domain §6): every figure comes from a dated rule."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from accounts.enums import OrganisationKind
from accounts.models import User
from hosts.models import HostInstitution
from internships import lawcheck
from internships.enums import PlacementState, SupervisorCapacity, YoungGround
from internships.lawcheck import Case, Finding, LawRefused
from internships.models import Interruption, Placement, SpecialDay, Supervisor, TrainingOrganisation
from internships.services import placements
from internships.services.placements import SiteData
from law.models import LegalRegime
from tests import factories
from tests.reference import load

pytestmark = pytest.mark.django_db

SEPTEMBER = datetime.date(2026, 9, 1)
JUNE = datetime.date(2027, 6, 30)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _law() -> None:
    load("law")


def kind(regime: str = "student-placement", country: str = "FR", **fields: Any) -> Any:
    return factories.kind(regime=LegalRegime.objects.get(country=country, code=regime), **fields)


def hours(placement: Placement, total: int) -> Placement:
    """Gives the placement that many hours, as special days of 7 hours and a last one of what remains."""
    site, day = placement.sites.get(), placement.start
    while total:
        some = min(7, total)
        SpecialDay.objects.create(placement_site=site, day=day, start_minute=540, end_minute=540 + some * 60)
        total, day = total - some, day + DAY
    return placement


def make(total: int = 0, **fields: Any) -> Placement:
    values: dict[str, Any] = {"start": SEPTEMBER, "end": JUNE, **fields}
    values["kind"] = values.get("kind") or kind()
    return hours(factories.placement(**values), total)


def found(placement: Placement, code: str, **options: Any) -> list[Finding]:
    return [one for one in lawcheck.findings(placement, **options) if one.code == code]


class TestLongestPresence:
    """L124-5: six months, 924 h, in one organisation and teaching year."""

    def test_924_hours_pass_and_925_are_stopped(self) -> None:
        assert found(make(924), "placement-maximum") == []
        (stopped,) = found(make(925), "placement-maximum")
        assert stopped.blocking
        assert stopped.rule is not None
        assert stopped.rule.article == "C. éduc., art. L124-5"
        assert "925" in stopped.sentence
        assert "924" in stopped.sentence

    def test_earlier_placements_of_the_same_teaching_year_and_host_add_up(self) -> None:
        person, host, students = factories.user(), factories.host(), kind()
        make(500, person=person, host_=host, kind=students, end=datetime.date(2026, 12, 31))
        now = make(424, person=person, host_=host, kind=students, start=datetime.date(2027, 1, 1))
        assert found(now, "placement-maximum") == []
        hours_of_a_day = now.sites.get().special_days.order_by("-day").first()
        assert hours_of_a_day is not None
        hours_of_a_day.end_minute = (hours_of_a_day.end_minute or 0) + 60
        hours_of_a_day.save()
        assert len(found(now, "placement-maximum")) == 1

    def test_another_host_another_year_or_a_cancelled_one_do_not(self) -> None:
        person, host, students = factories.user(), factories.host(), kind()
        make(500, person=person, kind=students, end=datetime.date(2026, 12, 31), time_share=50)
        make(500, person=person, host_=host, kind=students, start=datetime.date(2026, 3, 1), end=SEPTEMBER - DAY)
        off = make(500, person=person, host_=host, kind=students, time_share=50)
        Placement.objects.filter(pk=off.pk).update(
            state=PlacementState.CANCELLED, closed_on=SEPTEMBER, close_reason="Annulé"
        )
        assert found(make(924, person=person, host_=host, kind=students, time_share=50), "placement-maximum") == []

    def test_the_teaching_year_is_the_school_s_own(self) -> None:
        """TrainingOrganisation.year_begins_month: a stay that crosses it is counted on each side."""
        school = factories.organisation(OrganisationKind.TRAINING)
        TrainingOrganisation.objects.create(organisation=school, year_begins_month=11)
        assert found(make(925, school=school), "placement-maximum") == []

    def test_authorised_leave_counts_and_other_absence_does_not(self) -> None:
        placement = make(925)
        days = {"start": SEPTEMBER, "end": SEPTEMBER}
        leave = Interruption.objects.create(placement=placement, authorised=True, **days)
        assert len(found(placement, "placement-maximum")) == 1
        leave.authorised = False
        leave.save()
        assert found(placement, "placement-maximum") == []

    def test_only_the_regime_s_own_checks_apply(self) -> None:
        """Scope comes first: an employed professional is not under these rules."""
        assert lawcheck.findings(make(925, kind=kind("lifelong-learning"))) == []


class TestStipend:
    """L124-6, D124-8."""

    def test_308_hours_owe_nothing_and_309_from_the_first_hour(self) -> None:
        signed = datetime.date(2026, 5, 1)
        assert found(make(308), "stipend-due", signed_on=signed) == []
        (due,) = found(make(309), "stipend-due", signed_on=signed)
        assert not due.blocking
        assert "1\u202f390,50\u00a0€" in due.sentence.replace("\u00a0390", "\u202f390")
        assert [rule.topic.key for rule in due.rules] == ["stipend-threshold", "stipend-hourly"]

    @pytest.mark.parametrize(
        ("signed", "hourly"),
        [(datetime.date(2025, 12, 31), "4,35"), (datetime.date(2026, 1, 1), "4,50")],
    )
    def test_the_day_of_signature_decides_about_the_rate(self, signed: datetime.date, hourly: str) -> None:
        """31 December and 1 January."""
        (due,) = found(make(309), "stipend-due", signed_on=signed)
        assert f"{hourly}\u00a0€" in due.sentence

    def test_a_kind_without_stipend_owes_none(self) -> None:
        assert found(make(309, kind=kind(has_stipend=False)), "stipend-due") == []

    def test_hours_do_not_add_across_organisations(self) -> None:
        person, students = factories.user(), kind()
        make(200, person=person, kind=students, time_share=50)
        assert found(make(200, person=person, kind=students, time_share=50), "stipend-due") == []


class TestCompanions:
    """R124-13 and D124-3."""

    def place(self, tutor: User, students: Any, host: HostInstitution, **fields: Any) -> Placement:
        values: dict[str, Any] = {"start": SEPTEMBER, "end": JUNE, **fields}
        data = SiteData(institution=host, site=host.sites.get(), tutor=tutor, **values)
        person = factories.user()
        return placements.create(
            person=person, kind=students, mode=factories.mode(), sites=[data], sender=None, actor=person
        )

    def test_the_fourth_trainee_of_a_tutor_is_stopped_with_the_article(self) -> None:
        host, students = factories.host(), kind()
        tutor = factories.member(host.organisation)
        for _ in range(3):
            self.place(tutor, students, host)
        with pytest.raises(LawRefused, match=r"R124-13") as refused:
            self.place(tutor, students, host)
        assert refused.value.findings[0].code == "trainees-per-tutor"
        assert Placement.objects.count() == 3
        self.place(tutor, students, host, start=JUNE + DAY, end=JUNE + 20 * DAY)
        self.place(tutor, kind("lifelong-learning"), host)
        self.place(factories.member(host.organisation), students, host)

    def test_a_tutor_known_by_address_only_counts_too(self) -> None:
        host, students = factories.host(), kind()
        for number in range(4):
            made = factories.placement(host_=host, kind=students, start=SEPTEMBER, end=JUNE)
            Supervisor.objects.create(
                placement=made,
                placement_site=made.sites.get(),
                capacity=SupervisorCapacity.TUTOR,
                name=f"T{number}",
                email="TUTOR@example.org" if number else "tutor@example.org",
                since=SEPTEMBER,
            )
        assert len(found(made, "trainees-per-tutor")) == 1

    def test_one_who_was_replaced_no_longer_counts(self) -> None:
        host, students = factories.host(), kind()
        tutor = factories.member(host.organisation)
        first, *_others = [self.place(tutor, students, host) for _ in range(3)]
        first.supervisors.update(until=SEPTEMBER)
        self.place(tutor, students, host, start=SEPTEMBER + DAY)

    def test_the_twenty_fifth_trainee_of_a_referent(self) -> None:
        teacher, students = factories.user(), kind()
        for number in range(25):
            made = factories.placement(kind=students, start=SEPTEMBER, end=JUNE)
            Supervisor.objects.create(
                placement=made,
                capacity=SupervisorCapacity.REFERENT_TEACHER,
                user=teacher,
                name="Enseignante",
                since=SEPTEMBER,
            )
            assert len(found(made, "trainees-per-referent")) == (1 if number == 24 else 0)


class TestNumbersOfTheHost:
    """R124-10: in one calendar week, three below 20 staff, otherwise 15 % rounded up."""

    @pytest.mark.parametrize(
        ("staff", "allowed", "code"),
        [(19, 3, "trainees-small"), (20, 3, "trainees-share"), (21, 4, "trainees-share"), (40, 6, "trainees-share")],
    )
    def test_one_more_than_allowed_is_warned_of(self, staff: int, allowed: int, code: str) -> None:
        host, students = factories.host(staff_number=staff), kind()
        rows = [factories.placement(host_=host, kind=students, start=SEPTEMBER, end=JUNE) for _ in range(allowed)]
        assert found(rows[-1], code) == []
        one_more = factories.placement(host_=host, kind=students, start=SEPTEMBER, end=JUNE)
        (warned,) = found(one_more, code)
        assert not warned.blocking
        assert str(allowed) in warned.sentence

    def test_the_week_is_the_calendar_s(self) -> None:
        """One leaves on Tuesday, the next comes on Thursday of the same week: both count in it."""
        host, students = factories.host(staff_number=5), kind()
        tuesday = datetime.date(2027, 3, 2)
        for _ in range(3):
            factories.placement(host_=host, kind=students, start=tuesday - 10 * DAY, end=tuesday)
        late = factories.placement(host_=host, kind=students, start=tuesday + 2 * DAY, end=tuesday + 20 * DAY)
        assert len(found(late, "trainees-small")) == 1
        later = factories.placement(host_=host, kind=students, start=tuesday + 6 * DAY, end=tuesday + 20 * DAY)
        assert found(later, "trainees-small") == []

    def test_an_unknown_staff_is_said(self) -> None:
        host, students = factories.host(), kind()
        rows = [factories.placement(host_=host, kind=students, start=SEPTEMBER, end=JUNE) for _ in range(4)]
        assert [one.effect for one in found(rows[-1], "trainees-unknown")] == ["inform"]


class TestWaitingTime:
    """L124-11."""

    def on_post(self, offer: Any, students: Any, start: datetime.date, end: datetime.date) -> Placement:
        made = factories.placement(host_=offer.institution, kind=students, start=start, end=end)
        made.sites.update(period=offer.periods.get())
        return made

    def test_a_third_of_the_previous_stay_passes(self) -> None:
        students, offer = kind(), factories.offer(capacity=1)
        before = self.on_post(offer, students, datetime.date(2027, 1, 1), datetime.date(2027, 1, 30))
        soon = self.on_post(offer, students, datetime.date(2027, 2, 9), datetime.date(2027, 2, 20))
        (warned,) = found(soon, "waiting-share")
        assert "10 février 2027" in warned.sentence
        assert not warned.blocking
        Placement.objects.filter(pk=soon.pk).update(start=datetime.date(2027, 2, 10))
        soon.sites.update(start=datetime.date(2027, 2, 10))
        assert found(Placement.objects.get(pk=soon.pk), "waiting-share") == []
        soon.sites.update(start=datetime.date(2027, 2, 1))
        before.state, before.closed_on, before.close_reason = PlacementState.STOPPED, before.end, "Un emploi"
        before.closed_by_trainee = True
        before.save()
        assert found(Placement.objects.get(pk=soon.pk), "waiting-share") == []

    def test_a_second_seat_is_a_second_post(self) -> None:
        students, offer = kind(), factories.offer(capacity=2)
        self.on_post(offer, students, datetime.date(2027, 1, 1), datetime.date(2027, 1, 30))
        soon = self.on_post(offer, students, datetime.date(2027, 2, 1), datetime.date(2027, 2, 20))
        assert found(soon, "waiting-share") == []


class TestObservation:
    def test_five_days_in_3e(self) -> None:
        """D332-14."""
        pupils = kind("pupil-observation", code="observation-3e")
        monday = datetime.date(2027, 2, 1)
        week = make(kind=pupils, start=monday, end=monday + 4 * DAY)
        assert found(week, "observation-troisieme-days") == []
        longer = make(kind=pupils, start=monday, end=monday + 7 * DAY)
        (warned,) = found(longer, "observation-troisieme-days")
        assert "6 jours" in warned.sentence

    def test_two_weeks_in_seconde(self) -> None:
        pupils = kind("pupil-observation", code="observation-seconde")
        monday = datetime.date(2027, 6, 14)
        assert found(make(kind=pupils, start=monday, end=monday + 11 * DAY), "observation-seconde-weeks") == []
        assert len(found(make(kind=pupils, start=monday, end=monday + 14 * DAY), "observation-seconde-weeks")) == 1

    def test_under_fourteen_on_the_first_day(self) -> None:
        """L4153-1, L4153-5: only a public body or the family's business; the first day decides."""
        pupils, monday = kind("pupil-observation", code="observation-3e"), datetime.date(2027, 2, 1)
        for born, stopped in ((datetime.date(2013, 2, 1), 0), (datetime.date(2013, 2, 2), 1)):
            person = factories.user(birth_date=born)
            placement = make(person=person, kind=pupils, start=monday, end=monday + 4 * DAY)
            assert len(found(placement, "observation-age")) == stopped
        assert lawcheck.blocking(placement)
        placement.young_ground = YoungGround.PUBLIC
        assert lawcheck.blocking(placement) == []


def test_belgium_has_its_own_rules() -> None:
    """The country is the one of the kind's regime."""
    codes = {one.code for one in lawcheck.findings(make(925, kind=kind("trainees", "BE")))}
    assert codes == {"risk-analysis", "attested-hours"}
    observation = make(kind=kind("trainees", "BE", is_observation=True))
    assert {one.code for one in lawcheck.findings(observation)} == {"attested-hours"}


def test_a_check_for_everybody_finds_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules about minors come later: they register beside the others, whatever the regime."""
    monkeypatch.setattr(lawcheck, "_checks", {code: list(known) for code, known in lawcheck._checks.items()})

    def nights(case: Case) -> list[Finding]:
        return [Finding(code="night", effect="block", sentence="La nuit")]

    lawcheck.register(nights)
    with pytest.raises(LawRefused, match="La nuit"):
        lawcheck.require(make(kind=kind("lifelong-learning")))
    lawcheck.require(make(kind=kind("lifelong-learning")), codes=["placement-maximum"])


def test_a_rule_that_nobody_entered_is_said_and_stops_nothing() -> None:
    placement = make(924, start=datetime.date(2010, 9, 1), end=datetime.date(2011, 6, 30))
    assert {one.code for one in lawcheck.findings(placement)} == {"rule-missing", "stipend-due"}
    assert lawcheck.blocking(placement) == []


def test_queries_do_not_grow_with_the_placements_around(django_assert_num_queries: Any) -> None:
    host, students = factories.host(staff_number=5), kind()
    offer = factories.offer(host, capacity=1)
    tutor = factories.member(host.organisation)

    def one_more() -> Placement:
        made = factories.placement(host_=host, kind=students, start=SEPTEMBER, end=JUNE)
        site = made.sites.get()
        made.sites.update(period=offer.periods.get())
        for capacity in (SupervisorCapacity.TUTOR, SupervisorCapacity.REFERENT_TEACHER):
            Supervisor.objects.create(
                placement=made, placement_site=site, capacity=capacity, user=tutor, name="T", since=SEPTEMBER
            )
        return made

    first = one_more()
    # One of them asks the app above for the day of signature.
    counted = 7
    for placement in (first, *[one_more() for _ in range(5)]):
        fresh = Placement.objects.select_related("kind__regime", "person").get(pk=placement.pk)
        with django_assert_num_queries(counted):
            lawcheck.findings(fresh)
