"""E-mails as declared objects: each is a dataclass with its template; `.queue(to=…)` writes it, a worker sends it.

    @dataclass(kw_only=True)
    class OfferPublished(Email):
        kind = "hosts.offer_published"
        template = "hosts/email/offer_published"
        offer: PlacementOffer

        def button(self) -> str:
            return self.offer.get_absolute_url()

        @classmethod
        def sample(cls) -> OfferPublished: ...

The template `hosts/email/offer_published.txt` extends `messaging/email/base.txt` and fills its blocks `subject`,
`content`, `button` (its words) and `why` (why the reader gets this). Paragraphs are parted by an empty line, lines
that begin with « - » make a list. The HTML is made from the same words; an `.html` beside it that extends
`messaging/email/base.html` takes over where an e-mail needs more than words (block `content`).
"""

from __future__ import annotations

import dataclasses
import datetime
import logging
import re
import smtplib
from dataclasses import dataclass, fields
from email.utils import make_msgid
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.template import Context, engines
from django.utils import timezone, translation

from accounts.models import User
from messaging import outbox, sealing
from messaging.enums import DeliveryState
from messaging.models import EmailDelivery

logger = logging.getLogger(__name__)

PART = "\x1e"  # parts of a rendered template; no text holds it
# A mail server that is away is tried for about three days: twenty minutes of quick tries, then every hour.
ATTEMPTS = 80

REGISTRY: dict[str, type[Email]] = {}


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(kw_only=True)
class Email:
    """One thing asked, one button, who writes and why. Subclasses are dataclasses; their fields are the context."""

    kind: ClassVar[str] = ""
    template: ClassVar[str] = ""
    # Sent by the web process itself when no worker does so within seconds: sign-in codes.
    urgent: ClassVar[bool] = False
    # Holds a code or a personal link: its words lie encrypted until it is sent, and are then erased.
    ephemeral: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.kind:
            known = REGISTRY.get(cls.kind)
            if known and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
                raise TypeError(f"two e-mails of kind {cls.kind}")
            REGISTRY[cls.kind] = cls

    @classmethod
    def sample(cls) -> Self:
        """An example with plausible values, in memory: tests and the style guide render it."""
        raise NotImplementedError(f"{cls.__qualname__} needs a sample()")

    def button(self) -> str:
        """Path or address of the one button; empty: none."""
        return ""

    def unsubscribe(self) -> str:
        """Path that ends these e-mails by a POST without signing in; empty: none."""
        return ""

    def holds_secret(self) -> bool:
        """Whether this one holds a code or a personal link, where only some of its kind do."""
        return self.ephemeral

    def about(self) -> models.Model | None:
        """The object the e-mail is about, for the record."""
        return None

    def extra(self) -> dict[str, Any]:
        """More context than the fields, computed in the reader's language."""
        return {}

    def render(self, *, recipient: User | None, language: str) -> Rendered:
        with translation.override(language):
            context = {
                **{field.name: getattr(self, field.name) for field in fields(self)},
                **self.extra(),
                "email": self,
                "part": PART,
                "recipient": recipient,
                "language": language,
                "SITE_NAME": settings.SITE_NAME,
                "PUBLIC_URL": settings.PUBLIC_URL,
                "button_url": absolute(self.button()),
                "unsubscribe_url": absolute(self.unsubscribe()),
            }
            return _render(self.template, context)

    def queue(self, *, to: User | str, language: str | None = None, key: str | None = None) -> EmailDelivery | None:
        """Writes the e-mail in the caller's transaction, to be sent after the commit.

        `language` is the reader's own unless given. With a `key`, one e-mail is ever written for it. Returns
        nothing for a person without an address, who finds what concerns them under « À faire ».
        """
        recipient = to if isinstance(to, User) else None
        address = (recipient.email if recipient else str(to)) or ""
        if not address or (recipient and not recipient.is_active):
            return None
        if key and (known := EmailDelivery.objects.filter(key=key).first()):
            return known
        language = language or (recipient.language if recipient else settings.LANGUAGE_CODE)
        words = self.render(recipient=recipient, language=language)
        unsubscribe = absolute(self.unsubscribe())
        about = self.about()
        delivery = EmailDelivery(
            kind=self.kind,
            key=key,
            user=recipient,
            to=address,
            language=language,
            ephemeral=self.holds_secret(),
            about=reference(about) if about else "",
            headers=unsubscribe_headers(unsubscribe) if unsubscribe else {},
        )
        return write(delivery, words, urgent=self.urgent)


def absolute(path: str) -> str:
    """A path of ours with the address people type in front; whole addresses and nothing stay as they are."""
    return f"{settings.PUBLIC_URL}{path}" if path.startswith("/") else path


def reference(target: models.Model) -> str:
    """How another row is named in text columns: `hosts.hostinstitution:12`."""
    return f"{target._meta.label_lower}:{target.pk}"


def unsubscribe_headers(address: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def write(delivery: EmailDelivery, words: Rendered, *, urgent: bool) -> EmailDelivery:
    """Stores an e-mail with its words and has it sent after the commit; the one of the same key if there is one."""
    delivery.message_id = make_msgid(domain=urlsplit(settings.PUBLIC_URL).hostname or "localhost")
    if delivery.ephemeral:
        delivery.text = sealing.seal(dataclasses.asdict(words))
    else:
        delivery.subject, delivery.text, delivery.html = words.subject[:250], words.text, words.html
    with transaction.atomic():
        if not _insert(delivery):
            return EmailDelivery.objects.get(key=delivery.key)
        outbox.enqueue(kind="messaging.email", payload={"delivery": delivery.pk}, urgent=urgent)
    return delivery


def _insert(delivery: EmailDelivery) -> bool:
    """Inserts unless another transaction already wrote that key; says whether it did."""
    if delivery.key is None:
        delivery.save()
        return True
    EmailDelivery.objects.bulk_create([delivery], ignore_conflicts=True)
    mine = EmailDelivery.objects.filter(message_id=delivery.message_id).values_list("pk", flat=True).first()
    delivery.pk = mine
    delivery._state.adding = False
    return mine is not None


def _render(name: str, context: dict[str, Any]) -> Rendered:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    whole = engine.get_template(f"{name}.txt").render(Context(context, autoescape=False))
    parts = [part.strip() for part in whole.split(PART)]
    if len(parts) != 4:
        raise ValueError(f"{name}.txt must extend messaging/email/base.txt")
    subject, content, button, why = parts
    words = {
        **context,
        "subject": one_line(subject),
        "content": content,
        "button_label": one_line(button),
        "why": one_line(why),
    }
    return compose(words, html=f"{name}.html")


def compose(words: dict[str, Any], *, html: str = "") -> Rendered:
    """Lays the parts of an e-mail out, as text and as HTML; `html` names a template of its own, if it exists."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    words = {**words, "blocks": paragraphs(words["content"]), "text": tidy(words["content"])}
    text = engine.get_template("messaging/email/message.txt").render(Context(words, autoescape=False))
    template = engine.select_template([html or "messaging/email/base.html", "messaging/email/base.html"])
    return Rendered(words["subject"], text.strip() + "\n", template.render(Context(words)).strip())


def one_line(words: str) -> str:
    """Words on one line; the no-break spaces that French wants stay."""
    return re.sub(r"[ \t\r\n]+", " ", words).strip()


def tidy(content: str) -> str:
    """Trims each line and keeps one empty line between paragraphs."""
    lines = [line.strip() for line in content.splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip()


def paragraphs(content: str) -> list[dict[str, Any]]:
    """The words as paragraphs and lists, for the HTML made from them."""
    blocks: list[dict[str, Any]] = []
    for block in tidy(content).split("\n\n"):
        lines = block.split("\n")
        items = [line[2:] for line in lines if line.startswith("- ")]
        before = [line for line in lines if not line.startswith("- ")]
        if before and any(before):
            blocks.append({"lines": before})
        if items:
            blocks.append({"list": items})
    return blocks


class Refused(Exception):
    """The mail server will never take this e-mail."""


@outbox.consumer("messaging.email", attempts=ATTEMPTS)
def deliver(payload: dict[str, Any]) -> None:
    """Sends one e-mail, unless it went already; a refusal for good is kept for staff to see."""
    delivery = EmailDelivery.objects.select_for_update().filter(pk=payload["delivery"]).first()
    if delivery is None or delivery.state != DeliveryState.QUEUED:
        return
    delivery.attempts += 1
    try:
        _send(delivery)
    except Refused as problem:
        delivery.state, delivery.last_error = DeliveryState.FAILED, str(problem)
        logger.error("e-mail %s was refused for good; network administrators see why", delivery.pk)
    except (smtplib.SMTPException, OSError) as problem:
        delivery.last_error = f"{type(problem).__name__}: {problem}"[:500]
        delivery.save(update_fields=["attempts", "last_error"])
        raise outbox.Later(delivery.last_error) from problem
    else:
        delivery.state, delivery.sent_at, delivery.last_error = DeliveryState.SENT, timezone.now(), ""
        if delivery.ephemeral:
            _erase(delivery)
    delivery.save()


def _words(delivery: EmailDelivery) -> Rendered:
    if not delivery.ephemeral:
        return Rendered(delivery.subject, delivery.text, delivery.html)
    try:
        return Rendered(**sealing.unseal(delivery.text))
    except ValueError as problem:
        raise Refused("Its words were encrypted with a SECRET_KEY that is no longer known.") from problem


def _send(delivery: EmailDelivery) -> None:
    words = _words(delivery)
    message = EmailMultiAlternatives(
        words.subject,
        words.text,
        settings.DEFAULT_FROM_EMAIL,
        [delivery.to],
        headers={**delivery.headers, "Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(words.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as problem:
        code, said = next(iter(problem.recipients.values()), (450, b""))
        raise _judged(code, said) from problem
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused):
        raise  # our own settings are wrong: nothing to hold against this e-mail
    except smtplib.SMTPResponseException as problem:
        raise _judged(problem.smtp_code, problem.smtp_error) from problem


def _judged(code: int, words: bytes | str) -> Exception:
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1)."""
    said = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"[:500]
    return Refused(said) if 500 <= code < 600 else smtplib.SMTPException(said)


def retry(delivery: EmailDelivery) -> None:
    """Queues a refused e-mail again, with the same Message-ID; one whose words are erased stays as it is."""
    with transaction.atomic():
        waiting = EmailDelivery.objects.failed().filter(pk=delivery.pk, erased_at=None)
        if waiting.update(state=DeliveryState.QUEUED, last_error=""):
            outbox.enqueue(kind="messaging.email", payload={"delivery": delivery.pk})


def _erase(delivery: EmailDelivery) -> None:
    delivery.subject = delivery.text = delivery.html = ""
    delivery.headers = {}
    delivery.erased_at = timezone.now()


def erase_old_texts(before: datetime.datetime) -> int:
    """Erases the words of e-mails written before that moment, unless they still wait; returns how many."""
    old = EmailDelivery.objects.filter(created_at__lt=before, erased_at=None).exclude(state=DeliveryState.QUEUED)
    return old.update(subject="", text="", html="", headers={}, erased_at=timezone.now())
