"""Commissions: one project of a host, several trainees, of the same course or of several (A11, A12)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts.models import HostInstitution
from internships import events
from internships.models import Commission, Placement
from internships.services import locks

FIELDS = ("title", "description", "deliverable", "start", "end", "least", "most")


@transaction.atomic
def create(*, institution: HostInstitution, actor: User, **fields: Any) -> Commission:
    """A new commission of a host. `fields` are those of Commission."""
    made = Commission(institution=institution, **fields)
    _check(made.start, made.end, made.least, made.most)
    made.save()
    _trace(made, actor, "commission.created")
    return made


@transaction.atomic
def change(*, commission_id: int, actor: User, **fields: Any) -> Commission:
    """Changes a commission. Refused when the group would be larger than it allows."""
    commission = _locked(commission_id)
    for name in FIELDS:
        if name in fields:
            setattr(commission, name, fields[name])
    _check(commission.start, commission.end, commission.least, commission.most)
    group = members(commission)
    if group > commission.most:
        raise Refused(_("%(count)d trainees are in the group: allow as many at least.") % {"count": group})
    commission.save()
    _trace(commission, actor, "commission.changed")
    return commission


@transaction.atomic
def close(*, commission_id: int, actor: User) -> Commission:
    """Nobody joins any more; the group stays."""
    commission = _locked(commission_id)
    if commission.closed_at is None:
        commission.closed_at = timezone.now()
        commission.save(update_fields=["closed_at"])
        _trace(commission, actor, "commission.closed")
    return commission


@transaction.atomic
def join(*, commission_id: int, placement_id: int, actor: User) -> Placement:
    """Puts a placement into the group of a commission, under its lock: never more than it allows (A12)."""
    placement = locks.placement(placement_id)
    commission = _locked(commission_id)
    if commission.closed_at:
        raise Refused(_("This commission is closed: nobody joins it any more."))
    if not placement.sites.filter(institution=commission.institution).exists():
        raise Refused(_("This placement does not take place with the host of the commission."))
    if placement.commission_id == commission.pk:
        return placement
    if members(commission) >= commission.most:
        raise Refused(_("The group is complete: %(most)d trainees at most.") % {"most": commission.most})
    placement.commission = commission
    placement.save(update_fields=["commission", "updated_at"])
    _follow(placement, commission, actor, "commission.joined")
    return placement


@transaction.atomic
def leave(*, placement_id: int, actor: User) -> Placement:
    """Takes a placement out of its group; the placement itself goes on."""
    placement = locks.placement(placement_id)
    commission = placement.commission
    if commission is None:
        return placement
    placement.commission = None
    placement.save(update_fields=["commission", "updated_at"])
    _follow(placement, commission, actor, "commission.left")
    return placement


def members(commission: Commission) -> int:
    return commission.placements.standing().count()  # type: ignore[attr-defined, no-any-return]


def _locked(pk: int) -> Commission:
    return Commission.objects.select_for_update(of=("self",)).select_related("institution__organisation").get(pk=pk)


def _check(start: datetime.date | None, end: datetime.date | None, least: int, most: int) -> None:
    if start and end and end < start:
        raise Refused(_("The last day comes before the first one. Check the dates."))
    if not 1 <= least <= most:
        raise Refused(_("A group has one trainee at least, and at most no fewer than at least."))


def _follow(placement: Placement, commission: Commission, actor: User, action: str) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=placement,
        organisation=commission.institution.organisation,
        data={"commission": commission.pk},
    )
    events.tell("changed", placement, change=events.Change.TERMS, actor=actor)


def _trace(commission: Commission, actor: User, action: str) -> None:
    audit.record(action=action, actor=actor, target=commission, organisation=commission.institution.organisation)
