"""Members, roles, leaving and handing over: records stay with the organisation (§2, T9)."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import handover, services
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Membership, Organisation, User
from accounts.services import members as members_services
from tests import factories
from tests.matrix import sign_in


@pytest.fixture
def host() -> Organisation:
    return factories.organisation(name="Maison des Tilleuls")


def roles(person: User, organisation: Organisation) -> set[str]:
    return set(
        Membership.objects.current().filter(user=person, organisation=organisation).values_list("role", flat=True)
    )


@pytest.mark.django_db
class TestRoles:
    def test_given_once_however_often(self, host: Organisation) -> None:
        manager, colleague = factories.member(host), factories.member(host, Role.TUTOR)
        for _time in range(2):
            services.grant_role(organisation=host, user=colleague, role=Role.SIGNATORY, by=manager)
        assert roles(colleague, host) == {Role.TUTOR, Role.SIGNATORY}
        assert AuditEntry.objects.filter(action="membership.granted", organisation=host).count() == 1

    def test_only_those_of_the_kind(self, host: Organisation) -> None:
        with pytest.raises(Refused):
            services.grant_role(organisation=host, user=factories.user(), role=Role.NETWORK_ADMIN, by=None)

    def test_ended_never_deleted(self, host: Organisation) -> None:
        manager, colleague = factories.member(host), factories.member(host, Role.TUTOR)
        seat = Membership.objects.get(user=colleague)
        services.end_membership(membership=seat, by=manager)
        seat.refresh_from_db()
        assert seat.until == timezone.localdate()
        assert roles(colleague, host) == set()

    def test_the_pages(self, host: Organisation) -> None:
        manager, colleague = factories.member(host), factories.member(host, Role.TUTOR, first_name="Yann")
        client = sign_in(manager)
        assert "Yann" in client.get("/organisation/membres/").content.decode()
        client.post(f"/organisation/membres/{colleague.pk}/", {"role": Role.HR})
        assert roles(colleague, host) == {Role.TUTOR, Role.HR}
        seat = Membership.objects.get(user=colleague, role=Role.HR)
        client.post(f"/organisation/roles/{seat.pk}/terminer/")
        assert roles(colleague, host) == {Role.TUTOR}

    def test_they_are_found_by_name_address_or_role(self, host: Organisation) -> None:
        manager = factories.member(host)
        factories.member(host, Role.TUTOR, first_name="Zoë", last_name="Étienne", email="z@example.org")
        client = sign_in(manager)
        for words, found in (("etienne", True), ("z@example", True), ("tuteur zoe", True), ("signataire", False)):
            page = client.get("/organisation/membres/", {"q": words}).content.decode()
            assert ("Étienne" in page) is found, words

    def test_a_tutor_reads_the_list_and_changes_nothing(self, host: Organisation) -> None:
        manager, tutor = factories.member(host), factories.member(host, Role.TUTOR)
        client = sign_in(tutor)
        assert client.get("/organisation/membres/").status_code == 200
        seat = Membership.objects.get(user=manager)
        assert client.post(f"/organisation/roles/{seat.pk}/terminer/").status_code == 403
        assert client.post(f"/organisation/membres/{tutor.pk}/", {"role": Role.HOST_MANAGER}).status_code == 403
        assert roles(tutor, host) == {Role.TUTOR}

    def test_another_organisation_s_member_is_a_404(self, host: Organisation) -> None:
        stranger = factories.member(factories.organisation())
        client = sign_in(factories.member(host))
        assert client.get(f"/organisation/membres/{stranger.pk}/").status_code == 404
        assert client.get(f"/organisation/membres/{stranger.pk}/retirer/").status_code == 404

    def test_network_administrators_are_named_by_their_like(self) -> None:
        network = factories.organisation(OrganisationKind.NETWORK)
        animator, admin = factories.member(network, Role.ANIMATOR), factories.member(network, Role.NETWORK_ADMIN)
        assert Role.NETWORK_ADMIN not in members_services.grantable_roles(network, animator)
        assert Role.NETWORK_ADMIN in members_services.grantable_roles(network, admin)


@pytest.mark.django_db
class TestLeaving:
    def test_the_last_manager_hands_over_first(self, host: Organisation) -> None:
        manager, tutor = factories.member(host), factories.member(host, Role.TUTOR)
        with pytest.raises(Refused, match="Passez d’abord le relais"):
            services.leave(organisation=host, leaver=manager, by=manager)
        with pytest.raises(Refused):
            services.end_membership(membership=Membership.objects.get(user=manager), by=manager)
        services.leave(organisation=host, leaver=tutor, by=tutor)
        assert roles(manager, host) == {Role.HOST_MANAGER}
        assert roles(tutor, host) == set()

    def test_roles_and_charges_pass_to_the_successor(self, host: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
        manager, tutor = factories.member(host), factories.member(host, Role.TUTOR)
        moved: list[tuple[User, User, Organisation]] = []

        def move(*, leaver: User, successor: User, organisation: Organisation) -> int:
            moved.append((leaver, successor, organisation))
            return 3

        monkeypatch.setattr(handover, "_moves", {})
        handover.register("placements", move)
        assert services.leave(organisation=host, leaver=manager, by=manager, successor=tutor) == 3
        assert moved == [(manager, tutor, host)]
        assert roles(tutor, host) == {Role.TUTOR, Role.HOST_MANAGER}
        ended = Membership.objects.get(user=manager)
        assert ended.handed_over_to is not None
        assert ended.handed_over_to.user == tutor
        trace = AuditEntry.objects.get(action="membership.handed_over")
        assert trace.data == {"from": manager.pk, "to": tutor.pk, "moved": 3}

    @pytest.mark.parametrize("who", ["oneself", "a stranger", "someone who left"])
    def test_who_cannot_take_over(self, host: Organisation, who: str) -> None:
        manager, left = factories.member(host), factories.member(host, Role.TUTOR)
        services.leave(organisation=host, leaver=left, by=left)
        successor = {"oneself": manager, "a stranger": factories.user(), "someone who left": left}[who]
        with pytest.raises(Refused):
            services.leave(organisation=host, leaver=manager, by=manager, successor=successor)
        assert roles(manager, host) == {Role.HOST_MANAGER}

    def test_the_page_asks_who_takes_over(self, host: Organisation) -> None:
        manager, tutor = factories.member(host), factories.member(host, Role.TUTOR, first_name="Yann")
        client = sign_in(manager)
        page = client.get("/organisation/quitter/").content.decode()
        assert "choisissez qui prend le relais" in page
        assert "Yann" in page
        assert client.post("/organisation/quitter/", {}).status_code == 200
        assert roles(manager, host)
        assert client.post("/organisation/quitter/", {"successor": tutor.pk}).status_code == 302
        assert roles(tutor, host) == {Role.TUTOR, Role.HOST_MANAGER}
        assert client.get("/organisation/membres/").status_code == 403, "no longer a member"

    def test_alone_one_is_told_to_invite_first(self, host: Organisation) -> None:
        page = sign_in(factories.member(host)).get("/organisation/quitter/").content.decode()
        assert "Invitez d’abord quelqu’un" in page
        assert 'name="successor"' not in page

    def test_removing_someone_who_leaves(self, host: Organisation) -> None:
        manager, tutor = factories.member(host), factories.member(host, Role.TUTOR)
        client = sign_in(manager)
        assert client.post(f"/organisation/membres/{tutor.pk}/retirer/", {"successor": manager.pk}).status_code == 302
        assert roles(tutor, host) == set()
        assert roles(manager, host) == {Role.HOST_MANAGER, Role.TUTOR}
        assert "Relais passé à" in client.get("/organisation/membres/anciens/").content.decode()

    def test_leaving_one_organisation_keeps_the_others(self, host: Organisation) -> None:
        school = factories.organisation(OrganisationKind.TRAINING)
        person = factories.member(host, Role.TUTOR)
        factories.member(school, Role.HEAD, user=person)
        services.leave(organisation=host, leaver=person, by=person)
        assert roles(person, school) == {Role.HEAD}


@pytest.mark.django_db
class TestSwitching:
    def test_one_acts_for_the_chosen_organisation(self, host: Organisation) -> None:
        school = factories.organisation(OrganisationKind.TRAINING, name="Collège des Embruns")
        person = factories.member(host)
        factories.member(school, Role.HEAD, user=person)
        client = sign_in(person)
        assert client.get("/compte/organisation/").status_code == 405, "by POST only"
        answer = client.post("/compte/organisation/", {"organisation": host.pk, "next": "/organisation/"})
        assert answer.headers["Location"] == "/organisation/"
        assert "Maison des Tilleuls" in client.get("/organisation/").content.decode()
        client.post("/compte/organisation/", {"organisation": school.pk, "next": "https://evil.example/"})
        page = client.get("/organisation/membres/").content.decode()
        assert "Collège des Embruns" in page

    def test_not_for_one_of_others(self, host: Organisation) -> None:
        client = sign_in(factories.user())
        for number in (host.pk, "x", ""):
            assert client.post("/compte/organisation/", {"organisation": number}).status_code == 404


def together(*works: Callable[[], object]) -> list[object]:
    """Runs them at the same moment, each on a connection of its own; returns results and refusals."""
    results: list[object] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(work())
        except Refused as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
class TestTwoManagersLeaveAtOnce:
    @staticmethod
    def both_leave(host: Organisation) -> int:
        managers = [factories.member(host), factories.member(host)]
        together(*(lambda one=one: services.leave(organisation=host, leaver=one, by=one) for one in managers))  # type: ignore[misc]
        return Membership.objects.current().filter(organisation=host, role=Role.HOST_MANAGER).count()

    def test_one_of_them_stays(self, host: Organisation) -> None:
        for _time in range(5):
            Membership.objects.all().delete()
            assert self.both_leave(host) == 1

    def test_control_without_the_lock_nobody_would(self, host: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
        gate = threading.Barrier(2)
        keep = members_services._keep_a_manager

        def check_then_wait(*args: object, **kwargs: object) -> None:
            keep(*args, **kwargs)  # type: ignore[arg-type]
            gate.wait(timeout=5)

        monkeypatch.setattr(members_services, "_lock", lambda organisation: None)
        monkeypatch.setattr(members_services, "_keep_a_manager", check_then_wait)
        assert self.both_leave(host) == 0


@pytest.mark.django_db
def test_the_list_asks_as_many_questions_whatever_its_length(
    host: Organisation, django_assert_max_num_queries: object
) -> None:
    client: Client = sign_in(factories.member(host))
    with django_assert_max_num_queries(12) as few:  # type: ignore[operator]
        client.get("/organisation/membres/")
    for _number in range(8):
        factories.member(host, Role.TUTOR)
    with django_assert_max_num_queries(12) as many:  # type: ignore[operator]
        client.get("/organisation/membres/")
    assert len(many) == len(few)
