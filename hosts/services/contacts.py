"""Whom to talk to at a host: never public, shown to a trainee once accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from hosts.models import ContactPerson, HostInstitution


@transaction.atomic
def save_contact(
    *, institution: HostInstitution, actor: User, data: Mapping[str, Any], contact: ContactPerson | None = None
) -> ContactPerson:
    """Adds a contact person, or changes one of the same host."""
    contact = contact or ContactPerson(institution=institution)
    for name, value in data.items():
        setattr(contact, name, value)
    contact.save()
    _trace("host.contact_saved", contact, actor)
    return contact


@transaction.atomic
def delete_contact(*, contact: ContactPerson, actor: User) -> None:
    _trace("host.contact_deleted", contact, actor)
    contact.delete()


def _trace(action: str, contact: ContactPerson, actor: User) -> None:
    institution = contact.institution
    audit.record(
        action=action,
        actor=actor,
        target=institution,
        organisation=institution.organisation,
        data={"contact": contact.pk},
    )
