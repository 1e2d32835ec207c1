"""Threads: messages about an object between parties that all can see (T7, S5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import privacy
from accounts.enums import OrganisationKind, Role
from accounts.models import User
from accounts.workspace import Workspace
from hosts.enums import HostState
from hosts.models import HostInstitution
from messaging import inbox, outbox, threads
from messaging.emails import reference
from messaging.models import Message, Thread, ThreadParty
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def host() -> HostInstitution:
    return factories.host(organisation__territory=factories.territory(), state=HostState.PENDING)


@pytest.fixture
def manager(host: HostInstitution) -> User:
    return factories.member(host.organisation, Role.HOST_MANAGER)


@pytest.fixture
def animator(host: HostInstitution) -> User:
    club = factories.organisation(OrganisationKind.NETWORK, territory=host.organisation.territory)
    return factories.member(club, Role.ANIMATOR)


@pytest.fixture
def elsewhere() -> User:
    """An animator of another territory."""
    club = factories.organisation(OrganisationKind.NETWORK, territory=factories.territory())
    return factories.member(club, Role.ANIMATOR)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def begin(host: HostInstitution, author: User, text: str = "Bonjour") -> Thread:
    response = signed_in(author).post(threads.address(host), {"text": text})
    assert response.status_code == 302, response.status_code
    return Thread.objects.get()


def test_a_host_writes_to_its_moderators_and_they_answer(
    host: HostInstitution, manager: User, animator: User, elsewhere: User
) -> None:
    thread = begin(host, manager, "Notre fiche est-elle complète ?")
    assert set(Thread.objects.visible_to(manager)) == set(Thread.objects.visible_to(animator)) == {thread}
    assert not Thread.objects.visible_to(elsewhere).exists()
    outbox.drain()
    (sent,) = mail.outbox
    assert sent.to == [animator.email]
    assert "Notre fiche" not in sent.body + str(sent.alternatives)
    address = reverse("messaging:thread", kwargs={"pk": thread.pk})
    page = signed_in(animator).get(address)
    assert "Notre fiche est-elle complète ?" in page.content.decode()
    assert host.organisation.name in page.content.decode()
    assert signed_in(animator).post(address, {"text": "Presque."}).status_code == 302
    outbox.drain()
    assert mail.outbox[-1].to == [manager.email]
    assert "Presque." in signed_in(manager).get(address).content.decode()


def test_strangers_neither_read_nor_begin(host: HostInstitution, manager: User, elsewhere: User) -> None:
    stranger, teacher = factories.user(), factories.member(factories.organisation(), Role.TUTOR)
    for person in (stranger, teacher, elsewhere):
        assert signed_in(person).get(threads.address(host)).status_code == 404
        assert signed_in(person).post(threads.address(host), {"text": "x"}).status_code == 404
    assert not Thread.objects.exists()
    thread = begin(host, manager)
    address = reverse("messaging:thread", kwargs={"pk": thread.pk})
    for person in (stranger, teacher, elsewhere):
        client = signed_in(person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}).status_code == 404
        read = reverse("messaging:mark_read", kwargs={"pk": thread.pk})
        assert client.post(read, {"until": Message.objects.get().pk}).status_code == 404
        assert not list(client.get(reverse("messaging:threads")).context["page"])
    assert Message.objects.count() == 1


def test_an_unknown_object_is_a_404(manager: User) -> None:
    client = signed_in(manager)
    for about in ("hosts.hostinstitution:0", "hosts.hostinstitution:x", "accounts.user:1", "nonsense", ":"):
        assert client.get(reverse("messaging:write", kwargs={"about": about})).status_code == 404


def test_beginning_twice_leads_to_the_same_thread(host: HostInstitution, manager: User, animator: User) -> None:
    thread = begin(host, manager)
    response = signed_in(animator).get(threads.address(host))
    assert response.url == reverse("messaging:thread", kwargs={"pk": thread.pk})  # type: ignore[attr-defined]
    again = threads.open(about=host, subject="x", organisations=[host.organisation], audiences=["moderators"])
    assert again == thread
    assert ThreadParty.objects.count() == 2


def test_a_get_writes_nothing(host: HostInstitution, manager: User, animator: User) -> None:
    signed_in(manager).get(threads.address(host))
    assert not Thread.objects.exists()
    thread = begin(host, manager)
    client = signed_in(animator)
    for _again in range(2):
        page = client.get(reverse("messaging:thread", kwargs={"pk": thread.pk}))
        assert page.context["thread"].unread == 1


def test_reading_clears_and_a_later_message_counts_again(host: HostInstitution, manager: User, animator: User) -> None:
    thread = begin(host, manager)
    last = Message.objects.get()
    assert threads.unread(animator) == 1
    assert threads.unread(manager) == 0
    workspace = Workspace(animator)
    assert [todo.url for todo in inbox.todos(workspace) if "messages" in todo.url] == [f"/messages/{thread.pk}/"]
    read = reverse("messaging:mark_read", kwargs={"pk": thread.pk})
    assert signed_in(animator).post(read, {"until": last.pk}).status_code == 302
    assert threads.unread(animator) == 0
    threads.mark_read(thread=thread, user=animator, until=0)
    assert threads.unread(animator) == 0
    threads.write(thread=thread, author=manager, text="Encore")
    assert threads.unread(animator) == 1


def test_one_email_until_it_is_read(host: HostInstitution, manager: User, animator: User) -> None:
    thread = begin(host, manager)
    for number in range(3):
        threads.write(thread=thread, author=manager, text=f"Encore {number}")
    outbox.drain()
    assert len(mail.outbox) == 1
    threads.mark_read(thread=thread, user=animator)
    threads.write(thread=thread, author=manager, text="Du nouveau")
    outbox.drain()
    assert len(mail.outbox) == 2


def test_an_empty_message_is_refused_beside_its_field(host: HostInstitution, manager: User) -> None:
    thread = begin(host, manager)
    page = signed_in(manager).post(reverse("messaging:thread", kwargs={"pk": thread.pk}), {"text": "   "})
    assert page.status_code == 400
    assert Message.objects.count() == 1


def test_words_are_escaped(host: HostInstitution, manager: User) -> None:
    thread = begin(host, manager, "<script>alert(1)</script>")
    page = signed_in(manager).get(reverse("messaging:thread", kwargs={"pk": thread.pk})).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_watcher_reads_and_is_seen_but_does_not_write(host: HostInstitution, manager: User) -> None:
    """S5: the school can see the exchange."""
    school = factories.organisation(OrganisationKind.TRAINING, name="Lycée des Sources")
    teacher = factories.member(school, Role.REFERENT_TEACHER)
    thread = threads.open(
        about=host, subject="Candidature", organisations=[host.organisation], watchers=[school], purpose="application"
    )
    threads.write(thread=thread, author=manager, text="Bonjour")
    address = reverse("messaging:thread", kwargs={"pk": thread.pk})
    assert signed_in(teacher).get(address).status_code == 200
    assert signed_in(teacher).post(address, {"text": "x"}).status_code == 404
    assert "Lycée des Sources" in signed_in(manager).get(address).content.decode()
    outbox.drain()
    assert not mail.outbox


def test_roles_narrow_an_organisation_down(host: HostInstitution, manager: User) -> None:
    tutor = factories.member(host.organisation, Role.TUTOR)
    thread = begin(host, manager)
    assert not Thread.objects.visible_to(tutor).exists()
    thread.parties.update(roles=[])
    ThreadParty.objects.filter(audience="").update(roles=[Role.TUTOR])
    assert Thread.objects.visible_to(tutor).exists()


def test_the_pages_ask_a_constant_number_of_queries(
    host: HostInstitution, manager: User, animator: User, django_assert_max_num_queries: Any
) -> None:
    thread = begin(host, manager)
    counts = []
    for _round in range(2):
        client = signed_in(animator)
        for address in (reverse("messaging:threads"), reverse("messaging:thread", kwargs={"pk": thread.pk})):
            with django_assert_max_num_queries(12) as queries:
                client.get(address)
            counts.append(len(queries))
        for number in range(8):
            threads.write(thread=thread, author=manager, text=str(number))
            other = factories.host(organisation__territory=host.organisation.territory)
            threads.open(about=other, subject="x", organisations=[other.organisation], audiences=["moderators"])
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


def test_a_reference_names_a_row(host: HostInstitution) -> None:
    assert reference(host) == f"hosts.hostinstitution:{host.pk}"


def test_what_a_person_wrote_is_given_out_and_erased_without_a_hole(
    host: HostInstitution, manager: User, animator: User
) -> None:
    thread = begin(host, manager, "Un secret")
    by_name = {processing.name: processing for processing in privacy.processings()}
    assert "Un secret" in str(by_name["messages"].export(manager))
    assert by_name["messages"].export(animator) == []
    by_name["messages"].erase(manager)
    page = signed_in(animator).get(reverse("messaging:thread", kwargs={"pk": thread.pk})).content.decode()
    assert "Un secret" not in page
    assert "effacé" in page
