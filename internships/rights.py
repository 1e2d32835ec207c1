"""Who may do what with a placement: one table, asked by buttons and by POSTs alike.

A placement that one may see is fetched from `visible_to`; what of it one may change is said here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from accounts.models.pupils import PUPIL_ROLES
from accounts.workspace import Workspace
from internships.enums import PlacementState, SupervisorCapacity
from internships.models import Placement
from internships.selectors.employers import speaks_for_employer


class Party(StrEnum):
    TRAINEE = "trainee"
    HOST = "host"
    SCHOOL = "school"
    EMPLOYER = "employer"
    TUTOR = "tutor"
    REFERENT = "referent"


class Action(StrEnum):
    WEEK = "week"
    DATES = "dates"
    INTERRUPTION = "interruption"
    TUTOR = "tutor"
    REFERENT = "referent"
    SITE = "site"
    TERMS = "terms"
    GROUND = "ground"
    COMMISSION = "commission"
    STOP = "stop"
    CANCEL = "cancel"
    SHARE = "share"
    CALENDAR = "calendar"
    PLANNING = "planning"
    PROPOSE = "propose"
    BUDGET = "budget"


_HOSTING = {Party.HOST, Party.TUTOR}
_SENDING = {Party.SCHOOL, Party.REFERENT, Party.EMPLOYER}
_ALL = set(Party)
MAY: dict[Action, set[Party]] = {
    Action.WEEK: _HOSTING | _SENDING,
    Action.DATES: {Party.HOST} | _SENDING,
    Action.INTERRUPTION: _HOSTING | _SENDING,
    Action.TUTOR: {Party.HOST} | _SENDING,
    Action.REFERENT: {Party.SCHOOL, Party.EMPLOYER},
    Action.SITE: _SENDING,
    Action.TERMS: _HOSTING | _SENDING,
    Action.GROUND: {Party.SCHOOL, Party.REFERENT},
    Action.COMMISSION: {Party.HOST},
    Action.STOP: {Party.TRAINEE, Party.HOST} | _SENDING,
    Action.CANCEL: {Party.TRAINEE, Party.HOST} | _SENDING,
    Action.SHARE: _ALL,
    Action.CALENDAR: _ALL,
    # E8: the stay is the trainee’s to plan; those who host propose.
    Action.PLANNING: {Party.TRAINEE},
    Action.PROPOSE: _HOSTING,
    # E9: receipts come once the stay is over, too.
    Action.BUDGET: {Party.TRAINEE},
}
# Also once it is over or closed: what was learnt and written stays shared.
AT_ANY_TIME = {Action.SHARE, Action.CALENDAR, Action.BUDGET}
# Who enters placements that were agreed elsewhere, at a school.
ENTERING = (Role.COORDINATOR, Role.HEAD, Role.REFERENT_TEACHER)
HOST_ROLES = (Role.HOST_MANAGER, Role.SIGNATORY)
OF_COMPANION = {
    SupervisorCapacity.TUTOR: Party.TUTOR,
    SupervisorCapacity.PROFESSIONAL_REFERENT: Party.TUTOR,
    SupervisorCapacity.REFERENT_TEACHER: Party.REFERENT,
    SupervisorCapacity.COORDINATOR: Party.REFERENT,
}


def may_enter(workspace: Workspace) -> bool:
    """Whether the person enters placements for the trainees of a school, or for the staff of an employer."""
    if workspace.is_school:
        return workspace.has_role(*ENTERING)
    # At a host, who signs for it signs for trainees: its staff are for human resources.
    return speaks_for_employer(workspace) and (not workspace.is_host or workspace.has_role(Role.HR))


def parties(placement: Placement, user: User, seats: Iterable[Membership] | None = None) -> set[Party]:
    """What the person is to the placement, by their current memberships: those given, or one query."""
    found: set[Party] = {Party.TRAINEE} if placement.person_id == user.pk else set()
    for supervisor in placement.supervisors.all():
        if supervisor.user_id == user.pk and supervisor.until is None:
            found.add(OF_COMPANION[SupervisorCapacity(supervisor.capacity)])
    hosts = {site.institution.organisation_id for site in placement.sites.all()}
    sender = placement.sending_organisation_id
    if seats is None:
        seats = Membership.objects.current().filter(user=user).select_related("organisation")
    for seat in seats:
        if seat.organisation_id in hosts and seat.role in HOST_ROLES:
            found.add(Party.HOST)
        elif seat.organisation_id == sender and seat.organisation.kind == OrganisationKind.TRAINING:
            found |= {Party.SCHOOL} if seat.role in PUPIL_ROLES else set()
        elif seat.organisation_id == sender and seat.role in (Role.HR, Role.SIGNATORY):
            found.add(Party.EMPLOYER)
    return found


def actions(placement: Placement, user: User, mine: set[Party] | None = None) -> set[Action]:
    """What the person may do with the placement today; `mine` where it is known already what they are to it."""
    mine = parties(placement, user) if mine is None else mine
    allowed = {action for action, who in MAY.items() if who & mine}
    if placement.state != PlacementState.OPEN:
        return allowed & AT_ANY_TIME
    today = timezone.localdate()
    if placement.start <= today:
        allowed.discard(Action.CANCEL)
    if not placement.start <= today <= placement.end:
        allowed.discard(Action.STOP)
    if placement.end < today:
        allowed &= AT_ANY_TIME | {Action.WEEK, Action.INTERRUPTION, Action.TERMS}
    return allowed
