"""« À faire » about people and organisations. Accounts stand below the inbox, so their providers stand here."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import strong
from accounts.enums import OrganisationKind
from accounts.models import Invitation, Organisation
from accounts.workspace import Workspace
from messaging.inbox import Todo, Urgency, register


@register
def organisations_to_check(workspace: Workspace) -> Iterator[Todo]:
    """Schools, employers, funders that signed up by themselves (hosts are moderated with their sheet)."""
    if not workspace.may_moderate:
        return
    waiting = Organisation.objects.overseen_by(workspace.user).awaiting().exclude(kind=OrganisationKind.HOST)  # type: ignore[attr-defined]
    number = waiting.count()
    if number:
        yield Todo(
            title=ngettext("Check %(count)d new organisation", "Check %(count)d new organisations", number)
            % {"count": number},
            url=f"{reverse('accounts:organisations')}?state=awaiting",
            urgency=Urgency.SOON,
            icon="landmark",
            detail=_("Until then it cannot make accounts for its pupils."),
            count=number,
        )


@register
def own_organisation_refused(workspace: Workspace) -> Iterator[Todo]:
    if workspace.manages and workspace.organisation and workspace.organisation.refused_at:
        yield Todo(
            title=_("Complete the page of your organisation, and ask for a new check"),
            url=reverse("accounts:organisation"),
            urgency=Urgency.SOON,
            icon="shield-alert",
            detail=_("The network has not recognised it. The reason is in the e-mail that you received."),
        )


@register
def expired_invitations(workspace: Workspace) -> Iterator[Todo]:
    """Invitations that nobody answered in time: send them again, or withdraw them."""
    if not workspace.manages or workspace.organisation is None:
        return
    number = Invitation.objects.open().expired().filter(organisation=workspace.organisation).exclude(roles=[]).count()  # type: ignore[attr-defined]
    if number:
        yield Todo(
            title=ngettext(
                "%(count)d invitation has expired without an answer",
                "%(count)d invitations have expired without an answer",
                number,
            )
            % {"count": number},
            url=reverse("accounts:members"),
            icon="user-round-x",
            detail=_("Send it again, or withdraw it."),
            count=number,
        )


@register
def too_few_recovery_codes(workspace: Workspace) -> Iterator[Todo]:
    """Whoever needs a second factor and has only one way to show it is locked out the day it is lost."""
    if workspace.user is None or not workspace.is_network_admin:
        return
    if strong.main_factors(workspace.user).count() < 2 and not strong.has_recovery_codes(workspace.user):
        yield Todo(
            title=_("Make recovery codes for the day when your telephone is lost"),
            url=reverse("mfa_generate_recovery_codes"),
            icon="life-buoy",
        )
