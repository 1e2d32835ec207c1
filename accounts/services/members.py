"""Who belongs to an organisation with which roles; leaving, and handing over (T9)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, handover
from accounts.enums import MANAGING_ROLES, ROLES_BY_KIND, OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Membership, Organisation, User


def grantable_roles(organisation: Organisation, by: User) -> list[Role]:
    """The roles that `by` may give in the organisation; network administrators are named by their like only."""
    roles = list(ROLES_BY_KIND[OrganisationKind(organisation.kind)])
    is_admin = Membership.objects.current().filter(user=by, role=Role.NETWORK_ADMIN).exists()
    return [role for role in roles if role != Role.NETWORK_ADMIN or is_admin]


@transaction.atomic
def grant_role(*, organisation: Organisation, user: User, role: str, by: User | None) -> Membership:
    """Gives the person a role, from today; asked twice, it is the same membership."""
    if role not in ROLES_BY_KIND[OrganisationKind(organisation.kind)]:
        raise Refused(_("This role does not exist in such an organisation."))
    _lock(organisation)
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, until=None, defaults={"since": timezone.localdate()}
    )
    if created:
        audit.record(
            action="membership.granted",
            actor=by,
            target=membership,
            organisation=organisation,
            data={"user": user.pk, "role": role},
        )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """Ends one role, from today. The last manager's managing role cannot end without a successor."""
    _lock(membership.organisation)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.until is not None:
        return
    _keep_a_manager(membership.organisation, ending=[membership])
    _end([membership], by=by, successor=None)


@transaction.atomic
def leave(*, organisation: Organisation, leaver: User, by: User, successor: User | None = None) -> int:
    """Ends every role of the leaver in the organisation; returns how many things passed to the successor.

    With a `successor`, a current member, the leaver's roles and what they were in charge of pass to them.
    """
    _lock(organisation)
    ending = list(
        Membership.objects.select_for_update()
        .filter(organisation=organisation, user=leaver, until__isnull=True)
        .order_by("pk")
    )
    if not ending:
        return 0
    if successor is None:
        _keep_a_manager(organisation, ending=ending)
        _end(ending, by=by, successor=None)
        return 0
    if successor == leaver or not successor.is_active:
        raise Refused(_("Choose another member to hand over to."))
    if not Membership.objects.current().filter(organisation=organisation, user=successor).exists():
        raise Refused(_("This person is no longer a member. Choose another one, or invite them first."))
    _end(ending, by=by, successor=successor)
    moved = handover.move_all(leaver=leaver, successor=successor, organisation=organisation)
    audit.record(
        action="membership.handed_over",
        actor=by,
        target=organisation,
        organisation=organisation,
        data={"from": leaver.pk, "to": successor.pk, "moved": moved},
    )
    return moved


def has_other_manager(organisation: Organisation, leaver: User) -> bool:
    """Whether someone else looks after the organisation."""
    return (
        Membership.objects.current()
        .filter(organisation=organisation, role__in=MANAGING_ROLES, user__is_active=True)
        .exclude(user=leaver)
        .exists()
    )


def _lock(organisation: Organisation) -> None:
    # Two managers who leave at the same moment take turns here: the second one finds themselves the last.
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _keep_a_manager(organisation: Organisation, *, ending: list[Membership]) -> None:
    if not any(membership.role in MANAGING_ROLES for membership in ending):
        return
    staying = (
        Membership.objects.current()
        .filter(organisation=organisation, role__in=MANAGING_ROLES, user__is_active=True)
        .exclude(pk__in=[membership.pk for membership in ending])
    )
    if not staying.exists():
        raise Refused(
            _("Nobody would look after this organisation any more. Hand over to another member first, or invite one.")
        )


def _end(ending: list[Membership], *, by: User, successor: User | None) -> None:
    today = timezone.localdate()
    for membership in ending:
        if successor is not None:
            heir, _created = Membership.objects.get_or_create(
                user=successor, organisation=membership.organisation, role=membership.role, until=None
            )
            membership.handed_over_to = heir
        membership.until = today
        membership.save(update_fields=["until", "handed_over_to"])
        audit.record(
            action="membership.ended",
            actor=by,
            target=membership,
            organisation=membership.organisation,
            data={
                "user": membership.user_id,
                "role": membership.role,
                "successor": successor.pk if successor is not None else None,
            },
        )
