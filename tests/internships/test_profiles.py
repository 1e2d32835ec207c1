"""Profile and CV: what is missing, the document, who may read it, what placements add (E6, A23)."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import User
from documents.accessible import problems
from documents.files import may_read
from internships import disclosure, privacy_objectives, privacy_schools
from internships.enums import ApplicationState
from internships.models import CvEntry, TraineeProfile, WeekSlot
from internships.selectors import profiles as selectors
from internships.services import objectives, profiles
from tests import factories
from tests.internships.test_objective_pages import text
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
ADULT = datetime.date(1990, 1, 1)


def written(person: User | None = None) -> User:
    """Somebody whose CV says something."""
    person = person or factories.user(is_trainee=True, birth_date=ADULT, first_name="Inès", phone="06 00 00 00 00")
    profiles.describe(person=person, changes={"headline": "Étudiante éducatrice", "presentation": "J’aime le matin."})
    for section, title in (("experience", "Animatrice"), ("education", "Bac ST2S"), ("skill", "Mener un atelier")):
        profiles.save_entry(person=person, section=section, values={"title": title, "start": datetime.date(2024, 3, 1)})
    profiles.save_entry(person=person, section="language", values={"title": "Espagnol", "level": "B2"})
    return person


def ended(person: User, **fields: Any) -> Any:
    """A placement that is over, a week of thirty-five hours."""
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday() + 21)
    placement = factories.placement(person, start=monday, end=monday + datetime.timedelta(days=4), **fields)
    for day in range(1, 6):
        WeekSlot.objects.create(
            placement_site=placement.sites.get(), weekday=str(day), start_minute=540, end_minute=960
        )
    return placement


class TestWriting:
    def test_a_line_is_added_changed_and_taken_out(self) -> None:
        person = factories.user(is_trainee=True)
        client = sign_in(person)
        sent = {"title": "Animatrice", "organisation": "Ville", "start": "06/2023", "end": "08/2023"}
        assert client.post("/mon-profil/experience/ajouter/", sent).status_code == 302
        entry = CvEntry.objects.get()
        assert (entry.start, entry.end, entry.by_year) == (datetime.date(2023, 6, 1), datetime.date(2023, 8, 1), False)
        assert "juin 2023 – août 2023" in text(client.get("/mon-profil/"))
        page = client.get(f"/mon-profil/{entry.pk}/modifier/").content.decode()
        marks = dict(re.findall(r'name="(version|base|page)" value="([^"]*)"', page))
        client.post(f"/mon-profil/{entry.pk}/modifier/", {**sent, **marks, "start": "2022", "end": ""})
        entry.refresh_from_db()
        assert (entry.start, entry.end, entry.by_year) == (datetime.date(2022, 1, 1), None, True)
        assert "depuis 2022" in text(client.get("/mon-profil/"))
        client.post(f"/mon-profil/{entry.pk}/retirer/")
        assert not CvEntry.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"start": "hier"}, {"start": "13/2024"}, {"start": "2024", "end": "2020"}, {"title": ""}]
    )
    def test_what_is_wrong_is_said(self, wrong: dict[str, str]) -> None:
        answer = sign_in(factories.user()).post("/mon-profil/education/ajouter/", {"title": "Bac", **wrong})
        assert answer.status_code == 422
        assert not CvEntry.objects.exists()

    def test_a_part_that_does_not_exist_is_a_404(self) -> None:
        assert sign_in(factories.user()).get("/mon-profil/tout/ajouter/").status_code == 404

    def test_what_is_missing_is_listed_with_where_to_write_it(self) -> None:
        person = written()
        found = selectors.completeness(selectors.cv_of(person))
        assert {one.address for one in found.missing} == {"/mon-profil/presentation/"}
        TraineeProfile.objects.filter(user=person).update(headline="")
        page = text(sign_in(person).get("/mon-profil/"))
        assert "5 sur 7" in page

    def test_a_photo_is_kept_and_taken_away(self) -> None:
        person = factories.user(is_trainee=True)
        client = sign_in(person)
        picture = SimpleUploadedFile("moi.png", factories.picture(), "image/png")
        assert client.post("/mon-profil/photo/", {"photo": picture}).status_code == 302
        file = TraineeProfile.objects.get(user=person).photo
        assert file is not None
        assert may_read(person, file)
        assert not may_read(factories.user(), file)
        text_file = SimpleUploadedFile("moi.png", b"rien", "image/png")
        assert client.post("/mon-profil/photo/", {"photo": text_file}).status_code == 422
        client.post("/mon-profil/photo/", {"remove": "1"})
        assert TraineeProfile.objects.get(user=person).photo is None


class TestDocument:
    def test_it_is_an_accessible_pdf(self) -> None:
        """E6: printable; PDF/UA."""
        person = written()
        profiles.set_photo(person=person, upload=SimpleUploadedFile("moi.png", factories.picture(), "image/png"))
        answer = sign_in(person).get("/mon-profil/cv.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert problems(answer.content) == []

    def test_an_empty_one_is_no_document(self) -> None:
        assert sign_in(factories.user()).get("/mon-profil/cv.pdf").status_code == 404


class TestReaders:
    @staticmethod
    def scene(person: User, **fields: Any) -> tuple[User, Any]:
        host = factories.host()
        return factories.member(host.organisation), factories.application(person, factories.offer(host), **fields)

    def test_hosts_written_to_and_no_other(self) -> None:
        """E6: disclosed only to hosts that were contacted, while it is open."""
        person = written()
        manager, application = self.scene(person)
        other, _elsewhere = self.scene(factories.user(is_trainee=True))
        address = f"/candidatures/{application.pk}/cv.pdf"
        assert sign_in(manager).get(address).status_code == 200
        assert sign_in(other).get(address).status_code == 404
        assert "Mener un atelier" in text(sign_in(manager).get(f"/candidatures/{application.pk}/"))
        application.state, application.reason, application.closed_at = ApplicationState.REFUSED, "Non", timezone.now()
        application.save()
        assert sign_in(manager).get(address).status_code == 404
        assert disclosure.cv_readers(person) == []

    def test_of_a_minor_only_after_acceptance(self) -> None:
        """S5, decisions.md."""
        today = timezone.localdate()
        person = written(factories.user(is_trainee=True, birth_date=today.replace(year=today.year - 15, day=1)))
        manager, application = self.scene(person)
        address = f"/candidatures/{application.pk}/cv.pdf"
        assert sign_in(manager).get(address).status_code == 404
        assert "Étudiante éducatrice" not in text(sign_in(manager).get(f"/candidatures/{application.pk}/"))
        assert [one.since for one in disclosure.cv_readers(person)] == [None]
        application.state, application.answered_at = ApplicationState.ACCEPTED, timezone.now()
        application.save()
        assert sign_in(manager).get(address).status_code == 200
        assert [one.since for one in disclosure.cv_readers(person)] == [application.answered_at]

    def test_the_owner_sees_who_reads_since_when(self) -> None:
        person = written()
        _manager, application = self.scene(person)
        (reader,) = disclosure.cv_readers(person)
        assert (reader.name, reader.since) == (str(application.institution), application.sent_at)
        page = text(sign_in(person).get("/mon-profil/"))
        assert str(application.institution) in page

    def test_those_of_a_placement_read_it_while_it_lasts(self) -> None:
        person, host = written(), factories.host()
        manager = factories.member(host.organisation)
        placement = factories.placement(person, host)
        assert sign_in(manager).get(f"/stages/{placement.pk}/cv.pdf").status_code == 200
        past = ended(person, host_=host)
        assert sign_in(manager).get(f"/stages/{past.pk}/cv.pdf").status_code == 404
        assert sign_in(person).get(f"/stages/{past.pk}/cv.pdf").status_code == 200

    def test_the_photo_follows_the_cv(self) -> None:
        person = written()
        profiles.set_photo(person=person, upload=SimpleUploadedFile("moi.png", factories.picture(), "image/png"))
        manager, _application = self.scene(person)
        other, _elsewhere = self.scene(factories.user(is_trainee=True))
        file = TraineeProfile.objects.get(user=person).photo
        assert file is not None
        assert may_read(manager, file)
        assert not may_read(other, file)


class TestFromPlacements:
    def test_what_was_done_is_proposed_and_enters_in_one_click(self) -> None:
        """A23: dated, with its hours and the objectives reached."""
        person = factories.user(is_trainee=True)
        placement = ended(person, title="Réunions d’expression")
        made = factories.objective(placement_=placement)
        objectives.judge(objective_id=made.pk, source="trainee", level=3, actor=person)
        client = sign_in(person)
        assert "Réunions d’expression" in text(client.get("/mon-profil/"))
        client.post(f"/mon-profil/stages/{placement.pk}/")
        entry = CvEntry.objects.get()
        assert (entry.start, entry.end, entry.minutes) == (placement.start, placement.end, 5 * 420)
        assert made.specific in entry.description
        assert selectors.proposals(person) == []
        assert profiles.accept_placement(person=person, placement_id=placement.pk) == entry

    def test_not_before_the_end_nor_when_cancelled_nor_anothers(self) -> None:
        person = factories.user(is_trainee=True)
        ahead = factories.placement(person)
        ended(person, state="cancelled", closed_on=timezone.localdate(), close_reason="Annulé")
        foreign = ended(factories.user())
        assert selectors.proposals(person) == []
        for placement in (ahead, foreign):
            with pytest.raises(Refused):
                profiles.accept_placement(person=person, placement_id=placement.pk)


def test_it_goes_out_and_goes_away_with_the_person() -> None:
    person = written()
    assert "Animatrice" in str(privacy_objectives.export_cv(person))
    assert "Étudiante" in str(privacy_schools.export_profile(person))
    privacy_objectives.erase_cv(person)
    privacy_schools.erase_profile(person)
    assert not CvEntry.objects.exists()
    assert not TraineeProfile.objects.exists()


def test_queries_do_not_grow(django_assert_max_num_queries: Any) -> None:
    person = written()
    client = sign_in(person)
    client.get("/mon-profil/")
    with django_assert_max_num_queries(16) as before:
        client.get("/mon-profil/")
    for number in range(8):
        profiles.save_entry(person=person, section="skill", values={"title": f"Chose {number}"})
    with django_assert_max_num_queries(len(before.captured_queries)):
        client.get("/mon-profil/")
