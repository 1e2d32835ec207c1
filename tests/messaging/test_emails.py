"""E-mails as objects: rendered in the reader's language, sent through the outbox, retried or not."""

from __future__ import annotations

import datetime
import smtplib
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import privacy
from accounts.mail import Letter, send
from messaging import emails, outbox
from messaging.enums import DeliveryState
from messaging.models import EmailDelivery, OutboxEntry
from tests import factories

pytestmark = pytest.mark.django_db


@dataclass(kw_only=True)
class Note(emails.Email):
    name: str = "L'Étape <b>&amp;</b>"
    template = "tests/email/note"

    def button(self) -> str:
        return "/a-faire/"

    def unsubscribe(self) -> str:
        return "/stop/"


@pytest.fixture(autouse=True)
def templates(settings: Any, tmp_path: Any) -> None:
    folder = tmp_path / "tests" / "email"
    folder.mkdir(parents=True)
    (folder / "note.txt").write_text(
        "{% extends 'messaging/email/base.txt' %}{% block subject %}Note for {{ name }}{% endblock %}"
        "{% block content %}Hello {{ name }},\n\n- one\n- two\n{% endblock %}"
        "{% block button %}Open{% endblock %}{% block why %}Because.{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]


def test_an_email_is_written_now_and_sent_by_the_outbox() -> None:
    person = factories.user(language="en")
    delivery = Note().queue(to=person)
    assert delivery is not None
    assert not mail.outbox
    outbox.drain()
    (sent,) = mail.outbox
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert sent.to == [person.email]
    assert sent.subject == "Note for L'Étape <b>&amp;</b>"
    assert sent.extra_headers["Message-ID"] == delivery.message_id
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "http://testserver/a-faire/" in sent.body
    html = str(sent.alternatives[0][0])
    assert "L&#x27;Étape &lt;b&gt;&amp;amp;&lt;/b&gt;" in html
    assert html.count("<li") == 2
    assert 'lang="en"' in html


def test_nobody_without_address_or_inactive_is_written_to() -> None:
    assert Note().queue(to=factories.user(email=None)) is None
    assert Note().queue(to=factories.user(is_active=False)) is None
    assert not OutboxEntry.objects.exists()


def test_no_break_spaces_stay_in_one_line() -> None:
    assert emails.one_line(" Une fiche\u00a0:\n  à voir\u202f! ") == "Une fiche\u00a0: à voir\u202f!"


def test_one_email_per_key() -> None:
    first = Note().queue(to="a@example.org", key="k")
    assert Note().queue(to="a@example.org", key="k") == first
    outbox.drain()
    assert len(mail.outbox) == 1


def refuse(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def send(self: EmailMessage, fail_silently: bool = False) -> int:
        raise problem

    monkeypatch.setattr(EmailMessage, "send", send)


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), DeliveryState.FAILED),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"greylisted")}), DeliveryState.QUEUED),
        (smtplib.SMTPDataError(554, b"spam"), DeliveryState.FAILED),
        (smtplib.SMTPDataError(452, b"full"), DeliveryState.QUEUED),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), DeliveryState.QUEUED),
        (smtplib.SMTPServerDisconnected("gone"), DeliveryState.QUEUED),
        (ConnectionRefusedError("down"), DeliveryState.QUEUED),
    ],
)
def test_the_servers_word_decides(monkeypatch: pytest.MonkeyPatch, problem: Exception, state: str) -> None:
    delivery = Note().queue(to="a@example.org")
    assert delivery is not None
    with monkeypatch.context() as patch:
        refuse(patch, problem)
        outbox.drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (state, 1)
    assert delivery.last_error
    assert OutboxEntry.objects.exists() == (state == DeliveryState.QUEUED)
    if state == DeliveryState.FAILED:
        emails.retry(delivery)
    OutboxEntry.objects.update(due_at=timezone.now())
    outbox.drain()
    assert [one.extra_headers["Message-ID"] for one in mail.outbox] == [delivery.message_id]


def test_a_code_lies_encrypted_and_is_erased_once_sent() -> None:
    """No secret, code or personal text lies about (quality.md)."""
    send(Letter(kind="accounts.code", to="a@example.org", subject="123987 is your code", lines=["Hi"], code="123987"))
    delivery = EmailDelivery.objects.get()
    assert "123987" not in str(vars(delivery))
    assert OutboxEntry.objects.get().urgent
    outbox.drain()
    assert "123987" in mail.outbox[0].body
    assert "123987" in mail.outbox[0].subject
    delivery.refresh_from_db()
    assert delivery.text == delivery.html == delivery.subject == ""
    assert delivery.state == DeliveryState.SENT


def test_a_code_sealed_with_a_lost_key_is_seen_as_failed(settings: Any) -> None:
    send(Letter(kind="accounts.code", to="a@example.org", subject="s", lines=["Hi"], code="123987"))
    settings.SECRET_KEY = "another"
    outbox.drain()
    assert EmailDelivery.objects.get().state == DeliveryState.FAILED
    assert not mail.outbox


def test_words_are_erased_after_a_time_but_never_before_sending() -> None:
    old = Note().queue(to="a@example.org")
    assert old is not None
    later = timezone.now() + datetime.timedelta(days=1)
    assert emails.erase_old_texts(later) == 0
    outbox.drain()
    assert emails.erase_old_texts(timezone.now() - datetime.timedelta(days=1)) == 0
    assert emails.erase_old_texts(later) == 1
    old.refresh_from_db()
    assert old.text == old.html == old.subject == ""


def test_what_was_written_to_a_person_is_given_out_and_erased() -> None:
    person, other = factories.user(), factories.user()
    Note().queue(to=person)
    Note().queue(to=str(person.email))
    Note().queue(to=other)
    send(Letter(kind="accounts.code", to=str(person.email), subject="s", lines=[], code="123987"))
    by_name = {processing.name: processing for processing in privacy.processings()}
    given = by_name["emails"].export(person)
    assert len(given) == 3  # type: ignore[arg-type]
    assert "123987" not in str(given)
    by_name["emails"].erase(person)
    assert EmailDelivery.objects.get().user == other
    outbox.drain()
    assert [sent.to for sent in mail.outbox] == [[other.email]]
