"""Threads: messages about one object between parties that all of them can see.

An app that wants its objects talked about declares it in its module `threads`:

    threads.register_subject("hosts.host", HostSheet())

Pages then link to `threads.address(host)`: the thread, or the form that begins it with a first message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, Territory, User
from messaging import audiences
from messaging.emails import reference
from messaging.models import Message, Thread, ThreadParty, ThreadReading


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a thread is to be: its title, and who takes part or watches."""

    subject: str
    organisations: tuple[Organisation, ...] = ()
    people: tuple[User, ...] = ()
    audiences: tuple[str, ...] = ()
    watchers: tuple[Organisation | User, ...] = ()
    territory: Territory | None = None
    # Which roles of those organisations take part or watch; empty: every member.
    roles: dict[int, tuple[str, ...]] = field(default_factory=dict)


class Subject(Protocol):
    """What an app says about the objects of one model that people may talk about."""

    def opening(self, user: User, pk: str) -> Opening | None:
        """The thread the person may begin or join about that object; None: no such object for them."""

    def url(self, pk: str) -> str:
        """Where the object is shown."""

    def author(self, message: Message, viewer: User) -> str:
        """The name under which the viewer sees the author."""


class NamesPeople(Subject, Protocol):
    """A subject whose people are not known by their whole name to everybody in the thread."""

    def name(self, about: str, person: User, viewer: User) -> str:
        """The name under which the viewer sees a person who takes part."""


_subjects: dict[str, Subject] = {}


def register_subject(label: str, subject: Subject) -> None:
    """Declares that objects of the model `label` (« app.model ») may have a thread."""
    _subjects[label.lower()] = subject


def subject_of(about: str) -> Subject | None:
    return _subjects.get(about.rpartition(":")[0])


def address(target: models.Model) -> str:
    """Where to read or begin the thread about an object."""
    return reverse("messaging:write", kwargs={"about": reference(target)})


def open(
    *,
    about: models.Model,
    subject: str,
    organisations: Iterable[Organisation] = (),
    people: Iterable[User] = (),
    audiences: Iterable[str] = (),
    watchers: Iterable[Organisation | User] = (),
    territory: Territory | None = None,
    purpose: str = "",
) -> Thread:
    """The thread about the object, made if need be; parties that are missing are added, none is taken away."""
    wanted = Opening(
        subject=subject,
        organisations=tuple(organisations),
        people=tuple(people),
        audiences=tuple(audiences),
        watchers=tuple(watchers),
        territory=territory,
    )
    return begin(about=reference(about), opening=wanted, purpose=purpose)


@transaction.atomic
def begin(*, about: str, opening: Opening, purpose: str = "") -> Thread:
    thread, _made = Thread.objects.get_or_create(
        about=about,
        purpose=purpose,
        defaults={"subject": opening.subject[:200], "territory": opening.territory},
    )
    parties = [
        ThreadParty(thread=thread, organisation=one, roles=list(opening.roles.get(one.pk, ())))
        for one in opening.organisations
    ]
    parties += [ThreadParty(thread=thread, user=one) for one in opening.people]
    parties += [ThreadParty(thread=thread, audience=code) for code in opening.audiences]
    for one in opening.watchers:
        who = {"user": one} if isinstance(one, User) else {"organisation": one}
        roles = [] if isinstance(one, User) else list(opening.roles.get(one.pk, ()))
        parties.append(ThreadParty(thread=thread, watches=True, roles=roles, **who))
    ThreadParty.objects.bulk_create(parties, ignore_conflicts=True)
    return thread


@transaction.atomic
def write(*, thread: Thread, author: User, text: str, organisation: Organisation | None = None) -> Message:
    """Adds a message, marks the thread read for its author, and tells the others by e-mail, once until they read."""
    from messaging.notifications import NewMessage

    Thread.objects.select_for_update().get(pk=thread.pk)
    message = Message.objects.create(thread=thread, author=author, organisation=organisation, text=text.strip())
    thread.last_message_at = message.created_at
    thread.save(update_fields=["last_message_at"])
    mark_read(thread=thread, user=author, until=message.pk)
    readings = dict(ThreadReading.objects.filter(thread=thread).values_list("user_id", "until"))
    for person in readers(thread):
        if person.pk != author.pk:
            key = f"thread:{thread.pk}:{person.pk}:{readings.get(person.pk, 0)}"
            NewMessage(message=message, reader=person).queue(to=person, key=key)
    return message


def readers(thread: Thread) -> list[User]:
    """Who is told of a new message: the people who take part, not those who only watch."""
    people = User.objects.none()
    for party in thread.parties.filter(watches=False):
        if party.audience:
            people |= audiences.get(party.audience).people(thread)
        elif party.user_id:
            people |= User.objects.filter(pk=party.user_id)
        else:
            seats = Membership.objects.current().filter(organisation=party.organisation_id)
            if party.roles:
                seats = seats.filter(role__in=party.roles)
            people |= User.objects.filter(pk__in=seats.values("user_id"))
    return list(people.filter(is_active=True).distinct().order_by("pk"))


def mark_read(*, thread: Thread, user: User, until: int | None = None) -> None:
    """Records that the person has read up to a message, by default the last one; never goes back."""
    if until is None:
        last = thread.messages.order_by("-pk").values_list("pk", flat=True).first()
        until = last or 0
    reading, made = ThreadReading.objects.get_or_create(thread=thread, user=user, defaults={"until": until})
    if not made and reading.until < until:
        ThreadReading.objects.filter(pk=reading.pk, until__lt=until).update(until=until)


def may_write(thread: Thread, user: User) -> bool:
    """Whether the person takes part rather than only watches."""
    return Thread.objects.written_by(user).filter(pk=thread.pk).exists()


def may_open(user: User, about: str) -> tuple[Thread | None, Opening | None]:
    """The thread the person may read about that object, or else the one they may begin; neither: no such object."""
    thread = Thread.objects.visible_to(user).filter(about=about, purpose="").first()
    subject = subject_of(about)
    if thread or subject is None:
        return thread, None
    return None, subject.opening(user, about.rpartition(":")[2])


def unread(user: User) -> int:
    """In how many threads something waits to be read."""
    return Thread.objects.visible_to(user).unread_by(user).count()


def party_names(thread: Thread, viewer: User) -> tuple[list[str], list[str]]:
    """Who takes part and who only watches, in words."""
    names: tuple[list[str], list[str]] = ([], [])
    subject: Any = subject_of(thread.about)
    for party in thread.parties.select_related("user", "organisation").order_by("pk"):
        if party.audience:
            name = str(audiences.get(party.audience).label)
        elif party.user_id == viewer.pk:
            name = _("you")
        elif party.user is not None and hasattr(subject, "name"):
            name = subject.name(thread.about, party.user, viewer)
        else:
            name = str(party.user or party.organisation)
        names[party.watches].append(name)
    return names


def author_name(message: Message, viewer: User) -> str:
    if message.author is None or message.author.anonymised_at:
        return _("A person whose data were erased")
    subject = subject_of(message.thread.about)
    return subject.author(message, viewer) if subject else str(message.author)
