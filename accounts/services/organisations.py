"""Founding, describing and checking organisations; territories."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, limits, mail, notifications
from accounts.enums import MANAGING_ROLES, OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Invitation, Membership, Organisation, Territory, User

FOUNDING_ROLE = {
    OrganisationKind.HOST: Role.HOST_MANAGER,
    OrganisationKind.TRAINING: Role.COORDINATOR,
    OrganisationKind.EMPLOYER: Role.HR,
    OrganisationKind.FUNDER: Role.GRANT_MANAGER,
    OrganisationKind.NETWORK: Role.NETWORK_ADMIN,
}


@transaction.atomic
def create_organisation(
    *, founder: User, kind: str, name: str, verified: bool = False, role: str | None = None, **fields: Any
) -> Organisation:
    """Founds an organisation whose first manager is `founder`. Unless `verified`, it awaits the network's check."""
    organisation = Organisation.objects.create(
        kind=kind, name=name.strip(), verified_at=timezone.now() if verified else None, **fields
    )
    membership = Membership.objects.create(
        user=founder, organisation=organisation, role=role or FOUNDING_ROLE[OrganisationKind(kind)]
    )
    audit.record(
        action="organisation.founded",
        actor=founder,
        target=organisation,
        organisation=organisation,
        data={"kind": str(kind), "role": str(membership.role), "verified": verified},
    )
    return organisation


@transaction.atomic
def found_network(*, name: str, email: str) -> tuple[Organisation, str]:
    """The network of a new site, and the link that invites its first administrator; run again, it is the same."""
    from accounts import links
    from accounts.services import invitations

    network, created = Organisation.objects.get_or_create(kind=OrganisationKind.NETWORK, name=name.strip())
    if created:
        audit.record(action="organisation.founded", actor=None, target=network, organisation=network)
    invitation, _created = Invitation.objects.open().get_or_create(
        organisation=network,
        email=email.strip().lower(),
        defaults={"roles": [Role.NETWORK_ADMIN.value], "expires_at": timezone.now() + invitations.LIFETIME},
    )
    link = links.issue(purpose=invitations.PURPOSE, email=invitation.email, target=invitation, organisation=network)
    return network, str(link.url)


@transaction.atomic
def add_organisation(*, by: User, kind: str, name: str, manager_email: str, **fields: Any) -> Organisation:
    """The network adds an organisation, verified at once, and invites the person who will look after it."""
    from accounts.services.invitations import invite

    organisation = Organisation.objects.create(kind=kind, name=name.strip(), **fields)
    audit.record(
        action="organisation.added",
        actor=by,
        target=organisation,
        organisation=organisation,
        data={"kind": str(kind)},
    )
    role = FOUNDING_ROLE[OrganisationKind(kind)]
    invite(organisation=organisation, by=by, email=manager_email, roles=[role.value])
    return organisation


@transaction.atomic
def update_organisation(*, organisation: Organisation, by: User, changes: dict[str, Any]) -> list[str]:
    """Writes what changed; returns the names of the fields."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = sorted(name for name, value in changes.items() if getattr(organisation, name) != value)
    if not changed:
        return []
    for name in changed:
        setattr(organisation, name, changes[name])
    organisation.save(update_fields=changed)
    audit.record(
        action="organisation.changed",
        actor=by,
        target=organisation,
        organisation=organisation,
        data={"fields": changed},
    )
    return changed


@transaction.atomic
def verify_organisation(*, organisation: Organisation, by: User) -> None:
    """The network has checked that the organisation exists and that its people may speak for it (S5, S6)."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_verified:
        return
    organisation.verified_at, organisation.refused_at = timezone.now(), None
    organisation.save(update_fields=["verified_at", "refused_at"])
    audit.record(action="organisation.verified", actor=by, target=organisation, organisation=organisation)
    for manager in managers_of(organisation):
        if manager.email:
            mail.send(notifications.organisation_verified(organisation, manager))


@transaction.atomic
def refuse_organisation(*, organisation: Organisation, by: User, reason: str) -> None:
    """The network does not recognise the organisation; its managers are told why."""
    if not reason.strip():
        raise Refused(_("Say why, so that the organisation can answer."))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.refused_at:
        return
    organisation.refused_at, organisation.verified_at = timezone.now(), None
    organisation.save(update_fields=["verified_at", "refused_at"])
    audit.record(action="organisation.refused", actor=by, target=organisation, organisation=organisation, text=reason)
    for manager in managers_of(organisation):
        if manager.email:
            mail.send(notifications.organisation_refused(organisation, manager, reason.strip()))


@transaction.atomic
def ask_again(*, organisation: Organisation, by: User) -> None:
    """A refused organisation asks for another check, at most once a day."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.refused_at is None:
        return
    if not limits.hit("ask again", organisation.pk, limit=1, within=datetime.timedelta(days=1)):
        raise Refused(_("You asked for a new check today already. Please wait for the answer."))
    organisation.refused_at = None
    organisation.save(update_fields=["refused_at"])
    audit.record(action="organisation.asked_again", actor=by, target=organisation, organisation=organisation)


def managers_of(organisation: Organisation) -> list[User]:
    """Who looks after the organisation today."""
    seats = Membership.objects.current().filter(organisation=organisation, role__in=MANAGING_ROLES)
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("pk"))


@transaction.atomic
def save_territory(*, territory: Territory, by: User) -> Territory:
    """Creates or changes a territory (S11, S13)."""
    action = "territory.changed" if territory.pk else "territory.created"
    territory.save()
    audit.record(action=action, actor=by, target=territory)
    return territory


@transaction.atomic
def delete_territory(*, territory: Territory, by: User) -> None:
    """Removes a territory that nothing belongs to any more."""
    from django.db.models import ProtectedError

    number = territory.pk
    try:
        with transaction.atomic():
            territory.delete()
    except ProtectedError as error:
        raise Refused(_("Organisations belong to this territory. Move them to another one first.")) from error
    territory.pk = number
    audit.record(action="territory.deleted", actor=by, target=territory)
