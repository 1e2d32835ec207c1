"""What messaging keeps about people: declared in the register, given out on demand, erased, forgotten in time."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from messaging.enums import DeliveryState
from messaging.models import EmailDelivery, Message, ThreadParty, ThreadReading

CONTRACT = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")


def own_emails(user: User) -> Q:
    """What was written to the person, also before they had an account with that address."""
    return Q(user=user) | Q(to__iexact=user.email) if user.email else Q(user=user)


def export_emails(user: User) -> object:
    kept = EmailDelivery.objects.filter(own_emails(user)).order_by("pk")
    return [
        {
            "kind": email.kind,
            "to": email.to,
            "written": email.created_at,
            "sent": email.sent_at,
            "subject": email.subject,
            # Words that still lie encrypted hold a code or a personal link, which is not for a file.
            "text": "" if email.ephemeral else email.text,
        }
        for email in kept
    ]


def erase_emails(user: User) -> None:
    """What waits to be sent goes unsent: the mail server is not told of a person who left."""
    EmailDelivery.objects.filter(own_emails(user)).delete()


def export_messages(user: User) -> object:
    written = Message.objects.filter(author=user).select_related("thread").order_by("pk")
    return [{"exchange": one.thread.subject, "written": one.created_at, "text": one.text} for one in written]


def erase_messages(user: User) -> None:
    """The person's words go; that they wrote stays, for the others' exchange to make sense."""
    Message.objects.filter(author=user).update(text="", erased_at=timezone.now())
    ThreadReading.objects.filter(user=user).delete()
    ThreadParty.objects.filter(user=user).delete()


def forget_emails(before: datetime.datetime) -> int:
    """Erases the words of e-mails; that they were sent stays known for as long again."""
    from messaging.emails import erase_old_texts

    return erase_old_texts(before)


def forget_deliveries(before: datetime.datetime) -> int:
    return EmailDelivery.objects.filter(created_at__lt=before).exclude(state=DeliveryState.QUEUED).delete()[0]


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "emails",
        label=_("E-mails sent"),
        purpose=_("Write to people about what they asked for, try again when a mail server is away, answer questions."),
        basis=CONTRACT,
        recipients=_("The person written to; administrators see the address and the refusal of what failed"),
        retention=_("Words 90 days, that it was sent one year; codes and personal links until they are sent"),
        export=export_emails,
        erase=erase_emails,
    )
    privacy.register(
        "messages",
        label=_("Messages"),
        purpose=_("Let people and organisations write to each other about a sheet or a placement."),
        basis=CONTRACT,
        recipients=_("Those named in the exchange, and no one else"),
        retention=_("As long as the object of the exchange; without words after erasure"),
        export=export_messages,
        erase=erase_messages,
    )
    own = "Durée choisie par le réseau"
    privacy.keep("emails.words", label=_("Words of e-mails"), days=90, source=own, forget=forget_emails)
    privacy.keep("emails.sent", label=_("Traces of e-mails sent"), days=365, source=own, forget=forget_deliveries)
