"""Trainees of a cohort: from the school's people, by invitation, by a table; their file and representatives."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import privacy, services
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Invitation, Organisation, Pupil, User
from internships.models import Cohort, Enrolment, EnrolmentInvitation, Guardian, TraineeProfile
from internships.services import enrolments, trainees
from internships.services.trainees import GuardianData
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return factories.organisation(OrganisationKind.TRAINING, name="Collège des Embruns")


@pytest.fixture
def coordinator(school: Organisation) -> User:
    return factories.member(school, Role.COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    return sign_in(coordinator)


@pytest.fixture
def cohort(school: Organisation) -> Cohort:
    return factories.cohort(school, name="3e B")


def upload(client: Client, cohort: Cohort, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("classe.csv", text.encode("utf-8-sig"), "text/csv")
    return client.post(reverse("internships:enrol_table", args=[cohort.pk]), {"file": file, **more})


class TestFromTheList:
    def test_ticked_people_are_enrolled_once(self, client: Client, school: Organisation, cohort: Cohort) -> None:
        """S1: pupil, class, school."""
        pupils = [factories.pupil(school, group="3e B") for _ in range(3)]
        sent = {"people": [pupil.pk for pupil in pupils[:2]]}
        client.post(reverse("internships:enrol_add", args=[cohort.pk]), sent)
        client.post(reverse("internships:enrol_add", args=[cohort.pk]), sent)
        assert set(cohort.enrolments.values_list("person_id", flat=True)) == {one.user_id for one in pupils[:2]}
        page = client.get(reverse("internships:enrol_add", args=[cohort.pk])).content.decode()
        assert str(pupils[2].user) in page
        assert str(pupils[0].user) not in page

    def test_a_pupil_of_another_school_is_not(self, client: Client, cohort: Cohort) -> None:
        stranger = factories.pupil(factories.organisation(OrganisationKind.TRAINING))
        answer = client.post(reverse("internships:enrol_add", args=[cohort.pk]), {"people": [stranger.pk]})
        assert answer.status_code == 422
        assert not cohort.enrolments.exists()

    def test_the_service_refuses_strangers_too(self, cohort: Cohort, coordinator: User) -> None:
        with pytest.raises(Refused):
            enrolments.enrol(cohort_id=cohort.pk, people=[factories.user()], actor=coordinator)

    def test_a_referent_of_another_school_is_refused(self, cohort: Cohort, coordinator: User) -> None:
        one = factories.enrolment(cohort)
        stranger = factories.member(factories.organisation(OrganisationKind.TRAINING), Role.REFERENT_TEACHER)
        with pytest.raises(Refused):
            enrolments.set_referent(enrolment_ids=[one.pk], referent=stranger, actor=coordinator)


class TestByInvitation:
    def test_whoever_accepts_stands_in_the_cohort(
        self, cohort: Cohort, school: Organisation, coordinator: User
    ) -> None:
        teacher = factories.member(school, Role.REFERENT_TEACHER)
        made = enrolments.invite(cohort_id=cohort.pk, email="noe@example.org", actor=coordinator, referent=teacher)
        assert isinstance(made, Invitation)
        noe = factories.user(email="noe@example.org")
        services.accept_invitation(invitation=made, user=noe)
        one = cohort.enrolments.get()
        assert (one.person, one.referent) == (noe, teacher)
        assert not EnrolmentInvitation.objects.exists()
        assert Pupil.objects.filter(school=school, user=noe).exists()

    def test_a_known_address_is_enrolled_at_once(self, cohort: Cohort, school: Organisation, coordinator: User) -> None:
        known = factories.pupil(school, identifier="", user__email="Lea@example.org")
        made = enrolments.invite(cohort_id=cohort.pk, email="lea@example.org", actor=coordinator)
        assert isinstance(made, Enrolment)
        assert made.person_id == known.user_id
        assert not Invitation.objects.exists()

    def test_an_invited_teacher_is_not_turned_into_a_trainee(
        self, cohort: Cohort, school: Organisation, coordinator: User
    ) -> None:
        services.invite(organisation=school, by=coordinator, email="prof@example.org", roles=[Role.REFERENT_TEACHER])
        with pytest.raises(Refused):
            enrolments.invite(cohort_id=cohort.pk, email="prof@example.org", actor=coordinator)
        assert Invitation.objects.get().roles == [Role.REFERENT_TEACHER]


class TestByTable:
    def test_known_new_and_invited_in_one_go(self, client: Client, school: Organisation, cohort: Cohort) -> None:
        """S1: a class from the spreadsheet; slips for those without an address, letters for the others."""
        known = factories.pupil(school, user__first_name="Zoé", user__last_name="Kerouac")
        table = (
            "Prénom;Nom;Classe;E-mail;Date de naissance;Représentant légal;E-mail du représentant légal\n"
            "Zoe;KEROUAC;3e B;;04/05/2012;Anne Kerouac;anne@example.org\n"
            "Malo;Le Goff;3e B;;2012-02-29;;\n"
            "Inès;Petit;;ines@example.org;;;\n"
        )
        answer = upload(client, cohort, table)
        assert answer.status_code == 200, "the sheet of slips"
        assert [slip.pupil.user.first_name for slip in answer.context["slips"]] == ["Malo"]
        assert cohort.enrolments.count() == 2
        assert cohort.enrolments.filter(person=known.user).exists()
        assert Guardian.objects.get(person=known.user).email == "anne@example.org"
        malo = User.objects.get(first_name="Malo")
        assert malo.birth_date == datetime.date(2012, 2, 29)
        assert EnrolmentInvitation.objects.get(cohort=cohort).invitation.email == "ines@example.org"

    def test_lines_with_errors_are_shown_and_nothing_is_entered(self, client: Client, cohort: Cohort) -> None:
        table = (
            "Prénom;Nom;E-mail;Date de naissance;Enseignant référent\n"
            "Malo;Le Goff;;;\n"
            "Inès;;;;\n"
            "Ana;Petit;pas-une-adresse;;\n"
            "Tom;Roux;;31/13/2012;\n"
            "Eve;Blanc;;;Personne Inconnue\n"
            "malo;le goff;;;\n"
        )
        answer = upload(client, cohort, table)
        assert answer.status_code == 422
        assert [line.number for line in answer.context["wrong"]] == [3, 4, 5, 6, 7]
        assert not cohort.enrolments.exists()
        assert not Pupil.objects.exists()

    def test_the_good_lines_may_go_in(self, client: Client, cohort: Cohort) -> None:
        table = "Prénom;Nom\nMalo;Le Goff\nInès;\n"
        answer = upload(client, cohort, table, good_lines="on")
        assert answer.status_code == 200
        assert [one.person.first_name for one in cohort.enrolments.all()] == ["Malo"]

    def test_twins_of_name_are_asked_about(self, client: Client, school: Organisation, cohort: Cohort) -> None:
        for group in ("3e A", "3e B"):
            factories.pupil(school, group=group, user__first_name="Lou", user__last_name="Martin")
        assert upload(client, cohort, "Prénom;Nom\nLou;Martin\n").status_code == 422
        assert upload(client, cohort, "Prénom;Nom;Classe\nLou;Martin;3e B\n").status_code == 302
        assert cohort.enrolments.get().person.schoolings.get().group == "3e B"

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"colonne\nvaleur\n", b"Ville;Pays\nRennes;France\n"])
    def test_what_is_no_table_of_people_is_told(self, client: Client, cohort: Cohort, content: bytes) -> None:
        file = SimpleUploadedFile("classe.csv", content, "text/csv")
        answer = client.post(reverse("internships:enrol_table", args=[cohort.pk]), {"file": file})
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]

    def test_the_example_reads_as_it_was_written(self, client: Client, cohort: Cohort) -> None:
        template = b"".join(client.get(reverse("internships:enrol_template")))  # type: ignore[arg-type]
        answer = client.post(
            reverse("internships:enrol_table", args=[cohort.pk]),
            {"file": SimpleUploadedFile("modele.csv", template, "text/csv")},
        )
        assert answer.status_code == 200
        assert cohort.enrolments.get().person.last_name == "Exemple"


class TestTheTraineesFile:
    def test_it_is_kept_with_the_representatives(self) -> None:
        """S5: a minor's legal representative is known before anything is signed."""
        me = factories.user(is_trainee=True)
        sent = {
            "birth_date": "2011-03-04",
            "city": "Rennes",
            "insurer": "MAIF",
            "guardian1-name": "Anne Le Goff",
            "guardian1-email": "Anne@example.org",
        }
        answer = sign_in(me).post(reverse("internships:my_file"), sent)
        assert answer.status_code == 302
        me.refresh_from_db()
        assert me.birth_date == datetime.date(2011, 3, 4)
        assert TraineeProfile.objects.get(user=me).insurer == "MAIF"
        assert Guardian.objects.get(person=me).email == "anne@example.org"

    def test_nobody_signs_for_themselves_as_their_parent(self) -> None:
        me = factories.user(email="moi@example.org")
        sent = {"guardian1-name": "Moi Aussi", "guardian1-email": "MOI@example.org"}
        answer = sign_in(me).post(reverse("internships:my_file"), sent)
        assert answer.status_code == 422
        assert not Guardian.objects.exists()

    def test_the_school_enters_them_too(self, client: Client, cohort: Cohort) -> None:
        one = factories.enrolment(cohort)
        address = reverse("internships:enrolment_guardians", args=[one.pk])
        client.post(address, {"guardian1-name": "Anne Le Goff", "guardian2-name": "Yann Le Goff"})
        assert [row.position for row in one.person.guardians.all()] == [1, 2]
        client.post(address, {"guardian1-name": "Yann Le Goff"})
        assert [row.name for row in one.person.guardians.all()] == ["Yann Le Goff"]

    def test_a_minor_of_another_school_is_a_404(self, client: Client) -> None:
        stranger = factories.enrolment(factories.cohort())
        for name in ("enrolment", "enrolment_guardians", "enrolment_leave"):
            assert client.get(reverse(f"internships:{name}", args=[stranger.pk])).status_code == 404

    def test_it_goes_out_and_goes_away_with_the_person(self, cohort: Cohort) -> None:
        one = factories.enrolment(cohort)
        trainees.update_profile(person=one.person, changes={"insurer": "MAIF"})
        trainees.set_guardians(person=one.person, guardians=[GuardianData("Anne Le Goff")], actor=one.person)
        out = {known.name: known.export(one.person) for known in privacy.processings()}
        assert "MAIF" in str(out["trainee_file"])
        assert "Anne Le Goff" in str(out["guardians"])
        assert "3e B" in str(out["enrolments"])
        for known in privacy.processings():
            if known.name in ("trainee_file", "guardians", "enrolments"):
                known.erase(one.person)
        one.refresh_from_db()
        assert not TraineeProfile.objects.exists()
        assert not Guardian.objects.exists()
        assert one.left_on is not None

    def test_the_page_of_a_trainee_shows_what_is_under_way(
        self, client: Client, cohort: Cohort, school: Organisation, django_assert_max_num_queries: Any
    ) -> None:
        """S5: the school can see the exchange; S4: and who has nothing yet."""
        one = factories.enrolment(cohort)
        factories.application(one.person, enrolment=one, school=school)
        placement = factories.placement(one.person, school=school, enrolment=one)
        with django_assert_max_num_queries(14):
            page = client.get(reverse("internships:enrolment", args=[one.pk])).content.decode()
        assert str(placement.sites.get().institution) in page
