"""Inviting by e-mail, accepting, withdrawing."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, limits, links, mail, notifications
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Invitation, Membership, Organisation, Pupil, User
from accounts.services.members import grant_role, grantable_roles

PURPOSE = "invitation"
LIFETIME = datetime.timedelta(days=14)
A_DAY = datetime.timedelta(days=1)
# Letters go out in the site's name to any address: an organisation that nobody has checked yet gets few.
DAILY_LIMIT, DAILY_LIMIT_UNVERIFIED = 300, 10


@transaction.atomic
def invite(*, organisation: Organisation, by: User, email: str, roles: list[str]) -> Invitation:
    """Invites an address, with roles, or without any as a trainee of the school; again, it is one invitation."""
    email = email.strip().lower()
    _may_write(organisation)
    if not set(roles) <= {str(role) for role in grantable_roles(organisation, by)}:
        raise Refused(_("You cannot give this role."))
    if not roles and organisation.kind != OrganisationKind.TRAINING:
        raise Refused(_("Choose at least one role."))
    held = set(
        Membership.objects.current()
        .filter(organisation=organisation, user__email__iexact=email)
        .values_list("role", flat=True)
    )
    if roles and set(roles) <= held:
        raise Refused(_("This person is a member with these roles already."))
    expires = timezone.now() + LIFETIME
    try:
        with transaction.atomic():
            invitation, created = Invitation.objects.open().get_or_create(
                organisation=organisation,
                email=email,
                defaults={"roles": sorted(roles), "invited_by": by, "expires_at": expires},
            )
    except IntegrityError:  # the other spelling of the same address
        invitation, created = Invitation.objects.open().get(organisation=organisation, email__iexact=email), False
    if not created:
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        invitation.roles, invitation.expires_at, invitation.invited_by = sorted(roles), expires, by
        invitation.save(update_fields=["roles", "expires_at", "invited_by"])
        links.revoke(purpose=PURPOSE, target=invitation)
    audit.record(
        action="invitation.sent",
        actor=by,
        target=invitation,
        organisation=organisation,
        data={"roles": sorted(map(str, roles)), "again": not created},
    )
    links.issue(purpose=PURPOSE, email=email, target=invitation, organisation=organisation, issued_by=by)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> list[Membership]:
    """Makes the person a member. Accepted twice by the same person, it is once; a second person is refused."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        if invitation.accepted_by_id == user.pk:
            return []
        raise Refused(_("This invitation was used already, by someone else. Ask for one of your own."))
    if invitation.revoked_at is not None:
        raise Refused(_("This invitation was withdrawn. Ask the organisation why, or for a new one."))
    if invitation.has_expired:
        raise Refused(_("This invitation has expired. Open its link again to receive a new one."))
    organisation = invitation.organisation
    made = [
        grant_role(organisation=organisation, user=user, role=role, by=invitation.invited_by)
        for role in invitation.roles
    ]
    if not invitation.roles:
        Pupil.objects.get_or_create(school=organisation, user=user, defaults={"created_by": invitation.invited_by})
        User.objects.filter(pk=user.pk).update(is_trainee=True)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        action="invitation.accepted",
        actor=user,
        target=invitation,
        organisation=organisation,
        data={"own_address": (user.email or "").lower() == invitation.email.lower()},
    )
    if invitation.invited_by is not None and invitation.invited_by.email and invitation.invited_by.is_active:
        mail.send(notifications.invitation_accepted(invitation, user))
    return made


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Withdraws an open invitation and its links."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.is_open:
        return
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    links.revoke(purpose=PURPOSE, target=invitation)
    audit.record(action="invitation.revoked", actor=by, target=invitation, organisation=invitation.organisation)


@transaction.atomic
def extend_for_link(link_target: Invitation) -> None:
    """A renewed link gives the invitation a new life of the same length."""
    Invitation.objects.open().filter(pk=link_target.pk).update(expires_at=timezone.now() + LIFETIME)


@transaction.atomic
def ask_to_join(*, organisation: Organisation, by: User) -> bool:
    """Tells the managers that someone would like to join; False when there is nobody to tell."""
    from accounts.services.organisations import managers_of

    if not limits.hit("ask to join", by.pk, limit=5, within=A_DAY):
        raise Refused(_("You asked several organisations today. Please wait for their answers."))
    managers = [manager for manager in managers_of(organisation) if manager.email]
    for manager in managers:
        mail.send(notifications.wants_to_join(organisation, by, manager))
    audit.record(action="membership.asked", actor=by, target=organisation, organisation=organisation)
    return bool(managers)


def _may_write(organisation: Organisation) -> None:
    if organisation.refused_at is not None:
        raise Refused(_("The network has not recognised this organisation: it cannot invite anyone."))
    limit = DAILY_LIMIT if organisation.is_verified else DAILY_LIMIT_UNVERIFIED
    if not limits.hit("invite", organisation.pk, limit=limit, within=A_DAY):
        raise Refused(_("Your organisation sent many invitations today. Please go on tomorrow."))


def is_wanted(invitation: Invitation | None) -> bool:
    """Whether a new link for it is worth sending."""
    return invitation is not None and invitation.is_open and invitation.organisation.refused_at is None
