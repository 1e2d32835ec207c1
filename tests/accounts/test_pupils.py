"""Pupils without an e-mail address: made by their school, signing in by its code (§2, S1, S5)."""

from __future__ import annotations

import datetime
import re
import threading
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import services
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.forms.pupils import decode, parse
from accounts.models import AuditEntry, Organisation, Pupil, User
from accounts.services import NewPupil
from accounts.words import WORDS, readable_secret
from tests import factories
from tests.matrix import sign_in


@pytest.fixture
def school() -> Organisation:
    cache.clear()
    return factories.organisation(OrganisationKind.TRAINING, name="Collège des Embruns")


@pytest.fixture
def teacher(school: Organisation) -> User:
    return factories.member(school, Role.REFERENT_TEACHER)


def make(school: Organisation, teacher: User, **options: Any) -> services.Slip:
    (slip,) = services.create_pupils(school=school, by=teacher, pupils=[NewPupil("Noé", "Le Bihan", "3e B")], **options)
    return slip


def enter(slip: services.Slip, client: Client | None = None, **changed: str) -> Client:
    client = client or Client()
    school = Organisation.objects.get(pk=slip.pupil.school_id)
    typed = {"code": school.sign_in_code, "identifier": slip.pupil.identifier, "secret": slip.secret, **changed}
    client.post("/compte/ecole/", typed)
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.django_db
class TestMakingAccounts:
    def test_a_class_from_a_pasted_list(self, school: Organisation, teacher: User) -> None:
        client = sign_in(teacher)
        lines = "Prénom\tNom\tClasse\nNoé\tLe Bihan\t3e B\nZoë\tÉtienne\t3e B\nNoé\tLe Bihan\t3e C\n"
        answer = client.post("/organisation/eleves/ajouter/", {"lines": lines})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        pupils = list(Pupil.objects.filter(school=school))
        assert [pupil.identifier for pupil in pupils] == ["zoe.etienne", "noe.le-bihan", "noe.le-bihan2"], (
            "É sorts among the E"
        )
        secrets = re.findall(r"<code>([a-z]+-[a-z]+-[a-z]+-\d\d)</code>", page)
        assert len(secrets) == 3
        school.refresh_from_db()
        assert school.sign_in_code
        assert school.sign_in_code in page
        for pupil in pupils:
            assert pupil.user.email is None
            assert pupil.user.is_trainee
            assert any(pupil.user.check_password(secret) for secret in secrets)
        assert secrets[0] not in client.get("/organisation/eleves/").content.decode(), "shown this once only"

    @pytest.mark.parametrize(
        ("content", "names"),
        [
            ("Nom;Prénom;Classe\nDurand;Alix;3e A\n".encode("cp1252"), ("Alix", "Durand", "3e A")),
            ("\ufeffalix,durand\n".encode(), ("alix", "durand", "4e")),
            (b"Alix;Durand;3e A\r\n\r\n", ("Alix", "Durand", "3e A")),
        ],
    )
    def test_a_class_from_a_file(
        self, school: Organisation, teacher: User, content: bytes, names: tuple[str, str, str]
    ) -> None:
        file = SimpleUploadedFile("classe.csv", content)
        sign_in(teacher).post("/organisation/eleves/ajouter/", {"file": file, "group": "4e"})
        pupil = Pupil.objects.get()
        assert (pupil.user.first_name, pupil.user.last_name, pupil.group) == names

    @pytest.mark.parametrize(
        ("lines", "problem"),
        [
            ("Alix;Durand\nSacha\n", "Ligne 2"),
            ("Alix;Durand\nAlix;Durand\n", "figure déjà dans la liste"),
            ("Prénom;Nom\n", "aucun élève"),
            ("", "Collez une liste"),
            ("\n".join(f"A{n};B" for n in range(201)), "plus de 200"),
            (f"{'x' * 81};Durand", "trop longue"),
        ],
    )
    def test_all_or_none_and_the_line_is_named(
        self, school: Organisation, teacher: User, lines: str, problem: str
    ) -> None:
        page = sign_in(teacher).post("/organisation/eleves/ajouter/", {"lines": lines}).content.decode()
        assert problem in page
        assert not Pupil.objects.exists()

    def test_one_pupil_and_a_second_sending(self, school: Organisation, teacher: User) -> None:
        client = sign_in(teacher)
        data = {"first_name": "Noé", "last_name": "Le Bihan", "group": "3e B"}
        assert b"slip__name" in client.post("/organisation/eleves/ajouter/?mode=one", data).content
        page = client.post("/organisation/eleves/ajouter/?mode=one", data).content.decode()
        assert "figure déjà dans la liste" in page
        assert Pupil.objects.count() == 1

    def test_not_before_the_network_has_checked_the_school(self) -> None:
        founder = factories.user()
        school = services.create_organisation(founder=founder, kind=OrganisationKind.TRAINING, name="Nouvelle")
        with pytest.raises(Refused, match="vérifié par le réseau"):
            make(school, founder)
        assert "n’a pas encore vérifié" in sign_in(founder).get("/organisation/eleves/").content.decode()

    def test_other_schools_pupils_are_a_404(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        other = factories.member(factories.organisation(OrganisationKind.TRAINING), Role.COORDINATOR)
        client = sign_in(other)
        assert "Le Bihan" not in client.get("/organisation/eleves/").content.decode()
        for action in ("secret", "fermer", "rouvrir"):
            assert client.post(f"/organisation/eleves/{slip.pupil.pk}/{action}/").status_code == 404
        assert not Pupil.objects.visible_to(factories.user()).exists()

    @given(st.text(max_size=200), st.text(max_size=10))
    def test_any_text_is_read_or_refused_with_a_sentence(self, text: str, group: str) -> None:
        try:
            pupils = parse(text, group)
        except ValueError as problem:
            pupils = []
            sentence = str(problem)
            if "." not in sentence:
                raise
        assert all(pupil.first_name and pupil.last_name for pupil in pupils)

    @given(st.binary(max_size=60))
    def test_any_bytes_are_text(self, content: bytes) -> None:
        assert isinstance(decode(content), str)

    def test_secrets_can_be_read_and_typed(self) -> None:
        assert len(set(WORDS)) == len(WORDS) > 300
        assert all(re.fullmatch(r"[a-z]{3,9}", word) for word in WORDS)
        assert len({readable_secret() for _time in range(50)}) == 50


@pytest.mark.django_db
class TestSigningIn:
    def test_with_the_slip(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        client = enter(slip)
        assert is_in(client)
        assert client.session.get_expiry_age() <= 2 * 3600
        slip.pupil.refresh_from_db()
        assert slip.pupil.last_sign_in is not None
        assert client.get("/compte/").status_code == 200

    def test_however_it_is_typed(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        school.refresh_from_db()
        assert is_in(enter(slip, code=f" {str(school.sign_in_code).lower()} ", identifier="NOE.LE-BIHAN "))

    @pytest.mark.parametrize("changed", ["code", "identifier", "secret"])
    def test_the_same_answer_whatever_is_wrong(self, school: Organisation, teacher: User, changed: str) -> None:
        """No enumeration: neither schools nor pupils can be guessed."""
        slip = make(school, teacher)
        school.refresh_from_db()
        typed = {"code": school.sign_in_code, "identifier": slip.pupil.identifier, "secret": slip.secret, changed: "x"}
        client = Client()
        page = client.post("/compte/ecole/", typed).content.decode()
        assert "Ces trois éléments ne vont pas ensemble" in page
        assert not is_in(client)

    def test_as_much_hashing_whatever_is_wrong(
        self, school: Organisation, teacher: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from django.contrib.auth.hashers import MD5PasswordHasher

        slip, counts = make(school, teacher), []
        encode = MD5PasswordHasher.encode

        def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
            counts.append(1)
            return encode(self, password, salt)

        monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
        work = []
        for changed in ("code", "identifier", "secret"):
            counts.clear()
            enter(slip, **{changed: "x"})
            work.append(len(counts))
        assert set(work) == {1}

    def test_attempts_are_limited_per_pupil(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        (other,) = services.create_pupils(school=school, by=teacher, pupils=[NewPupil("Zoë", "Étienne")])
        for _time in range(5):
            enter(slip, secret="wrong")
        assert not is_in(enter(slip))
        assert is_in(enter(other)), "the rest of the class is not concerned"
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16), tick=False):
            assert is_in(enter(slip))

    def test_an_unknown_pupil_is_limited_alike(self, school: Organisation) -> None:
        client = Client()
        for _time in range(6):
            page = client.post("/compte/ecole/", {"code": "NOCODE", "identifier": "no", "secret": "x"})
        assert "Trop d’essais" in page.content.decode()

    def test_a_success_clears_the_count(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        for _time in range(3):
            for _wrong in range(4):
                enter(slip, secret="wrong")
            assert is_in(enter(slip))

    def test_the_first_time_they_choose_their_own(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher, must_change=True)
        client = enter(slip)
        assert client.get("/").headers["Location"] == "/compte/password/change/"
        new = {"oldpassword": slip.secret, "password1": "trois moulins gris", "password2": "trois moulins gris"}
        client.post("/compte/password/change/", new)
        assert client.get("/").status_code == 200
        slip.pupil.refresh_from_db()
        assert not slip.pupil.must_change
        assert is_in(enter(slip, secret="trois moulins gris"))

    def test_who_has_grown_into_a_role_comes_by_the_other_door(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        factories.member(factories.organisation(), Role.TUTOR, user=slip.pupil.user)
        assert not is_in(enter(slip))

    def test_next_never_leads_away(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        school.refresh_from_db()
        typed = {"code": school.sign_in_code, "identifier": slip.pupil.identifier, "secret": slip.secret}
        answer = Client().post("/compte/ecole/", {**typed, "next": "https://evil.example/"})
        assert answer.headers["Location"] == "/"

    def test_an_address_can_be_added(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        client = enter(slip)
        client.post("/compte/reauthenticate/", {"password": slip.secret})
        page = client.get("/compte/email/")
        assert "Vous n’avez pas d’adresse e-mail" in page.content.decode()
        client.post("/compte/email/", {"action_add": "on", "email": "noe@example.org"})
        from tests.accounts import mailbox

        client.post("/compte/confirm-email/", {"code": mailbox.latest_code("noe@example.org")})
        slip.pupil.user.refresh_from_db()
        assert slip.pupil.user.email == "noe@example.org"
        with pytest.raises(Refused, match="se connecte par e-mail"):
            services.reset_secret(pupil=slip.pupil, by=teacher)


@pytest.mark.django_db
class TestLookingAfterThem:
    def test_a_new_secret_ends_the_old_one_and_its_sessions(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        session = enter(slip)
        page = sign_in(teacher).post(f"/organisation/eleves/{slip.pupil.pk}/secret/").content.decode()
        (secret,) = re.findall(r"<code>([a-z]+-[a-z]+-[a-z]+-\d\d)</code>", page)
        assert session.get("/compte/").status_code == 302
        assert not is_in(enter(slip))
        assert is_in(enter(slip, secret=secret))
        assert AuditEntry.objects.filter(action="pupil.secret_reset", actor=teacher).exists()

    def test_closed_and_opened_again(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        session = enter(slip)
        client = sign_in(teacher)
        client.post(f"/organisation/eleves/{slip.pupil.pk}/fermer/")
        assert session.get("/compte/").status_code == 302
        assert not is_in(enter(slip))
        page = client.post(f"/organisation/eleves/{slip.pupil.pk}/rouvrir/").content.decode()
        (secret,) = re.findall(r"<code>([a-z]+-[a-z]+-[a-z]+-\d\d)</code>", page)
        assert is_in(enter(slip, secret=secret))

    def test_the_address_is_whole_and_the_words_suit_any_school(self, school: Organisation, settings: Any) -> None:
        """It is read aloud or copied from the board; a training centre has trainees, not pupils."""
        settings.PUBLIC_URL = "https://stages.example.org"
        school.sign_in_code = "EMBRUNS7"
        school.save()
        page = sign_in(factories.member(school, Role.COORDINATOR)).get("/organisation/eleves/").content.decode()
        assert f"https://stages.example.org{reverse('accounts:pupil_sign_in')}</a>" in page
        assert "Élèves et stagiaires" in page

    def test_another_code_for_the_school(self, school: Organisation, teacher: User) -> None:
        slip = make(school, teacher)
        school.refresh_from_db()
        old = str(school.sign_in_code)
        sign_in(teacher).post("/organisation/eleves/code/")
        assert not is_in(enter(slip, code=old))
        assert is_in(enter(slip))

    def test_the_list_filters_and_exports(self, school: Organisation, teacher: User) -> None:
        services.create_pupils(
            school=school,
            by=teacher,
            pupils=[NewPupil("Noé", "Le Bihan", "3e B"), NewPupil("=cmd()", "Étienne", "3e C")],
        )
        client = sign_in(teacher)
        page = client.get("/organisation/eleves/?group=3e+B").content.decode()
        assert "Le Bihan" in page
        assert "Étienne" not in page
        assert "Étienne" in client.get("/organisation/eleves/?q=etienne").content.decode()
        answer = client.get("/organisation/eleves/?format=csv&group=3e+C")
        content = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
        assert "etienne" in content
        assert "Bihan" not in content
        assert "\n=cmd()" not in content, "no formula"
        workbook = client.get("/organisation/eleves/?format=xlsx")
        assert workbook.headers["Content-Type"].endswith("sheet")
        workbook.close()

    def test_the_list_asks_as_many_questions_whatever_its_length(
        self, school: Organisation, teacher: User, django_assert_max_num_queries: Any
    ) -> None:
        client = sign_in(teacher)
        make(school, teacher)
        with django_assert_max_num_queries(12) as few:
            client.get("/organisation/eleves/")
        services.create_pupils(
            school=school, by=teacher, pupils=[NewPupil(f"Élève {n}", "Martin", "3e A") for n in range(9)]
        )
        with django_assert_max_num_queries(12) as many:
            client.get("/organisation/eleves/")
        assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_all_count(school: Organisation, teacher: User) -> None:
    """Twelve guesses in parallel: the limit of five lets five through, and not one more."""
    slip = make(school, teacher)
    school.refresh_from_db()
    answers: list[str] = []
    start = threading.Barrier(12)

    def guess() -> None:
        start.wait()
        try:
            services.authenticate_pupil(code=str(school.sign_in_code), identifier=slip.pupil.identifier, secret="x")
            answers.append("compared")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers.count("compared"), answers.count("refused")) == (5, 7)
