"""The fate of a sheet: one function applies the table of `workflow`, tells those concerned and leaves a trace."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from hosts import notifications
from hosts.enums import HostState
from hosts.models import HostInstitution
from hosts.services.indexing import reindex_institution
from hosts.services.institutions import locked
from hosts.workflow import NotPossible, require

# Called inside the transaction with (sheet, action), once it has moved.
Follower = Callable[[HostInstitution, str], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> Follower:
    """Declares what else follows when the fate of a sheet is decided (applications that waited for it…)."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


class ReasonNeeded(Exception):
    """Sending back and refusing say why, to the people concerned."""


@transaction.atomic
def act(*, institution_id: int, action: str, actor: User, reason: str = "") -> HostInstitution:
    """Applies one action to a sheet: submit, publish, send_back, refuse, reopen, archive, resubmit.

    Raises workflow.NotPossible when it is not open to this person or no longer possible, ReasonNeeded without a reason
    where one is due. Merging has its own service.
    """
    institution = locked(institution_id)
    if action == "merge":
        raise NotPossible(_("Choose the sheet that stays first."))
    step = require(institution, action, actor)
    reason = reason.strip()
    if step.needs_reason and not reason:
        raise ReasonNeeded(_("Say why, in a sentence: it is sent to the people concerned."))
    before, institution.state, institution.state_reason = institution.state, step.target, reason[:500]
    if step.target == HostState.PENDING:
        institution.submitted_at = timezone.now()
    if step.target == HostState.PUBLISHED:
        institution.published_at = institution.published_at or timezone.now()
    institution.save()
    _judge_organisation(institution)
    audit.record(
        action=f"host.{action}",
        actor=actor,
        target=institution,
        organisation=institution.organisation,
        data={"from": before, "to": institution.state},
        text=reason,
    )
    notifications.sheet_moved(institution, action, actor)
    for follower in _followers:
        follower(institution, action)
    reindex_institution(institution)
    return institution


def _judge_organisation(institution: HostInstitution) -> None:
    """The network's check of a host is the moderation of its sheet: its organisation follows (S5)."""
    organisation = institution.organisation
    if institution.state == HostState.PUBLISHED and not organisation.is_verified:
        organisation.verified_at, organisation.refused_at = timezone.now(), None
    elif institution.state == HostState.REFUSED and not organisation.is_verified:
        organisation.refused_at = timezone.now()
    elif institution.state == HostState.PENDING and organisation.refused_at:
        organisation.refused_at = None
    else:
        return
    organisation.save(update_fields=["verified_at", "refused_at"])
