"""What an agreement needs to know of a trainee: their own file, and their legal representatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from internships.models import Guardian, TraineeProfile

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
        person.birth_date = values.pop("birth_date")
        person.save(update_fields=["birth_date"])
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save()
    return profile


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
