"""Signing up and in: codes, passwords, limits per account, no enumeration, languages (§2, quality.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.entrance_letters import _NOTICES, _WORDS, compose
from accounts.models import AuditEntry, User
from accounts.passwords import OwnWordsValidator
from tests import factories
from tests.accounts import mailbox

pytestmark = pytest.mark.django_db

SIGN_UP = {
    "door": "trainee",
    "first_name": "Alix",
    "last_name": "Renard",
    "email": "alix@example.org",
    "password1": "quatre bateaux verts",
}


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_up(client: Client, **fields: str) -> Any:
    return client.post("/compte/signup/", {**SIGN_UP, **fields})


def login(client: Client, email: str, password: str = factories.PASSWORD, **extra: Any) -> Any:
    return client.post("/compte/login/", {"login": email, "password": password}, **extra)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def without_secrets(content: bytes) -> str:
    """A page without what differs at each request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+', "", content.decode())


class TestSignUp:
    def test_with_a_password_and_the_code(self) -> None:
        client = Client()
        answer = sign_up(client)
        assert answer.headers["Location"] == "/compte/confirm-email/"
        message = mailbox.latest("alix@example.org")
        assert "est votre code pour confirmer" in message.subject
        user = User.objects.get(email="alix@example.org")
        assert (user.first_name, user.is_trainee, user.language) == ("Alix", True, "fr")
        assert not is_signed_in(client)
        answer = client.post("/compte/confirm-email/", {"code": mailbox.code_in(message)})
        assert answer.headers["Location"] == "/compte/bienvenue/"
        assert is_signed_in(client)
        assert EmailAddress.objects.get(user=user).verified

    def test_without_a_password_one_comes_back_with_a_code(self) -> None:
        client = Client()
        sign_up(client, password1="")
        client.post("/compte/confirm-email/", {"code": mailbox.code_in(mailbox.latest("alix@example.org"))})
        assert not User.objects.get(email="alix@example.org").has_usable_password()
        client = Client()
        client.post("/compte/login/code/", {"email": "Alix@Example.org"})
        message = mailbox.latest("alix@example.org")
        assert "est votre code de connexion" in message.subject
        answer = client.post("/compte/login/code/confirm/", {"code": mailbox.code_in(message)})
        assert answer.status_code == 302
        assert is_signed_in(client)

    def test_the_chosen_door_opens_after_it(self) -> None:
        client = Client()
        page = client.get("/compte/signup/?door=training").content.decode()
        (ticked,) = re.findall(r"<input[^>]*checked[^>]*>", page)
        assert 'value="training"' in ticked
        sign_up(client, door="training")
        client.post("/compte/confirm-email/", {"code": mailbox.code_in(mailbox.latest("alix@example.org"))})
        assert client.get("/compte/bienvenue/").headers["Location"] == "/organisations/fonder/training/"
        assert not User.objects.get(email="alix@example.org").is_trainee

    def test_the_language_of_the_page_becomes_that_of_the_account(self) -> None:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        sign_up(client)
        assert User.objects.get(email="alix@example.org").language == "en"
        assert "is your code to confirm" in mailbox.latest("alix@example.org").subject

    def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(self) -> None:
        answer = sign_up(Client(), email="alix@", password1="azerty")
        content = answer.content.decode()
        assert answer.status_code == 200
        assert 'value="Alix"' in content
        assert "10 caractères" in content
        assert not User.objects.exists()


class TestNoEnumeration:
    """The same answers, and the same work, whether an account exists or not."""

    def both(self, ask: Any) -> tuple[Any, Any]:
        factories.user(email="known@example.org")
        return ask(Client(), "known@example.org"), ask(Client(), "nobody@example.org")

    @pytest.mark.parametrize("door", ["sign up", "password", "code", "reset"])
    def test_the_answers_are_the_same(self, door: str) -> None:
        def ask(client: Client, email: str) -> Any:
            answers = {
                "sign up": lambda: sign_up(client, email=email),
                "password": lambda: login(client, email, "not the password"),
                "code": lambda: client.post("/compte/login/code/", {"email": email}),
                "reset": lambda: client.post("/compte/password/reset/", {"email": email}),
            }
            answer = answers[door]()
            following = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
            page = without_secrets(following.content).replace(email, "ADDRESS")
            return answer.status_code, answer.headers.get("Location"), following.status_code, page

        known, unknown = self.both(ask)
        assert known == unknown

    @pytest.mark.parametrize("door", ["code", "reset"])
    def test_a_wrong_code_is_answered_the_same(self, door: str) -> None:
        first, second = {
            "code": ("/compte/login/code/", "/compte/login/code/confirm/"),
            "reset": ("/compte/password/reset/", "/compte/password/reset/confirm/"),
        }[door]

        def ask(client: Client, email: str) -> Any:
            client.post(first, {"email": email})
            answer = client.post(second, {"code": "AAAA-AAAA"})
            return answer.status_code, without_secrets(answer.content).replace(email, "ADDRESS")

        known, unknown = self.both(ask)
        assert known == unknown

    @pytest.mark.parametrize("door", ["sign up", "password"])
    def test_as_much_hashing_is_done(self, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hashing is the slow part: as many hashes, the same class of time."""
        count = 0
        encode = MD5PasswordHasher.encode

        def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
            nonlocal count
            count += 1
            return encode(self, password, salt)

        def ask(client: Client, email: str) -> int:
            nonlocal count
            count = 0
            sign_up(client, email=email) if door == "sign up" else login(client, email, "not the password")
            return count

        factories.user(email="known@example.org")
        monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
        known, unknown = ask(Client(), "known@example.org"), ask(Client(), "nobody@example.org")
        assert known == unknown > 0

    def test_the_mailbox_tells_its_owner_only(self) -> None:
        factories.user(email="known@example.org")
        sign_up(Client(), email="known@example.org")
        assert mailbox.latest("known@example.org").subject == "Vous avez déjà un compte"
        Client().post("/compte/password/reset/", {"email": "nobody@example.org"})
        message = mailbox.latest("nobody@example.org")
        assert message.subject == "Aucun compte n’existe avec cette adresse"
        assert "/compte/signup/" in str(message.body)

    def test_a_changed_address_does_not_tell_either(self) -> None:
        factories.user(email="known@example.org")
        from tests.matrix import sign_in

        for taken, free in (("known@example.org", "free@example.org"),):
            answers = [
                sign_in(factories.user()).post("/compte/email/", {"action_add": "on", "email": email})
                for email in (taken, free)
            ]
            assert answers[0].status_code == answers[1].status_code == 302
            assert answers[0].headers["Location"] == answers[1].headers["Location"]


class TestAnAccountPreparedForSomeoneElse:
    def test_its_password_opens_nothing_once_the_owner_has_come(self) -> None:
        """Someone signs up with another's address and a password of theirs; the owner later signs in by code."""
        sign_up(Client(), email="owner@example.org", password1="le mot de l'autre")
        owner = Client()
        cache.clear()
        owner.post("/compte/login/code/", {"email": "owner@example.org"})
        owner.post("/compte/login/code/confirm/", {"code": mailbox.latest_code("owner@example.org")})
        assert is_signed_in(owner)
        intruder = Client()
        login(intruder, "owner@example.org", "le mot de l'autre")
        assert not is_signed_in(intruder)

    def test_ones_own_password_stays(self) -> None:
        person = factories.user(email="owner@example.org")
        client = Client()
        client.post("/compte/login/code/", {"email": "owner@example.org"})
        client.post("/compte/login/code/confirm/", {"code": mailbox.latest_code("owner@example.org")})
        person.refresh_from_db()
        assert person.check_password(factories.PASSWORD)


class TestLimits:
    def test_they_count_per_account(self) -> None:
        """A whole school behind one address: one pupil's mistakes do not lock the others out."""
        factories.user(email="forgetful@example.org")
        factories.user(email="other@example.org")
        client = Client()
        for _time in range(5):
            login(client, "forgetful@example.org", "wrong")
        answer = login(client, "forgetful@example.org")
        assert not is_signed_in(client)
        assert "Trop d’essais" in answer.content.decode()
        assert login(Client(REMOTE_ADDR="10.0.0.9"), "forgetful@example.org").status_code == 200, "from anywhere"
        login(client, "other@example.org")
        assert is_signed_in(client)

    def test_a_class_can_sign_up_in_one_minute(self) -> None:
        answers = {sign_up(Client(), email=f"pupil{number}@example.org").status_code for number in range(35)}
        assert answers == {302}

    def test_few_codes_for_one_address(self) -> None:
        factories.user(email="one@example.org")
        for _time in range(6):
            answer = Client().post("/compte/login/code/", {"email": "one@example.org"})
        assert answer.status_code == 200
        assert len(mailbox.received("one@example.org")) == 4
        assert Client().post("/compte/login/code/", {"email": "two@example.org"}).status_code == 302

    def test_a_code_allows_few_guesses(self) -> None:
        factories.user(email="one@example.org")
        client = Client()
        client.post("/compte/login/code/", {"email": "one@example.org"})
        code = mailbox.latest_code("one@example.org")
        for _time in range(5):
            client.post("/compte/login/code/confirm/", {"code": "AAAA-AAAA"})
        client.post("/compte/login/code/confirm/", {"code": code})
        assert not is_signed_in(client)

    def test_a_flood_of_other_keys_does_not_push_a_limit_out(self) -> None:
        options: Any = settings.CACHES["default"]
        assert options["OPTIONS"]["MAX_ENTRIES"] >= 100_000


class TestPasswords:
    @pytest.mark.parametrize(
        "password",
        [
            "Stagiaire2026!",
            "azertyuiop",
            "Escale12345",
            "aaaaaaaaaaaa",
            "0123456789ab",
            "Ét@blissement1",
            "poiuytreza",
            "password123",
            "1234567890",
        ],
    )
    def test_what_one_tries_first_is_refused(self, password: str) -> None:
        sign_up(Client(), password1=password)
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        "password", ["quatre bateaux verts", "Zinc-Ombre-Tapir-71", "xK9!vbQ2#mTz", "stage violon marmotte"]
    )
    def test_what_one_would_not_try_is_fine(self, password: str) -> None:
        OwnWordsValidator().validate(password)

    def test_the_name_of_ones_school_is_refused(self) -> None:
        school = factories.organisation("training", name="Collège Montparnasse")
        person = factories.member(school, "coordinator")
        with pytest.raises(ValidationError):
            OwnWordsValidator().validate("montparnasse75", person)
        OwnWordsValidator().validate("montparnasse75", factories.user())

    def test_a_new_one_by_code(self) -> None:
        person = factories.user(email="one@example.org")
        client = Client()
        client.post("/compte/password/reset/", {"email": "one@example.org"})
        message = mailbox.latest("one@example.org")
        assert "nouveau mot de passe" in message.subject
        client.post("/compte/password/reset/confirm/", {"code": mailbox.code_in(message)})
        new = {"password1": "trois moulins gris", "password2": "trois moulins gris"}
        answer = client.post("/compte/password/reset/complete/", new)
        assert answer.status_code == 302
        assert not is_signed_in(client)
        person.refresh_from_db()
        assert person.check_password("trois moulins gris")
        assert "nouveau mot de passe a été choisi" in str(mailbox.latest("one@example.org").body)
        assert AuditEntry.objects.filter(action="account.password_changed", actor=person).exists()

    def test_it_does_not_go_round_the_second_factor(self) -> None:
        person = factories.user(email="one@example.org")
        factories.second_factor(person)
        client = Client()
        client.post("/compte/password/reset/", {"email": "one@example.org"})
        client.post("/compte/password/reset/confirm/", {"code": mailbox.latest_code("one@example.org")})
        client.post(
            "/compte/password/reset/complete/", {"password1": "trois moulins gris", "password2": "trois moulins gris"}
        )
        answer = login(client, "one@example.org", "trois moulins gris")
        assert answer.headers["Location"] == "/compte/2fa/authenticate/"
        assert not is_signed_in(client)
        cache.clear()
        client = Client()
        client.post("/compte/login/code/", {"email": "one@example.org"})
        answer = client.post("/compte/login/code/confirm/", {"code": mailbox.latest_code("one@example.org")})
        assert answer.headers["Location"] == "/compte/2fa/authenticate/"
        assert not is_signed_in(client)

    def test_changing_it_ends_the_other_sessions_only(self) -> None:
        factories.user(email="one@example.org")
        here, elsewhere = Client(), Client()
        login(here, "one@example.org")
        login(elsewhere, "one@example.org")
        new = {"oldpassword": factories.PASSWORD, "password1": "trois moulins gris", "password2": "trois moulins gris"}
        assert here.post("/compte/password/change/", new).headers["Location"] == "/compte/"
        assert here.get("/compte/").status_code == 200
        assert elsewhere.get("/compte/").status_code == 302


class TestLanguage:
    def test_french_whatever_the_browser_prefers(self) -> None:
        answer = Client().get("/compte/login/", headers={"Accept-Language": "en"})
        assert answer.headers["Content-Language"] == "fr"
        assert "Se connecter" in answer.content.decode()

    def test_that_of_the_account_is_taken_at_sign_in(self) -> None:
        factories.user(email="one@example.org", language="en")
        client = Client()
        assert client.get("/compte/login/").headers["Content-Language"] == "fr"
        login(client, "one@example.org")
        assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
        assert client.get("/compte/").headers["Content-Language"] == "en"

    def test_letters_are_in_the_reader_s_language(self) -> None:
        client = Client()
        factories.user(email="one@example.org", language="en")
        login(client, "one@example.org")
        cache.clear()
        Client().post("/compte/password/reset/", {"email": "one@example.org"})
        assert "is your code to choose a new password" in mailbox.latest("one@example.org").subject


class TestLetters:
    @pytest.mark.parametrize("prefix", sorted([*_WORDS, *_NOTICES]))
    def test_allauth_has_words_of_ours_for_each(self, prefix: str) -> None:
        context = {
            "code": "ABCD-EFGH",
            "to_email": "b@example.org",
            "from_email": "a@example.org",
            "deleted_email": "c@example.org",
        }
        letter = compose(prefix, "someone@example.org", context)
        assert letter.subject
        assert letter.reason
        assert "%(" not in letter.as_text()

    def test_none_of_its_templates_is_forgotten(self) -> None:
        """Every e-mail that the installed allauth may send with our settings has words here."""
        from pathlib import Path

        import allauth

        folder = Path(allauth.__file__).parent / "templates"
        prefixes = {
            str(path.relative_to(folder)).removesuffix("_message.txt")
            for app in ("account", "mfa")
            for path in folder.glob(f"{app}/email/*_message.txt")
        }
        unused = {"account/email/base", "account/email/password_reset_key"}
        assert len(prefixes) > 15
        assert prefixes - unused == set(_WORDS) | set(_NOTICES)
