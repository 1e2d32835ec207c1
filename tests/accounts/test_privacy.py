"""One's own data: the copy, the erasure, the register, and what is forgotten in time (§2, A26, quality.md)."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import audit, privacy, services
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import (
    AuditEntry,
    AuditText,
    IdempotencyKey,
    Invitation,
    Membership,
    PersonalLink,
    Pupil,
    RetentionRule,
    User,
)
from accounts.reference import load_reference
from accounts.tasks import forget_expired
from tests import factories
from tests.accounts import mailbox
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def unzip(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: json.loads(archive.read(name)) if name.endswith(".json") else archive.read(name).decode()
            for name in archive.namelist()
        }


class TestTheCopy:
    def test_everything_and_nobody_else_s(self) -> None:
        host = factories.organisation(name="Maison des Tilleuls")
        person = factories.member(host, Role.TUTOR, first_name="Yann", phone="02 99 00 00 00")
        colleague = factories.member(host, first_name="Hélène", last_name="Morvan")
        audit.record(action="a.b", actor=person, text="Mon commentaire.")
        audit.record(action="a.b", actor=colleague, text="Le sien.")
        answer = sign_in(person).post("/compte/donnees/copie/")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
        assert "no-store" in answer.headers["Cache-Control"]
        files = unzip(answer.content)
        assert files["account.json"]["first_name"] == "Yann"
        assert files["account.json"]["phone"] == "02 99 00 00 00"
        assert files["memberships.json"][0]["organisation"] == "Maison des Tilleuls"
        assert [line["text"] for line in files["trace.json"] if line["action"] == "a.b"] == ["Mon commentaire."]
        assert "Morvan" not in str(files)
        assert set(files) == {f"{part.name}.json" for part in privacy.processings()} | {"LISEZ-MOI.txt"}

    def test_no_secret_is_in_it(self) -> None:
        person = factories.user()
        factories.second_factor(person)
        content = str(unzip(services.export_data(user=person)))
        assert person.password not in content
        assert str(Authenticator.objects.get(user=person).data["secret"]) not in content

    def test_only_by_post(self) -> None:
        assert sign_in(factories.user()).get("/compte/donnees/copie/").status_code == 405


class TestErasure:
    def test_the_person_goes_what_belongs_to_organisations_stays(self) -> None:
        host = factories.organisation()
        factories.member(host)
        person = factories.member(host, Role.TUTOR, email="gone@example.org", phone="02", birth_date="1990-01-02")
        factories.second_factor(person)
        Invitation.objects.create(organisation=host, email="gone@example.org", expires_at=factories.in_days(3))
        entry = audit.record(action="a.b", actor=person, target=host, text="Mes mots.")
        services.erase_person(user=person, by=person)
        person.refresh_from_db()
        assert (person.first_name, person.last_name, person.email, person.phone) == ("", "", None, "")
        assert person.birth_date is None
        assert not person.is_active
        assert person.anonymised_at is not None
        assert not EmailAddress.objects.filter(user=person).exists()
        assert not Authenticator.objects.filter(user=person).exists()
        assert not Invitation.objects.filter(email="gone@example.org").exists()
        assert not AuditText.objects.filter(entry=entry).exists()
        assert AuditEntry.objects.get(pk=entry.pk).actor_id == person.pk, "numbers stay"
        seat = Membership.objects.get(user=person)
        assert seat.until == timezone.localdate()
        assert seat.organisation == host

    def test_nothing_of_them_is_left_in_our_tables(self) -> None:
        """Looks at every row of every table of this app."""
        from django.apps import apps

        person = factories.user(email="very.rare@example.org", first_name="Théophraste", last_name="Quelquepart")
        host = factories.organisation()
        manager = factories.member(host)
        services.invite(organisation=host, by=manager, email="very.rare@example.org", roles=[Role.TUTOR])
        services.accept_invitation(invitation=Invitation.objects.get(), user=person)
        audit.record(action="a.b", actor=person, text="Signé Théophraste Quelquepart")
        services.erase_person(user=person, by=None)
        looked_at = 0
        for model in apps.get_app_config("accounts").get_models():
            for row in model._base_manager.values():
                looked_at += 1
                for word in ("very.rare", "Théophraste", "Quelquepart"):
                    assert word.casefold() not in str(row).casefold(), (model, row)
        assert looked_at > 8

    def test_not_while_an_organisation_would_be_orphaned(self) -> None:
        host = factories.organisation(name="Maison des Tilleuls")
        manager, tutor = factories.member(host), factories.member(host, Role.TUTOR)
        with pytest.raises(Refused, match="Maison des Tilleuls"):
            services.erase_person(user=manager, by=manager)
        page = sign_in(manager).get("/compte/donnees/effacer/").content.decode()
        assert "Passez d’abord le relais" in page
        services.leave(organisation=host, leaver=manager, by=manager, successor=tutor)
        services.erase_person(user=manager, by=manager)
        assert User.objects.get(pk=manager.pk).anonymised_at

    def test_alone_in_one_s_organisation_one_may_go(self) -> None:
        host = factories.organisation()
        person = factories.member(host)
        services.erase_person(user=person, by=person)
        assert not Membership.objects.current().filter(organisation=host).exists()

    def test_from_the_page_after_the_password(self) -> None:
        person = factories.user(email="one@example.org")
        client = Client()
        client.post("/compte/login/", {"login": "one@example.org", "password": factories.PASSWORD})
        assert client.get("/compte/donnees/effacer/").headers["Location"].startswith("/compte/reauthenticate/")
        client.post("/compte/donnees/effacer/", {"sure": "on"})
        person.refresh_from_db()
        assert person.is_active, "not before the password was asked again"
        client.post("/compte/reauthenticate/", {"password": factories.PASSWORD})
        assert client.post("/compte/donnees/effacer/", {}).status_code == 200
        answer = client.post("/compte/donnees/effacer/", {"sure": "on"})
        assert answer.headers["Location"] == "/compte/efface/"
        person.refresh_from_db()
        assert not person.is_active
        assert client.get("/compte/").status_code == 302
        assert (
            Client().post("/compte/login/", {"login": "one@example.org", "password": factories.PASSWORD}).status_code
            == 200
        )

    def test_without_a_password_the_mailbox_confirms(self) -> None:
        person = factories.user(email="one@example.org", password=None)
        client = sign_in(person)
        client.post("/compte/donnees/effacer/", {"sure": "on"})
        person.refresh_from_db()
        assert person.is_active
        link = mailbox.link_in(mailbox.latest("one@example.org"))
        assert client.get(link).status_code == 200
        person.refresh_from_db()
        assert person.is_active, "opening the link does nothing"
        client.post(link, {"sure": "on"})
        person.refresh_from_db()
        assert not person.is_active

    def test_apps_above_take_part(self, monkeypatch: pytest.MonkeyPatch) -> None:
        erased: list[User] = []
        monkeypatch.setattr(privacy, "_processings", dict(privacy._processings))
        privacy.register("favourites", label="Favourites", export=lambda user: ["a"], erase=erased.append)
        person = factories.user()
        assert unzip(services.export_data(user=person))["favourites.json"] == ["a"]
        services.erase_person(user=person, by=None)
        assert erased == [person]


class TestTheRegister:
    def test_is_public_and_says_why_who_and_how_long(self) -> None:
        load_reference()
        page = Client().get("/donnees-personnelles/registre/").content.decode()
        assert "RGPD" in page
        assert "Comptes créés par un établissement" in page
        assert "730 jours" in page
        for part in privacy.processings():
            assert str(part.label) in page or part.label

    def test_every_processing_is_described(self) -> None:
        ours = {"account", "memberships", "schools", "trace"}
        for part in privacy.processings():
            if part.name in ours:
                assert part.purpose
                assert part.basis
                assert part.recipients
                assert part.retention


class TestRetention:
    def test_rules_are_loaded_once_and_what_people_dated_stays(self) -> None:
        load_reference()
        count = RetentionRule.objects.count()
        RetentionRule.objects.filter(matter="links").update(days=90)
        load_reference()
        assert RetentionRule.objects.count() == count
        assert RetentionRule.objects.get(matter="links").days == 90

    def test_the_latest_rule_in_force_applies(self) -> None:
        today = timezone.localdate()
        for days, start in ((400, -30), (10, -1), (5, 1)):
            RetentionRule.objects.create(matter="links", days=days, valid_from=today + datetime.timedelta(days=start))
        assert RetentionRule.objects.in_force().get(matter="links").days == 10

    def test_an_administrator_dates_a_new_one(self) -> None:
        network = factories.organisation(OrganisationKind.NETWORK)
        person = factories.member(network, Role.NETWORK_ADMIN)
        factories.second_factor(person)
        client = sign_in(person)
        data = {"matter": "links", "days": "90", "valid_from": "2027-01-01", "source": "Décision du réseau"}
        assert client.post("/donnees-personnelles/conservation/", data).status_code == 302
        assert RetentionRule.objects.get().days == 90
        assert AuditEntry.objects.get(action="retention.changed").data == {"matter": "links", "days": 90}
        assert client.post("/donnees-personnelles/conservation/", {**data, "days": "0"}).status_code == 200

    def test_every_night_what_has_served_goes_and_the_rest_stays(self) -> None:
        person = factories.user()
        IdempotencyKey.objects.create(owner="a", key="old", digest="", created_at=factories.in_days(-3))
        IdempotencyKey.objects.create(owner="a", key="new", digest="")
        old = {"purpose": "x", "email": "a@example.org"}
        PersonalLink.objects.create(**old, token_hash="1", expires_at=factories.in_days(-401))
        PersonalLink.objects.create(**old, token_hash="2", expires_at=factories.in_days(-399))
        forget_expired()
        forget_expired()
        assert [key.key for key in IdempotencyKey.objects.all()] == ["new"]
        assert [link.token_hash for link in PersonalLink.objects.all()] == ["2"]
        person.refresh_from_db()
        assert person.anonymised_at is None

    def test_one_failure_does_not_keep_the_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(before: datetime.datetime) -> int:
            raise RuntimeError("no")

        monkeypatch.setattr(privacy, "_matters", dict(privacy._matters))
        privacy.keep("aaa", label="A", days=1, source="", forget=fail)
        privacy._matters = {"aaa": privacy._matters["aaa"], **privacy._matters}
        gone = services.forget_expired()
        assert "aaa" not in gone
        assert "links" in gone

    def test_an_account_nobody_confirmed(self) -> None:
        client = Client()
        fields = {"door": "trainee", "first_name": "A", "last_name": "B", "email": "never@example.org"}
        client.post("/compte/signup/", fields)
        confirmed = factories.user(email="here@example.org")
        for days, gone in ((29, False), (31, True)):
            with time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False):
                services.forget_expired()
            assert User.objects.filter(email="never@example.org").exists() is not gone
        confirmed.refresh_from_db()
        assert confirmed.email

    def test_an_unused_account_is_warned_a_month_before(self) -> None:
        now = timezone.now()
        person = factories.user(email="away@example.org", last_login=now)
        back = factories.user(email="back@example.org", last_login=now)
        with time_machine.travel(now + datetime.timedelta(days=3 * 365 + 1), tick=False):
            services.forget_expired()
            assert "sera effacé le" in mailbox.latest("away@example.org").subject
            services.forget_expired()
            assert len(mailbox.received("away@example.org")) == 1, "one letter"
            Client().post("/compte/login/", {"login": "back@example.org", "password": factories.PASSWORD})
        with time_machine.travel(now + datetime.timedelta(days=3 * 365 + 40), tick=False):
            services.forget_expired()
        person.refresh_from_db()
        back.refresh_from_db()
        assert person.anonymised_at is not None
        assert back.anonymised_at is None
        assert back.warned_at is None

    def test_a_pupil_who_left_two_years_ago(self) -> None:
        school = factories.organisation(OrganisationKind.TRAINING)
        gone, here = factories.pupil(school), factories.pupil(school)
        Pupil.objects.filter(pk=gone.pk).update(left_at=factories.in_days(-731))
        services.forget_expired()
        assert User.objects.get(pk=gone.user_id).anonymised_at is not None
        assert User.objects.get(pk=here.user_id).anonymised_at is None
        assert list(school.pupils.all()) == [here]
