"""Invitations by e-mail: read as the invited person reads them (§2, §7.5)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Invitation, Membership, Organisation, Pupil, User
from accounts.services import invitations as services_module
from tests import factories
from tests.accounts import mailbox
from tests.accounts.test_members import roles, together
from tests.matrix import sign_in

ADDRESS = "colleague@example.org"


@pytest.fixture
def host() -> Organisation:
    cache.clear()
    return factories.organisation(name="Maison des Tilleuls")


def invite(host: Organisation, *asked: str, by: User | None = None, email: str = ADDRESS) -> tuple[Invitation, str]:
    by = by or factories.member(host, first_name="Hélène", last_name="Morvan", email="helene@example.org")
    invitation = services.invite(organisation=host, by=by, email=email, roles=list(asked or [Role.TUTOR]))
    return invitation, mailbox.link_in(mailbox.latest(email.lower()))


@pytest.mark.django_db
class TestInviting:
    def test_the_letter_says_who_what_and_until_when(self, host: Organisation) -> None:
        invite(host, Role.TUTOR, Role.SIGNATORY)
        message = mailbox.latest(ADDRESS)
        assert message.subject == "Hélène Morvan vous invite à rejoindre Maison des Tilleuls"
        body = str(message.body)
        assert "Signataire" in body
        assert "Tuteur" in body
        assert "valable jusqu’au" in body
        assert "Vous recevez ce message parce que Hélène Morvan" in body

    def test_from_the_page_once_however_often_it_is_sent(self, host: Organisation) -> None:
        client = sign_in(factories.member(host))
        data = {"email": ADDRESS, "roles": [Role.TUTOR], "idempotency_key": "a" * 32}
        for _time in range(2):
            assert client.post("/organisation/membres/inviter/", data).status_code == 302
        assert Invitation.objects.count() == 1
        assert len(mailbox.received(ADDRESS)) == 1
        assert ADDRESS in client.get("/organisation/membres/").content.decode()

    def test_a_wrong_address_keeps_what_was_typed(self, host: Organisation) -> None:
        client = sign_in(factories.member(host))
        page = client.post("/organisation/membres/inviter/", {"email": "colleague@", "roles": [Role.TUTOR]})
        assert 'value="colleague@"' in page.content.decode()
        assert not Invitation.objects.exists()

    def test_again_is_the_same_invitation_and_the_old_link_ends(self, host: Organisation) -> None:
        manager = factories.member(host)
        first, old = invite(host, Role.TUTOR, by=manager)
        second, new = invite(host, Role.HR, by=manager, email="Colleague@Example.org")
        assert first == second
        second.refresh_from_db()
        assert second.roles == [Role.HR]
        assert Client().get(old).status_code == 410
        assert Client().get(new).status_code == 200

    def test_not_who_is_a_member_already(self, host: Organisation) -> None:
        manager = factories.member(host)
        factories.member(host, Role.TUTOR, email=ADDRESS)
        with pytest.raises(Refused, match="déjà membre"):
            invite(host, Role.TUTOR, by=manager)
        invite(host, Role.TUTOR, Role.SIGNATORY, by=manager)

    def test_not_to_a_role_that_one_may_not_give(self) -> None:
        network = factories.organisation(OrganisationKind.NETWORK)
        with pytest.raises(Refused):
            invite(network, Role.NETWORK_ADMIN, by=factories.member(network, Role.ANIMATOR))

    def test_a_name_carries_no_address_into_strangers_mailboxes(self) -> None:
        client = sign_in(factories.user())
        for name in (
            "Votre compte : https://evil.example",
            "www.evil.example",
            "Banque\u202eesuaf",
            "écrivez à x@y.fr",
        ):
            page = client.post("/organisations/fonder/training/", {"name": name, "country": "FR", "role": "head"})
            assert page.status_code == 200, name
            data = {"first_name": name, "last_name": "Roy", "phone": "", "language": "fr"}
            assert client.post("/compte/", data).status_code == 200, name
        assert not Organisation.objects.exists()
        for name in ("Foyer St-Yves (I.M.E.)", "Crèche « L’Île aux enfants » n° 2"):
            client.post(
                "/organisations/fonder/training/", {"name": name, "country": "FR", "role": "head", "another": "on"}
            )
        assert Organisation.objects.count() == 2

    def test_a_host_invites_with_a_role(self, host: Organisation) -> None:
        with pytest.raises(Refused, match="au moins un rôle"):
            services.invite(organisation=host, by=factories.member(host), email=ADDRESS, roles=[])

    def test_an_unchecked_organisation_writes_to_few(self) -> None:
        founder = factories.user()
        school = services.create_organisation(founder=founder, kind=OrganisationKind.TRAINING, name="Nouvelle école")
        for number in range(services_module.DAILY_LIMIT_UNVERIFIED):
            services.invite(organisation=school, by=founder, email=f"c{number}@example.org", roles=[Role.HEAD])
        with pytest.raises(Refused, match="beaucoup d’invitations"):
            services.invite(organisation=school, by=founder, email="one@example.org", roles=[Role.HEAD])
        with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1), tick=False):
            services.invite(organisation=school, by=founder, email="one@example.org", roles=[Role.HEAD])


@pytest.mark.django_db
class TestAccepting:
    def test_by_someone_new(self, host: Organisation) -> None:
        """The link has proved the address: no code is asked, and no door."""
        invitation, link = invite(host, Role.TUTOR)
        client = Client()
        page = client.get(link).content.decode()
        assert "Rejoindre Maison des Tilleuls" in page
        answer = client.post(link)
        form = client.get(answer.headers["Location"]).content.decode()
        assert ADDRESS in form
        assert 'name="door"' not in form
        fields = {"first_name": "Yann", "last_name": "Guillou", "email": ADDRESS, "password1": "", "next": link}
        answer = client.post(answer.headers["Location"], fields)
        assert answer.headers["Location"] == link, "signed in at once, and back at the invitation"
        person = User.objects.get(email=ADDRESS)
        assert roles(person, host) == set(), "nothing is accepted by itself"
        assert client.post(link).headers["Location"] == "/"
        assert roles(person, host) == {Role.TUTOR}
        assert not person.is_trainee
        invitation.refresh_from_db()
        assert invitation.accepted_by == person
        assert "a rejoint Maison des Tilleuls" in mailbox.latest("helene@example.org").subject
        assert "Vous avez rejoint" in client.get(link).content.decode()

    def test_another_address_at_sign_up_is_to_be_confirmed(self, host: Organisation) -> None:
        _invitation, link = invite(host)
        client = Client()
        client.post(link)
        fields = {"first_name": "Yann", "last_name": "Guillou", "email": "other@example.org", "next": link}
        answer = client.post("/compte/signup/", fields)
        assert answer.headers["Location"] == "/compte/confirm-email/"
        assert not EmailAddress.objects.filter(verified=True, user__email="other@example.org").exists()

    def test_by_someone_who_has_an_account(self, host: Organisation) -> None:
        school = factories.organisation(OrganisationKind.TRAINING)
        person = factories.member(school, Role.HEAD, email="head@example.org")
        _invitation, link = invite(host, Role.SIGNATORY)
        client = sign_in(person)
        assert "head@example.org" in client.get(link).content.decode()
        client.post(link)
        assert roles(person, host) == {Role.SIGNATORY}
        assert roles(person, school) == {Role.HEAD}
        trace = AuditEntry.objects.get(action="invitation.accepted")
        assert trace.data == {"own_address": False}
        page = client.get("/organisation/").content.decode()
        assert "Maison des Tilleuls" in page, "one acts for it at once"

    def test_twice_is_once_and_nobody_else(self, host: Organisation) -> None:
        invitation, link = invite(host)
        person = factories.user()
        services.accept_invitation(invitation=invitation, user=person)
        services.accept_invitation(invitation=invitation, user=person)
        assert Membership.objects.filter(user=person).count() == 1
        with pytest.raises(Refused, match="à quelqu’un d’autre"):
            services.accept_invitation(invitation=invitation, user=factories.user())
        assert "a été acceptée" in sign_in(factories.user()).get(link).content.decode()

    def test_withdrawn(self, host: Organisation) -> None:
        manager = factories.member(host)
        invitation, link = invite(host, by=manager)
        client = sign_in(manager)
        client.post(f"/organisation/invitations/{invitation.pk}/retirer/")
        assert Client().get(link).status_code == 410
        with pytest.raises(Refused, match="retirée"):
            services.accept_invitation(invitation=invitation, user=factories.user())
        services.invite(organisation=host, by=manager, email=ADDRESS, roles=[Role.TUTOR])

    def test_expired_offers_a_new_one(self, host: Organisation) -> None:
        invitation, link = invite(host)
        person = factories.user()
        with time_machine.travel(timezone.now() + datetime.timedelta(days=15), tick=False):
            with pytest.raises(Refused, match="expiré"):
                services.accept_invitation(invitation=invitation, user=person)
            assert Client().get(link).status_code == 410
            Client().post(f"{link}renouveler/")
            fresh = mailbox.link_in(mailbox.latest(ADDRESS))
            assert fresh != link
            client = sign_in(person)
            client.post(fresh)
            assert roles(person, host) == {Role.TUTOR}

    def test_a_trainee_is_invited_by_the_school(self) -> None:
        school = factories.organisation(OrganisationKind.TRAINING, name="Collège des Embruns")
        teacher = factories.member(school, Role.REFERENT_TEACHER)
        client = sign_in(teacher)
        client.post("/organisation/eleves/inviter/", {"email": "alix@example.org"})
        message = mailbox.latest("alix@example.org")
        assert "invite à chercher votre stage" in str(message.body)
        person = factories.user(email="alix@example.org")
        sign_in(person).post(mailbox.link_in(message))
        person.refresh_from_db()
        assert person.is_trainee
        pupil = Pupil.objects.get(school=school, user=person)
        assert not pupil.uses_code
        assert roles(person, school) == set()

    def test_other_organisations_invitations_are_a_404(self, host: Organisation) -> None:
        invitation, _link = invite(host)
        stranger = sign_in(factories.member(factories.organisation()))
        for action in ("retirer", "renvoyer"):
            assert stranger.post(f"/organisation/invitations/{invitation.pk}/{action}/").status_code == 404


@pytest.mark.django_db(transaction=True)
class TestTwoAcceptAtOnce:
    @staticmethod
    def both_accept(host: Organisation) -> list[object]:
        invitation, _link = invite(host)
        people = [factories.user(), factories.user()]
        return together(
            *(lambda one=one: services.accept_invitation(invitation=invitation, user=one) for one in people)  # type: ignore[misc]
        )

    def test_one_of_them_joins(self, host: Organisation) -> None:
        results = self.both_accept(host)
        assert sum(isinstance(result, Refused) for result in results) == 1
        assert Membership.objects.filter(organisation=host, role=Role.TUTOR).count() == 1

    def test_control_without_the_lock_both_would(self, host: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
        class Unlocked:
            """The manager of invitations, whose lock does nothing."""

            def select_for_update(self, **options: Any) -> Any:
                return Invitation._default_manager.all()

        import threading

        gate = threading.Barrier(2)
        grant = services_module.grant_role

        def wait_then_grant(**kwargs: Any) -> Membership:
            gate.wait(timeout=5)
            return grant(**kwargs)

        invitation, _link = invite(host)
        people = [factories.user(), factories.user()]
        monkeypatch.setattr(Invitation, "objects", Unlocked())
        monkeypatch.setattr(services_module, "grant_role", wait_then_grant)
        together(*(lambda one=one: services.accept_invitation(invitation=invitation, user=one) for one in people))  # type: ignore[misc]
        assert Membership.objects.filter(organisation=host, role=Role.TUTOR).count() == 2
