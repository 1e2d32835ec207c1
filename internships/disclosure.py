"""What a host learns of a trainee, and when (S5, E6).

An adult's name reaches the host on applying. Of a minor, today or on the first day, it reads the first name, the level
and the message; the name and the documents come with its acceptance. E-mail and telephone of both sides stay hidden
until then. The CV and the objectives that the trainee attached follow the documents; the CV closes again when nothing
comes of it, or once the stay is over. A host that takes a placement without an application reads the CV while it lasts.
An employer that sends one of its staff does not read their CV, which is written for hosts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.along import Branch, along
from accounts.models import Membership, User
from documents.models import StoredFile
from internships.enums import ApplicationState, PlacementState
from internships.models import Application, Placement, TraineeProfile

ADULT = 18
AGREED_STATES = (ApplicationState.ACCEPTED, ApplicationState.CONFIRMED)
# Once an application has come to nothing, its documents are nobody's business but the trainee's.
OPEN_STATES = (ApplicationState.SENT, ApplicationState.READ, *AGREED_STATES)


def is_minor(person: User, day: datetime.date) -> bool:
    """Under 18 on that day. Somebody whose age nobody knows is protected like a minor."""
    birth = person.birth_date
    if birth is None:
        return True
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return age < ADULT


def agreed(application: Application) -> bool:
    """Whether the two sides said yes: each may reach the other."""
    return application.state in AGREED_STATES


def is_protected(person: User, start: datetime.date) -> bool:
    """A minor today or on the first day: who turns 18 before the placement is no adult yet while asking for it."""
    return is_minor(person, min(start, timezone.localdate()))


def names_person(application: Application) -> bool:
    """Whether the host may know the trainee's name."""
    return agreed(application) or not is_protected(application.person, application.start)


def shows_documents(application: Application) -> bool:
    """Whether the host may read what was sent along."""
    return names_person(application) and application.state in OPEN_STATES


def name_for_host(application: Application) -> str:
    person = application.person
    return str(person) if names_person(application) else person.first_name or str(person.pk)


def shows_objectives(application: Application) -> bool:
    """Whether the host may read the objectives that the trainee attached (E7): like the documents."""
    return shows_documents(application)


def shows_cv(application: Application) -> bool:
    """Whether the host may read the CV (E6): like the documents, until the stay is over."""
    if not shows_documents(application):
        return False
    placement = getattr(application, "placement", None)
    return placement is None or placement_shows_cv(placement)


def placement_shows_cv(placement: Placement) -> bool:
    """Whether those of a placement may read the CV: while it is agreed and not over."""
    return placement.state == PlacementState.OPEN and placement.end >= timezone.localdate()


def reads_cv(placement: Placement, user: User, seats: Iterable[Membership] | None = None) -> bool:
    """Whether somebody who sees the placement reads the CV there: everybody but who only speaks for the employer."""
    from internships.rights import Party, parties

    return placement_shows_cv(placement) and parties(placement, user, seats) != {Party.EMPLOYER}


@dataclass(frozen=True)
class CvReader:
    """Who may read a person's CV: since when, and the page that says why. `since` is None while it waits."""

    name: str
    address: str
    since: datetime.datetime | None


def cv_readers(person: User) -> list[CvReader]:
    """The hosts that may read the CV today, and those that will once they accept (minors). Two queries."""
    sent = Application.objects.filter(person=person, sent_at__isnull=False, state__in=OPEN_STATES)
    rows = sent.select_related("institution__organisation", "placement", "person").order_by("-sent_at", "-pk")
    found = []
    for one in rows:
        if shows_cv(one):
            found.append(CvReader(str(one.institution), _application_page(one), _shown_since(one)))
        elif not names_person(one):
            found.append(CvReader(str(one.institution), _application_page(one), None))
    agreed_elsewhere = Placement.objects.filter(
        person=person, application=None, state=PlacementState.OPEN, end__gte=timezone.localdate()
    )
    hosts_of = Branch("sites", related=("institution__organisation",))
    for placement in along(agreed_elsewhere.order_by("-created_at"), hosts_of):
        address = reverse("internships:placement", args=[placement.pk])
        hosts = dict.fromkeys(str(site.institution) for site in placement.sites.all())
        found += [CvReader(name, address, placement.created_at) for name in hosts]
    return found


def _application_page(application: Application) -> str:
    return reverse("internships:application", args=[application.pk])


def _shown_since(application: Application) -> datetime.datetime | None:
    """Since it was sent; of somebody who was protected then, since the host accepted."""
    sent = application.sent_at
    if (
        sent is None
        or is_minor(application.person, timezone.localdate(sent))
        or is_protected(application.person, application.start)
    ):
        return application.answered_at or sent
    return sent


def may_see_photo(user: object, file: StoredFile) -> bool:
    """The photo of a profile: its owner, the school that sends, and the hosts that may read the CV."""
    profile = TraineeProfile.objects.filter(photo=file).select_related("user").first()
    if profile is None or not getattr(user, "is_authenticated", False):
        return False
    if profile.user == user:
        return True
    stays = Placement.objects.visible_to(user).filter(person=profile.user)
    if any(reads_cv(stay, user) for stay in stays[:20]):  # type: ignore[arg-type]
        return True
    mine = Application.objects.visible_to(user).filter(person=profile.user)
    return any(
        shows_cv(one) or not _is_of_host(one, user)
        for one in mine.filter(state__in=OPEN_STATES).select_related("person", "placement")[:50]
    )


def _is_of_host(application: Application, user: object) -> bool:
    """Whether the reader sees the application as its host, not as the school that sends."""
    from internships.workflow import Who, standing

    return Who.SCHOOL not in standing(application, user)  # type: ignore[arg-type]
