"""What an agreement needs to know of a trainee: their own file, and their legal representatives."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, birth_dates
from accounts.errors import Refused
from accounts.models import Organisation, User
from internships import events
from internships.enums import NEVER_SENT_STATES
from internships.events import Change
from internships.models import Application, Guardian, Placement, TraineeProfile
from internships.services import locks

MOST_GUARDIANS = 2


@dataclass(frozen=True)
class GuardianData:
    name: str
    relationship: str = ""
    email: str = ""
    telephone: str = ""


@transaction.atomic
def update_profile(*, person: User, changes: Mapping[str, Any]) -> TraineeProfile:
    """Saves what the trainee says of themselves; `birth_date` belongs to their account."""
    profile, _made = TraineeProfile.objects.select_for_update().get_or_create(user=person)
    values = dict(changes)
    if "birth_date" in values:
        day = values.pop("birth_date")
        if day != person.birth_date and birth_dates.is_fixed(person):
            raise Refused(birth_dates.FIXED)
        person.birth_date = day
        person.save(update_fields=["birth_date"])
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save()
    return profile


def age_counts(person: User) -> bool:
    """Whether hosts, or an agreement, rely on the age of the person: an application was sent, a placement stands."""
    sent = Application.objects.filter(person=person).exclude(state__in=NEVER_SENT_STATES)
    return sent.exists() or Placement.objects.standing().filter(person=person).exists()


@transaction.atomic
def set_birth_date(*, person: User, day: datetime.date, actor: User, organisation: Organisation | None) -> None:
    """The school corrects a date of birth, or the network that of whom no school follows; who signs the agreements in
    preparation follows.

    Raises Refused while an agreement is being signed.
    """
    person = locks.person(person.pk)
    standing = list(Placement.objects.standing().filter(person=person).order_by("pk"))
    for placement in standing:
        events.ask(placement, change=Change.AGE, actor=actor)
    person.birth_date = day
    person.save(update_fields=["birth_date"])
    audit.record(action="trainee.birth_date_set", actor=actor, target=person, organisation=organisation)
    for placement in Placement.objects.filter(pk__in=[one.pk for one in standing]).order_by("pk"):
        events.tell("changed", placement, change=Change.AGE)


@transaction.atomic
def set_guardians(
    *, person: User, guardians: Sequence[GuardianData], actor: User, school: Organisation | None = None
) -> list[Guardian]:
    """Says who represents a minor, in order; at most two, each with an address of their own.

    The two sides of an agreement cannot share an address, so neither can a trainee and a representative.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    _refuse_shared_addresses(person, guardians)
    if len(guardians) > MOST_GUARDIANS:
        raise Refused(_("A trainee has two legal representatives at most."))
    kept = []
    for position, data in enumerate(guardians, start=1):
        row, _made = Guardian.objects.update_or_create(
            person=person,
            position=position,
            defaults={
                "name": data.name,
                "relationship": data.relationship,
                "email": data.email,
                "telephone": data.telephone,
            },
        )
        kept.append(row)
    Guardian.objects.filter(person=person, position__gt=len(guardians)).delete()
    audit.record(
        action="trainee.guardians_set",
        actor=actor,
        target=person,
        organisation=school,
        data={"count": len(guardians)},
    )
    return kept


def _refuse_shared_addresses(person: User, guardians: Sequence[GuardianData]) -> None:
    addresses = [data.email.lower() for data in guardians if data.email]
    if person.email and person.email.lower() in addresses:
        raise Refused(_("A legal representative needs an e-mail address other than the trainee’s."))
    if len(set(addresses)) < len(addresses):
        raise Refused(_("Each legal representative needs an e-mail address of their own."))
