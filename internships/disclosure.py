"""What a host learns of a trainee, and when (S5, E6).

An adult's name reaches the host on applying. Of a minor, today or on the first day, it reads the first name, the level
and the message; the name and the documents come with its acceptance. E-mail and telephone of both sides stay hidden
until then.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import User
from internships.enums import ApplicationState
from internships.models import Application

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
