"""Schools as senders: page, courses, cohorts (S1, S10, S13), records that outlive people (T9)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Organisation, User
from accounts.services.members import leave
from internships.models import Cohort, Course, Enrolment, PlacementKind, PlacementSettings, TrainingOrganisation
from internships.services import enrolments
from internships.services import schools as services
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return factories.organisation(OrganisationKind.TRAINING, name="Lycée des Embruns")


@pytest.fixture
def coordinator(school: Organisation) -> User:
    return factories.member(school, Role.COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    return sign_in(coordinator)


def values(school: Organisation, **changed: Any) -> dict[str, Any]:
    course = Course.objects.filter(school=school).first() or Course.objects.create(school=school, title="DEASS")
    return {
        "name": "DEASS 1",
        "course": course,
        "start": datetime.date(2026, 9, 1),
        "end": datetime.date(2027, 6, 30),
        "kind": factories.kind(),
        "placement_start": datetime.date(2027, 1, 4),
        "placement_end": datetime.date(2027, 3, 26),
        "placement_hours": 420,
        **changed,
    }


class TestThePageOfTheSchool:
    def test_it_is_entered_once_and_traced(self, client: Client, school: Organisation) -> None:
        """S13: what agreements say of the school is set on screen by its own people."""
        page = client.get(reverse("internships:school"))
        sent = {
            "address": "2 quai des Embruns",
            "postcode": "35400",
            "city": "Saint-Malo",
            "insurer": "MAIF",
            "insurance_number": "12345",
            "year_begins_month": "9",
            "weekly_minutes_under_15": "28 h 30",
            **{name: page.context["form"].initial[name] for name in ("version", "base", "page")},
        }
        answer = client.post(reverse("internships:school"), sent)
        row = TrainingOrganisation.objects.get(organisation=school)
        assert answer.status_code == 302
        assert (row.city, row.insurer, row.weekly_minutes_under_15) == ("Saint-Malo", "MAIF", 28 * 60 + 30)
        assert AuditEntry.objects.filter(action="school.described", organisation=school).count() == 1

    def test_the_second_of_two_editors_is_told(self, client: Client, school: Organisation) -> None:
        """Two editors: 409 with both versions, nothing overwritten."""
        page = client.get(reverse("internships:school"))
        marks = {name: page.context["form"].initial[name] for name in ("version", "base", "page")}
        first = {"year_begins_month": "9", "city": "Dinard", **marks}
        assert client.post(reverse("internships:school"), first).status_code == 302
        second = {"year_begins_month": "9", "city": "Cancale", **marks, "page": "another"}
        answer = client.post(reverse("internships:school"), second)
        assert answer.status_code == 409
        assert "Dinard" in answer.content.decode()
        assert "Cancale" in answer.content.decode()
        assert TrainingOrganisation.objects.get().city == "Dinard"

    def test_a_referent_teacher_reads_only(self, school: Organisation) -> None:
        teacher = sign_in(factories.member(school, Role.REFERENT_TEACHER))
        assert teacher.get(reverse("internships:cohorts")).status_code == 200
        assert teacher.get(reverse("internships:school")).status_code == 403


class TestCohorts:
    def test_one_is_made_on_screen(self, client: Client, school: Organisation) -> None:
        """S1: class, course, kind of placement, window, hours, referent."""
        given = values(school)
        sent = {**given, "course": given["course"].pk, "kind": given["kind"].pk}
        answer = client.post(reverse("internships:cohort_new"), sent)
        cohort = Cohort.objects.get(school=school)
        assert answer.headers["Location"] == reverse("internships:cohort", args=[cohort.pk])
        assert (cohort.placement_hours, cohort.kind_id) == (420, given["kind"].pk)

    def test_dates_in_disorder_are_told_beside_the_field(self, client: Client, school: Organisation) -> None:
        given = values(school, end=datetime.date(2026, 8, 1))
        sent = {**given, "course": given["course"].pk, "kind": given["kind"].pk}
        answer = client.post(reverse("internships:cohort_new"), sent)
        assert answer.status_code == 422
        assert "end" in answer.context["form"].errors
        assert not Cohort.objects.exists()

    def test_the_same_name_twice_is_refused_in_words(self, school: Organisation, coordinator: User) -> None:
        given = values(school)
        services.create_cohort(school=school, actor=coordinator, values=given)
        with pytest.raises(Refused):
            services.create_cohort(school=school, actor=coordinator, values=given)

    def test_a_course_of_another_school_cannot_be_chosen(self, client: Client, school: Organisation) -> None:
        other = Course.objects.create(school=factories.organisation(OrganisationKind.TRAINING), title="Ailleurs")
        given = values(school)
        answer = client.post(reverse("internships:cohort_new"), {**given, "course": other.pk, "kind": given["kind"].pk})
        assert answer.status_code == 422
        assert "course" in answer.context["form"].errors

    def test_the_copy_lies_a_year_later(self, school: Organisation, coordinator: User) -> None:
        """29 February becomes the 28th; those who left are not taken over."""
        given = values(school, start=datetime.date(2024, 2, 29), end=datetime.date(2024, 12, 31))
        old = services.create_cohort(school=school, actor=coordinator, values=given)
        stays, gone = factories.enrolment(old), factories.enrolment(old)
        enrolments.leave(enrolment_id=gone.pk, actor=coordinator)
        new = services.copy_cohort(cohort_id=old.pk, actor=coordinator, name="DEASS 2", with_trainees=True)
        assert new.start == datetime.date(2025, 2, 28)
        assert new.placement_start == datetime.date(2028, 1, 4)
        assert [one.person_id for one in new.enrolments.all()] == [stays.person_id]
        assert old.enrolments.count() == 2

    def test_archived_it_leaves_the_list_and_comes_back(self, client: Client, school: Organisation) -> None:
        cohort = factories.cohort(school, name="Ancienne")
        act = reverse("internships:cohort_act", args=[cohort.pk, "archiver"])
        assert client.get(act).status_code == 200
        cohort.refresh_from_db()
        assert cohort.archived_at is None, "a GET writes nothing"
        client.post(act)
        assert not list(client.get(reverse("internships:cohorts")).context["page"])
        assert list(client.get(reverse("internships:cohorts") + "?archived=1").context["page"]) == [cohort]
        client.post(reverse("internships:cohort_act", args=[cohort.pk, "reprendre"]))
        cohort.refresh_from_db()
        assert cohort.archived_at is None

    @pytest.mark.parametrize("count", [1, 12, 40])
    def test_queries_do_not_grow(
        self, client: Client, school: Organisation, count: int, django_assert_max_num_queries: Any
    ) -> None:
        kind, course = factories.kind(), Course.objects.create(school=school, title="DEES")
        for _number in range(count):
            factories.enrolment(factories.cohort(school, kind=kind, course=course))
        with django_assert_max_num_queries(12):
            client.get(reverse("internships:cohorts"))
        cohort = Cohort.objects.first()
        assert cohort is not None
        for _number in range(count):
            factories.enrolment(cohort)
        with django_assert_max_num_queries(12):
            client.get(reverse("internships:cohort", args=[cohort.pk]))

    def test_what_a_referent_had_passes_on(self, school: Organisation, coordinator: User) -> None:
        """T9: « malgré les changements de personnes »."""
        leaver, successor = (factories.member(school, Role.REFERENT_TEACHER) for _ in range(2))
        cohort = factories.cohort(school, referent=leaver)
        mine = factories.enrolment(cohort, referent=leaver)
        elsewhere = factories.enrolment(factories.cohort(), referent=leaver)
        leave(organisation=school, leaver=leaver, by=coordinator, successor=successor)
        for row in (cohort, mine, elsewhere):
            row.refresh_from_db()
        assert (cohort.referent, mine.referent, elsewhere.referent) == (successor, successor, leaver)


class TestListsOfAdministrators:
    @pytest.fixture
    def admin(self) -> Client:
        person = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
        factories.second_factor(person)
        return sign_in(person)

    def test_kinds_say_their_regime_with_its_article(self, admin: Client) -> None:
        """S10, S13: kinds of placement are data, kept on screen; each shows which law holds."""
        regime = factories.regime(name_fr="Stages étudiants", article="C. éduc. L124-1")
        factories.kind(name_fr="Stage long", regime=regime)
        page = admin.get(reverse("hosts:terms", args=["types-de-stage"])).content.decode()
        assert "Stage long" in page
        assert "C. éduc. L124-1" in page

    def test_a_kind_is_added(self, admin: Client) -> None:
        sent = {
            "name_fr": "Stage court",
            "regime": factories.regime().pk,
            "sender": "school",
            "position": "3",
            "active": "on",
        }
        answer = admin.post(reverse("hosts:term_add", args=["types-de-stage"]), sent)
        assert answer.status_code == 302
        assert PlacementKind.objects.get(name_fr="Stage court").code == "stage-court"

    def test_deadlines_are_set_within_reason(self, admin: Client) -> None:
        sent = {
            "answer_days": "10",
            "confirm_days": "5",
            "undo_days": "0",
            "waiting_per_host": "12",
            "waiting_per_trainee": "6",
            "sleep_after": "4",
            "evaluation_days": "7",
            "evaluation_undo_days": "0",
        }
        assert admin.post(reverse("internships:settings"), {**sent, "answer_days": "0"}).status_code == 422
        assert PlacementSettings.current().answer_days == 15
        assert admin.post(reverse("internships:settings"), sent).status_code == 302
        assert PlacementSettings.current().answer_days == 10

    def test_the_modes_of_the_askoria_text_stand_there(self, admin: Client) -> None:
        """A3: modes of placement are a list that administrators extend."""
        factories.mode(name_fr="Projet collectif")
        assert "Projet collectif" in admin.get(reverse("hosts:terms", args=["modes-de-stage"])).content.decode()


def test_leaving_ends_and_deletes_nothing(school: Organisation, coordinator: User) -> None:
    one = factories.enrolment(factories.cohort(school))
    enrolments.leave(enrolment_id=one.pk, actor=coordinator)
    enrolments.leave(enrolment_id=one.pk, actor=coordinator)
    assert Enrolment.objects.get(pk=one.pk).left_on is not None
    assert AuditEntry.objects.filter(action="cohort.left").count() == 1
