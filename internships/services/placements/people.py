"""Who accompanies a placement: named, replaced, never overwritten (§7: replacement of a tutor or referent midway)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Membership, User
from internships import events, placement_emails
from internships.enums import SupervisorCapacity
from internships.models import Placement, PlacementSite, Supervisor
from internships.services import locks
from internships.services.placements import covering
from internships.services.placements.creation import require_lawful
from internships.services.placements.dates import require_open
from internships.words import said

OF_SITE = (SupervisorCapacity.TUTOR, SupervisorCapacity.PROFESSIONAL_REFERENT)
CODES = ("trainees-per-tutor", "trainees-per-referent")


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody who will accompany; without `user`, a member of the organisation with that address is recognised."""

    name: str
    email: str = ""
    function: str = ""
    telephone: str = ""
    user: User | None = None


@transaction.atomic
def name_supervisor(
    *,
    placement_id: int,
    actor: User | None,
    capacity: str,
    companion: Companion,
    placement_site_id: int | None = None,
    agreed: bool = False,
) -> Supervisor:
    """Names one more person in a capacity. Raises Refused when the law or an app above stops it."""
    placement = locks.placement(placement_id)
    require_open(placement)
    if not agreed:
        events.ask(placement, change=events.Change.SUPERVISOR, actor=actor)
    site = placement.sites.get(pk=placement_site_id) if placement_site_id and capacity in OF_SITE else None
    first = site.start if site else placement.start
    made = _write(placement, capacity, site, companion, first)
    _follow(placement, made, actor, "placement.companion_named", None)
    return made


@transaction.atomic
def replace_supervisor(
    *,
    supervisor_id: int,
    actor: User | None,
    companion: Companion,
    since: datetime.date | None = None,
    agreed: bool = False,
) -> Supervisor:
    """Replaces somebody from a day on (today, or the first day of a placement to come); the old line stays, ended.

    The new person is told by e-mail. Raises Refused when the law or an app above stops it.
    """
    placement = locks.placement(Supervisor.objects.values_list("placement_id", flat=True).get(pk=supervisor_id))
    require_open(placement)
    old = placement.supervisors.select_related("placement_site").get(pk=supervisor_id)
    if old.until is not None:
        raise Refused(_("%(name)s was replaced already.") % {"name": old.name})
    first = max(since or timezone.localdate(), old.since)
    if first > placement.end:
        raise Refused(_("The placement ends on %(day)s: choose a day before.") % {"day": said(placement.end)})
    if not agreed:
        events.ask(placement, change=events.Change.SUPERVISOR, actor=actor)
    old.until = max(old.since, first - covering.ONE_DAY)
    old.save(update_fields=["until"])
    made = _write(placement, old.capacity, old.placement_site, companion, first)
    old.replaced_by = made
    old.save(update_fields=["replaced_by"])
    _follow(placement, made, actor, "placement.companion_replaced", old)
    return made


def _write(
    placement: Placement, capacity: str, site: PlacementSite | None, companion: Companion, first: datetime.date
) -> Supervisor:
    user = companion.user or _recognised(placement, site, companion.email)
    made = Supervisor.objects.create(
        placement=placement,
        capacity=capacity,
        placement_site=site,
        user=user,
        name=companion.name.strip() or str(user or ""),
        function=companion.function.strip(),
        email=companion.email.strip() or (user.email if user else "") or "",
        telephone=companion.telephone.strip() or (user.phone if user else ""),
        since=first,
    )
    require_lawful(placement, *CODES)
    return made


def _recognised(placement: Placement, site: PlacementSite | None, email: str) -> User | None:
    """The member of the host (or of the school, for a referent) who has that address."""
    organisation = site.institution.organisation_id if site else placement.sending_organisation_id
    if not email.strip() or organisation is None:
        return None
    seats = Membership.objects.current().filter(organisation=organisation, user__email__iexact=email.strip())
    found = seats.filter(user__is_active=True).select_related("user").first()
    return found.user if found else None


def _follow(placement: Placement, made: Supervisor, actor: User | None, action: str, old: Supervisor | None) -> None:
    placement.version += 1
    placement.save(update_fields=["version", "updated_at"])
    audit.record(
        action=action,
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"capacity": made.capacity, "new": made.pk, "old": old.pk if old else None},
    )
    events.tell("changed", placement, change=events.Change.SUPERVISOR, actor=actor, supervisor=made, replaced=old)
    placement_emails.companion_named(made, actor=actor)
