"""Searches and their rings as pages read them: the history, why somebody fits, what a leg could be instead."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from exchanges.models import ImmersionWish, OfferWindow, Ring, RingLeg, RingRun
from exchanges.ring_enums import RingState
from exchanges.rings.days import suits
from exchanges.rings.index import calendar_of
from exchanges.rings.pool import Opening, Participant, Period, Pool, from_json
from exchanges.selectors.hands import anybody_for_visa
from exchanges.selectors.requests import employment_of
from exchanges.selectors.ring_pool import free_wishes
from internships.words import said

if TYPE_CHECKING:
    from exchanges.access import Seat

OPEN_RINGS = (RingState.PROPOSED, RingState.CONFIRMED)


def runs(seat: Seat) -> QuerySet[RingRun]:
    """The searches of the space, the latest first, with their rings counted by state."""
    rows = RingRun.objects.filter(space=seat.space).select_related("territory", "asked_by").defer("pool")
    return rows.annotate(
        proposed=Count("rings", filter=Q(rings__state=RingState.PROPOSED)),
        confirmed=Count("rings", filter=Q(rings__state=RingState.CONFIRMED)),
    ).order_by("-pk")


def rings(run: RingRun) -> QuerySet[Ring]:
    return Ring.objects.filter(run=run).select_related("decided_by").whole().order_by("number")


def figures(run: RingRun) -> dict[str, int]:
    """Rings proposed and confirmed, the people in them, and how many change sector; one query."""
    legs = RingLeg.objects.filter(ring__run=run, ring__state__in=OPEN_RINGS)
    proposed = Q(ring__state=RingState.PROPOSED)
    # Two hosts without a sector do not differ.
    same = Q(structure__institution__sector=None, offer__structure__institution__sector=None)
    differ = ~Q(structure__institution__sector=F("offer__structure__institution__sector"))
    return legs.aggregate(
        proposed=Count("ring", filter=proposed, distinct=True),
        confirmed=Count("ring", filter=Q(ring__state=RingState.CONFIRMED), distinct=True),
        people=Count("pk"),
        crossing=Count("pk", filter=differ & ~same),
        fixed=Count("pk", filter=proposed & Q(fixed=True)),
    )


def without_visa(legs: Iterable[RingLeg]) -> list[RingLeg]:
    """Those for whom nobody of the structure could give the visa here, and whose employer's address is not known."""
    several = list(legs)
    people = anybody_for_visa(leg.structure for leg in several)
    lacking = []
    for leg in several:
        if people[leg.structure_id] - {leg.person_id}:
            continue
        job = employment_of(leg.person, leg.structure)
        address = job.contact_email if job else ""
        if not address or address.casefold() == (leg.person.email or "").casefold():
            lacking.append(leg)
    return lacking


@dataclass(frozen=True)
class Reason:
    """One sentence of why a leg fits."""

    icon: str
    text: str


def reasons(leg: RingLeg) -> list[Reason]:
    """Why this person can go there: what they wish for, when both can, and that it leads into another sector."""
    host, wish = leg.host, leg.wish
    found = []
    if wish is not None:
        if leg.is_named:  # type: ignore[attr-defined]
            found.append(Reason("heart-handshake", _("Would like to discover %(host)s.") % {"host": host.name}))
        elif leg.is_of_sector:  # type: ignore[attr-defined]
            words = _("Would like to discover the sector « %(sector)s ».")
            found.append(Reason("heart-handshake", words % {"sector": host.institution.sector}))
        else:
            found.append(Reason("heart-handshake", _("Would like to discover another structure, whichever it is.")))
        if leg.free_from:  # type: ignore[attr-defined]
            values = {"start": said(leg.free_from), "end": said(leg.free_until)}  # type: ignore[attr-defined]
            found.append(Reason("calendar-check", _("Is free from %(start)s to %(end)s.") % values))
        else:
            found.append(Reason("calendar-check", _("Is free whenever it suits.")))
    if leg.window is not None:
        values = {"start": said(leg.window.start), "end": said(leg.window.end)}
        words = _("%(host)s receives from %(start)s to %(end)s.")
        found.append(Reason("door-open", words % {**values, "host": host.name}))
    if leg.crosses:
        values = {"one": str(leg.structure.institution.sector or "–"), "other": str(host.institution.sector or "–")}
        found.append(Reason("shuffle", _("From one sector to another: %(one)s, %(other)s.") % values))
    return found


@dataclass(frozen=True)
class Option:
    """What a leg could be instead: somebody else, other days; or the ring closed without its structure (`skips`)."""

    wish: ImmersionWish
    window: OfferWindow
    period: Period
    skips: bool = False

    @property
    def key(self) -> str:
        return f"{'skip' if self.skips else 'put'}-{self.wish.pk}-{self.window.pk}"

    @property
    def first_day(self) -> datetime.date:
        return self.period[0]

    @property
    def last_day(self) -> datetime.date:
        return self.period[1]


def options(ring: Ring, leg: RingLeg) -> list[Option]:
    """For a leg of a proposed ring: others of the same structure on the same way, then the ring without it."""
    pool = from_json(ring.run.pool) if ring.run.pool else None
    if pool is None or not pool.openings:
        return []
    legs = list(ring.legs.select_related("offer").order_by("position"))
    place = next(number for number, one in enumerate(legs) if one.pk == leg.pk)
    giver, goal = leg.structure_id, leg.offer.structure_id
    ways = [(giver, goal, False)]
    if len(legs) > 2:
        ways.append((legs[place - 1].structure_id, goal, True))
    found = [(pair, skips) for giving, to, skips in ways for pair in _pairs(pool, giving, to)]
    return _named(ring, leg, legs[place - 1], found)


def _pairs(pool: Pool, giving: int, receiving: int) -> Iterable[tuple[Participant, Opening, Period]]:
    calendar = calendar_of(pool)
    openings = [one for one in pool.openings if one.structure == receiving]
    for one in pool.participants:
        if one.structure == giving and suits(one, receiving, pool.structures[receiving]):
            for opening in openings:
                period = calendar.agreed(one.periods, one.days, opening)
                if period is not None:
                    yield one, opening, period


def _named(
    ring: Ring, leg: RingLeg, before: RingLeg, found: list[tuple[tuple[Participant, Opening, Period], bool]]
) -> list[Option]:
    """With their rows, those that are free today: nobody of another ring of this search, no seat that it uses."""
    used = RingLeg.objects.filter(ring__run=ring.run_id, ring__state__in=OPEN_RINGS)
    others = used.exclude(pk__in=[leg.pk])
    busy = set(others.values_list("person", flat=True))
    taken = Counter(used.filter(ring__state=RingState.PROPOSED).exclude(pk=leg.pk).values_list("window", flat=True))
    wanted = {pair[0].key for pair, _skips in found}
    wishes = free_wishes(ring.run.space).filter(pk__in=wanted).select_related("person").defer("vector")
    known = {one.pk: one for one in wishes}
    windows = OfferWindow.objects.live().filter(pk__in={pair[1].key for pair, _skips in found}).select_related("offer")
    seats = {one.pk: one for one in windows}
    options = []
    for (one, opening, period), skips in found:
        wish, window = known.get(one.key), seats.get(opening.key)
        if wish is None or window is None or (not skips and one.key == leg.wish_id and opening.key == leg.window_id):
            continue
        mine = skips and wish.person_id == before.person_id
        if wish.person_id in busy and not mine:
            continue
        spare = 1 if mine and before.window_id == window.pk else 0
        if window.seats_left - taken[window.pk] + spare > 0:
            options.append(Option(wish, window, period, skips))
    return options
