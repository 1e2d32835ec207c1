"""« À faire », what was given up, and the mailbox of the demonstration."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.mail import Letter, send
from accounts.workspace import Workspace
from messaging import demo_mailbox, inbox, outbox
from messaging.enums import DeliveryState, OutboxState
from messaging.inbox import Todo, Urgency
from messaging.models import DemoEmail, EmailDelivery, OutboxEntry
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def admin() -> Client:
    person = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    factories.second_factor(person)
    return sign_in(person)


def test_the_inbox_gathers_from_every_provider_most_urgent_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def one(workspace: Workspace) -> Iterable[Todo]:
        yield Todo(title="Quand vous pourrez", url="/a/")
        yield Todo(title="Passé", url="/b/", due=TODAY - datetime.timedelta(days=1))

    def two(workspace: Workspace) -> Iterable[Todo]:
        yield Todo(title="Demain", url="/c/", urgency=Urgency.SOON, due=TODAY + datetime.timedelta(days=1))
        yield Todo(title="En retard", url="/d/", urgency=Urgency.LATE)

    monkeypatch.setattr(inbox, "_providers", [one, two])
    client = Client()
    client.force_login(factories.user())
    page = client.get(reverse("messaging:inbox"))
    titles = [todo.title for todo in page.context["todos"]]
    assert titles == ["En retard", "Passé", "Demain", "Quand vous pourrez"]
    content = page.content.decode()
    assert content.index("En retard") < content.index("Quand vous pourrez")
    assert content.count("is-urgent") == 2


def test_an_empty_inbox_says_what_to_do_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "_providers", [])
    client = Client()
    client.force_login(factories.user())
    assert 'class="empty"' in client.get(reverse("messaging:inbox")).content.decode()
    assert Client().get(reverse("messaging:inbox")).status_code == 302


def test_what_was_given_up_is_seen_and_tried_again() -> None:
    send(Letter(kind="accounts.code", to="a@example.org", subject="s", lines=["Hi"]))
    EmailDelivery.objects.update(state=DeliveryState.FAILED, last_error="550 no such user")
    OutboxEntry.objects.update(state=OutboxState.FAILED, last_error="RuntimeError: no luck", attempts=12)
    delivery, entry = EmailDelivery.objects.get(), OutboxEntry.objects.get()
    client = admin()
    page = client.get(reverse("messaging:failures")).content.decode()
    assert "550 no such user" in page
    assert "no luck" in page
    assert any(todo.count == 2 for todo in client.get(reverse("messaging:inbox")).context["todos"])
    client.post(reverse("messaging:retry_entry", kwargs={"pk": entry.pk}))
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == (OutboxState.PENDING, 0)
    client.post(reverse("messaging:retry_email", kwargs={"pk": delivery.pk}))
    outbox.drain()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert client.post(reverse("messaging:retry_email", kwargs={"pk": delivery.pk})).status_code == 404


def test_an_entry_is_given_up_for_good_only_once_it_failed() -> None:
    send(Letter(kind="accounts.code", to="a@example.org", subject="s", lines=["Hi"]))
    entry = OutboxEntry.objects.get()
    client = admin()
    drop = reverse("messaging:drop_entry", kwargs={"pk": entry.pk})
    assert client.post(drop).status_code == 404
    OutboxEntry.objects.update(state=OutboxState.FAILED)
    assert client.post(drop).status_code == 302
    assert not OutboxEntry.objects.exists()


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "messaging.demo_mailbox.DemoMailboxBackend"


def test_the_demo_mailbox_exists_only_in_a_demonstration(settings: Any) -> None:
    kept = demo_mailbox.keep(EmailMultiAlternatives("s", "t", "a@example.org", ["b@example.org"]))
    addresses = [
        reverse("messaging:demo_mailbox"),
        reverse("messaging:demo_email", kwargs={"pk": kept.pk}),
        reverse("messaging:demo_email_as_shown", kwargs={"pk": kept.pk}),
    ]
    assert [Client().get(address).status_code for address in addresses] == [404, 404, 404]


@pytest.mark.usefixtures("demonstration")
def test_the_demo_mailbox_shows_what_was_sent_with_its_links() -> None:
    link = ("Ouvrir <vite>", "http://testserver/lien/abc/")
    send(Letter(kind="accounts.link", to="b@example.org", subject="Votre lien", lines=["Bonjour"], button=link))
    outbox.drain()
    client = Client()
    assert "Votre lien" in client.get(reverse("messaging:demo_mailbox")).content.decode()
    assert "Votre lien" not in client.get(reverse("messaging:demo_mailbox"), {"to": "nobody@"}).content.decode()
    kept = DemoEmail.objects.get()
    page = client.get(reverse("messaging:demo_email", kwargs={"pk": kept.pk})).content.decode()
    assert 'href="http://testserver/lien/abc/"' in page
    shown = client.get(reverse("messaging:demo_email_as_shown", kwargs={"pk": kept.pk}))
    assert "Ouvrir &lt;vite&gt;" in shown.content.decode()
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy


@pytest.mark.usefixtures("demonstration")
def test_only_the_last_e_mails_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_mailbox, "KEPT", 3)
    backend = demo_mailbox.DemoMailboxBackend()
    for number in range(5):
        backend.send_messages([EmailMultiAlternatives(f"s{number}", "t", "a@example.org", ["b@example.org"])])
    assert [email.subject for email in DemoEmail.objects.all()] == ["s4", "s3", "s2"]
