"""What people find in their mailbox: the outbox is drained, then the messages are read as a reader does."""

from __future__ import annotations

import re

from django.core import mail
from django.core.mail import EmailMessage

from messaging import outbox


def received(to: str = "") -> list[EmailMessage]:
    """Everything sent so far, to that address when one is given."""
    outbox.drain()
    return [message for message in mail.outbox if not to or message.to == [to]]


def latest(to: str) -> EmailMessage:
    messages = received(to)
    assert messages, f"nothing was sent to {to}"
    return messages[-1]


def link_in(message: EmailMessage) -> str:
    """The path of the personal link in the message."""
    found = re.findall(r"https?://[^\s/]+(/lien/[\w-]+/)", str(message.body))
    assert found, message.body
    return str(found[0])


def latest_code(to: str) -> str:
    """The code of the latest message that holds one; codes overtake other messages on the way."""
    codes = [code_in(message) for message in received(to) if message.subject.split()[0] in str(message.body)]
    assert codes, f"no code was sent to {to}"
    return codes[-1]


def code_in(message: EmailMessage) -> str:
    """The code, which also stands in the subject: one reads it there on a telephone."""
    code = message.subject.split()[0]
    assert code in str(message.body)
    return str(code)
