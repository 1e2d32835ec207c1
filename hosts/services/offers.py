"""Offers: drafting, publishing, withdrawing, renewing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from hosts import notifications, versions
from hosts.enums import OfferState
from hosts.models import HostInstitution, OfferPeriod, PlacementOffer
from hosts.selectors.completeness import Missing, offer_missing
from hosts.services.indexing import reindex_offer
from hosts.versions import Edit
from hosts.workflow import NotPossible, require


class Incomplete(Exception):
    """The offer lacks something that a published one has. `missing` says what, by step."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(str(one.label) for one in missing))
        self.missing = missing


class PeriodInUse(Exception):
    """A period keeps the seats that are taken; the message says how many."""


@dataclass(frozen=True)
class PeriodData:
    """A period as entered; `pk` of the one that it changes."""

    start: date
    end: date
    capacity: int
    pk: int | None = None


COPIED = (
    "institution",
    "title",
    "description",
    "activities",
    "occupation",
    "position",
    "time_share",
    "weekly_minutes",
    "conditions",
    "stipend_hourly",
)
COPIED_LISTS = ("sites", "levels", "diplomas")


@transaction.atomic
def create_draft(*, institution: HostInstitution, actor: User) -> PlacementOffer:
    """A new draft at the host's only open site, if it has one only."""
    offer = PlacementOffer.objects.create(institution=institution, created_by=actor)
    sites = list(institution.sites.filter(active=True)[:2])
    if len(sites) == 1:
        offer.sites.set(sites)
    _trace("offer.created", offer, actor)
    return offer


@transaction.atomic
def update_offer(
    *,
    offer_id: int,
    actor: User,
    changes: Mapping[str, Any],
    edit: Edit,
    periods: Sequence[PeriodData] | None = None,
    autosave: bool = False,
) -> PlacementOffer:
    """Saves fields of an offer, and its periods when given (those left out are removed).

    Raises versions.StaleEdit, PeriodInUse, and Incomplete when a published offer would lose what it must have.
    """
    offer = locked(offer_id)
    versions.check(offer, edit, {**changes, **_as_changes(periods)})
    many = {field.name for field in PlacementOffer._meta.many_to_many}
    for name, value in changes.items():
        if name in many:
            getattr(offer, name).set(value)
        else:
            setattr(offer, name, value)
    if periods is not None:
        _set_periods(offer, periods)
    versions.touch(offer, edit)
    offer.save()
    if offer.state == OfferState.PUBLISHED and (missing := offer_missing(offer)):
        raise Incomplete(missing)
    if not autosave:
        _trace("offer.edited", offer, actor, fields=sorted(changes))
    reindex_offer(offer)
    return offer


@transaction.atomic
def publish(*, offer_id: int, actor: User) -> PlacementOffer:
    """Publishes a draft or a withdrawn offer, and tells the team. Raises Incomplete or workflow.NotPossible."""
    offer = locked(offer_id)
    step = require(offer, "publish", actor)
    if missing := offer_missing(offer):
        raise Incomplete(missing)
    offer.state, offer.published_at = step.target, timezone.now()
    versions.touch(offer, None)
    offer.save()
    _trace("offer.published", offer, actor)
    notifications.offer_published(offer, actor)
    reindex_offer(offer)
    return offer


@transaction.atomic
def withdraw(*, offer_id: int, actor: User) -> PlacementOffer:
    """Takes an offer off the site; who was accepted stays accepted."""
    offer = locked(offer_id)
    offer.state = require(offer, "withdraw", actor).target
    versions.touch(offer, None)
    offer.save()
    _trace("offer.withdrawn", offer, actor)
    reindex_offer(offer)
    return offer


@transaction.atomic
def delete_draft(*, offer_id: int, actor: User) -> None:
    """Deletes an offer that was never published."""
    offer = locked(offer_id)
    if offer.state != OfferState.DRAFT or offer.published_at is not None:
        raise NotPossible(_("An offer that was published is withdrawn, not deleted."))
    _trace("offer.deleted", offer, actor)
    offer.delete()


@transaction.atomic
def renew(*, offer_id: int, actor: User) -> PlacementOffer:
    """A draft for the next year: the same offer, each period moved by whole years to the first that is to come."""
    source = PlacementOffer.objects.prefetch_related("periods", *COPIED_LISTS).get(pk=offer_id)
    renewal = _copy(source, actor, renewed_from=source)
    years = _years_ahead(source)
    for period in source.periods.all():
        start, end = _later(period.start, years), _later(period.end, years)
        OfferPeriod.objects.create(offer=renewal, start=start, end=end, capacity=period.capacity)
    _trace("offer.renewed", renewal, actor, source=source.pk)
    return renewal


@transaction.atomic
def duplicate(*, offer_id: int, actor: User) -> PlacementOffer:
    """A draft that starts from another offer: everything but the periods that are over."""
    source = PlacementOffer.objects.prefetch_related("periods", *COPIED_LISTS).get(pk=offer_id)
    title = gettext("%(title)s (copy)") % {"title": source.title[:110]} if source.title else ""
    copy = _copy(source, actor, title=title)
    for period in source.periods.all():
        if period.end >= timezone.localdate():
            OfferPeriod.objects.create(offer=copy, start=period.start, end=period.end, capacity=period.capacity)
    _trace("offer.duplicated", copy, actor, source=source.pk)
    return copy


def locked(offer_id: int) -> PlacementOffer:
    """The offer under its row lock, with its host."""
    offers = PlacementOffer.objects.select_for_update(of=("self",)).select_related("institution__organisation")
    return offers.get(pk=offer_id)


def _copy(source: PlacementOffer, actor: User, **changed: Any) -> PlacementOffer:
    values = {name: getattr(source, name) for name in COPIED}
    copy = PlacementOffer.objects.create(**{**values, "created_by": actor, **changed})
    for name in COPIED_LISTS:
        related = getattr(source, name).all()
        getattr(copy, name).set([site for site in related if name != "sites" or site.active])
    return copy


def _set_periods(offer: PlacementOffer, periods: Sequence[PeriodData]) -> None:
    known = {period.pk: period for period in offer.periods.select_for_update().order_by("pk")}
    kept = {data.pk for data in periods if data.pk in known}
    for pk, period in known.items():
        if pk not in kept:
            if period.taken:
                raise PeriodInUse(_in_use(period))
            period.delete()
    for data in periods:
        period = known.get(data.pk or 0) or OfferPeriod(offer=offer)
        if data.capacity < period.taken:
            raise PeriodInUse(_in_use(period))
        period.start, period.end, period.capacity = data.start, data.end, data.capacity
        period.save()


def _in_use(period: OfferPeriod) -> str | Promise:
    return gettext("%(taken)s seats of the period that starts on %(start)s are taken: keep at least as many.") % {
        "taken": period.taken,
        "start": period.start.strftime("%d/%m/%Y"),
    }


def _as_changes(periods: Sequence[PeriodData] | None) -> dict[str, Any]:
    if periods is None:
        return {}
    return {"period_values": sorted((p.start.isoformat(), p.end.isoformat(), p.capacity) for p in periods)}


def _years_ahead(offer: PlacementOffer) -> int:
    """One year, or as many as bring the last period after today."""
    ends = [period.end for period in offer.periods.all()]
    years = 1
    while ends and _later(max(ends), years) <= timezone.localdate():
        years += 1
    return years


def _later(day: date, years: int) -> date:
    """The same date so many years later; 28 February for a 29 that does not exist."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _trace(action: str, offer: PlacementOffer, actor: User, **data: Any) -> None:
    audit.record(
        action=action, actor=actor, target=offer, organisation=offer.institution.organisation, data=data or None
    )
