"""« À faire », messages, the machinery for administrators; the demo mailbox exists only in a demonstration."""

from __future__ import annotations

from django.utils import timezone

from messaging import threads
from messaging.emails import reference
from messaging.enums import DeliveryState, OutboxState
from messaging.models import EmailDelivery, Message, OutboxEntry, Thread
from tests.matrix import Row, World

NOBODY = {"*": 404}
ADMIN = {"*": 403, "local_admin": 403, "admin": 200}


def exchange(world: World) -> Thread:
    """Between the host and the moderators of its territory."""
    thread = threads.open(
        about=world.host,
        subject="La fiche",
        organisations=[world.host.organisation],
        audiences=["moderators"],
        territory=world.territory,
    )
    Message.objects.get_or_create(thread=thread, text="Bonjour", defaults={"author": world.users["host"]})
    return thread


def entry(world: World) -> dict[str, object]:
    return {"pk": OutboxEntry.objects.create(kind="messaging.email", state=OutboxState.FAILED).pk}


def delivery(world: World) -> dict[str, object]:
    number = f"<{timezone.now().timestamp()}@example.org>"
    made = EmailDelivery.objects.create(kind="x", to="a@example.org", message_id=number, state=DeliveryState.FAILED)
    return {"pk": made.pk}


# The host's team with the right role, its territory's animator, and administrators of every territory.
PARTIES = {"*": 404, "host": 200, "hr": 200, "animator": 200, "admin": 200}
WRITERS = {role: 302 if status == 200 else status for role, status in PARTIES.items()}
BEGINNERS = {"*": 404, "other_host": 200, "admin": 200}

MATRIX = {
    "messaging:inbox": Row(get={"*": 200}, redirect_login=True),
    "messaging:threads": Row(get={"*": 200}, redirect_login=True),
    "messaging:thread": Row(
        kwargs=lambda w: {"pk": exchange(w).pk},
        get=PARTIES,
        post=WRITERS,
        data={"text": "Bonjour"},
        redirect_login=True,
    ),
    "messaging:mark_read": Row(
        kwargs=lambda w: {"pk": exchange(w).pk},
        post=WRITERS,
        data=lambda w: {"until": exchange(w).messages.latest("pk").pk},
        redirect_login=True,
    ),
    "messaging:write": Row(
        kwargs=lambda w: {"about": reference(w.other_host)},
        get=BEGINNERS,
        post={role: 302 if status == 200 else status for role, status in BEGINNERS.items()},
        data={"text": "Bonjour"},
        redirect_login=True,
    ),
    "messaging:failures": Row(get=ADMIN, redirect_login=True),
    "messaging:retry_entry": Row(kwargs=entry, post={"*": 403, "local_admin": 403, "admin": 302}, redirect_login=True),
    "messaging:drop_entry": Row(kwargs=entry, post={"*": 403, "local_admin": 403, "admin": 302}, redirect_login=True),
    "messaging:retry_email": Row(
        kwargs=delivery, post={"*": 403, "local_admin": 403, "admin": 302}, redirect_login=True
    ),
    "messaging:reminders": Row(get=ADMIN, redirect_login=True),
    "messaging:reminder": Row(
        kwargs={"kind": "nothing.declared"},
        get={"*": 403, "local_admin": 403, "admin": 404},
        post={"*": 403, "local_admin": 403, "admin": 404},
        redirect_login=True,
    ),
    "messaging:demo_mailbox": Row(get=NOBODY),
    "messaging:demo_email": Row(kwargs={"pk": 1}, get=NOBODY),
    "messaging:demo_email_as_shown": Row(kwargs={"pk": 1}, get=NOBODY),
}
