"""What a search for exchanges knows: open wishes, seats left, periods, sectors, as `exchanges.rings` reads them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from exchanges.enums import StructureState
from exchanges.models import (
    ExchangeSpace,
    ImmersionRequest,
    ImmersionWish,
    OfferWindow,
    RingLeg,
    RingRun,
    Structure,
    WishWindow,
)
from exchanges.models.spaces import works_there
from exchanges.request_enums import ACTIVE_STATES, WAITING_STATES
from exchanges.rings.days import suits
from exchanges.rings.pool import Fixed, Opening, Participant, Period, Pool
from exchanges.selectors.requests import days_of
from internships.models import Placement
from internships.regions import Region

DAY = datetime.timedelta(days=1)
# Public holidays: those of the country of the space's territory.
COUNTRY = "FR"


def structures_of(space: ExchangeSpace, territory: object = None) -> QuerySet[Structure]:
    """The structures that take part; of one territory only, by their sites or their organisation."""
    rows = Structure.objects.filter(space=space, state=StructureState.APPROVED)
    if territory is None:
        return rows
    departments = list(getattr(territory, "departments", []) or [])
    here = Q(institution__organisation__territory=territory) | Q(
        institution__sites__active=True, institution__sites__place__department__in=departments
    )
    return rows.filter(pk__in=rows.filter(here).values("pk"))


def free_wishes(space: ExchangeSpace) -> QuerySet[ImmersionWish]:
    """Wishes that wait, of people who still work there, are in no confirmed ring and asked for nothing because of
    them."""
    asked = ImmersionRequest.objects.filter(state__in=ACTIVE_STATES, wish__isnull=False).values("wish")
    rows = ImmersionWish.objects.open().filter(works_there("person", "structure"), structure__space=space)
    return rows.exclude(pk__in=asked).exclude(
        pk__in=RingLeg.objects.filter(standing=True, wish__isnull=False).values("wish")
    )


def in_waiting_rings() -> QuerySet[ImmersionRequest]:
    """Legs of confirmed rings that are not agreed on yet: whoever goes is not asked to go elsewhere too."""
    return ImmersionRequest.objects.filter(state__in=WAITING_STATES, ring_leg__standing=True)


def pool_of(run: RingRun) -> Pool:
    """The pool of a search as it is today. In eleven queries, whatever the size."""
    first, last = max(run.first_day, timezone.localdate() + DAY), run.last_day
    structures = structures_of(run.space, run.territory).exclude(pk__in=run.without_structures.values("pk"))
    sectors = dict(structures.order_by("pk").values_list("pk", "institution__sector"))
    wishes = free_wishes(run.space).filter(structure__in=sectors).exclude(person__in=run.without_people.values("pk"))
    wishes = wishes.exclude(person__in=in_waiting_rings().values("person"))
    participants = _participants(list(wishes.defer("vector", "text").order_by("pk")), run.space, first, last)
    openings = _openings(sectors, run.space, first, last)
    return Pool(
        size=run.size,
        structures=sectors,
        participants=tuple(participants),
        openings=tuple(openings),
        closed=_closed(run.space, first, last),
        fixed=tuple(_fixed(run)),
    )


def _participants(
    wishes: list[ImmersionWish], space: ExchangeSpace, first: datetime.date, last: datetime.date
) -> Iterable[Participant]:
    numbers = [wish.pk for wish in wishes]
    wanted = ImmersionWish.sectors.through.objects.filter(immersionwish__in=numbers)
    named = ImmersionWish.structures.through.objects.filter(immersionwish__in=numbers)
    sectors, structures = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for number, sector in wanted.values_list("immersionwish", "sector"):
        sectors[number].add(sector)
    for number, structure in named.values_list("immersionwish", "structure"):
        structures[number].add(structure)
    windows = defaultdict[int, list[Period]](list)
    for number, start, end in WishWindow.objects.filter(wish__in=numbers).values_list("wish", "start", "end"):
        windows[number].append((start, end))
    busy = _busy({wish.person_id for wish in wishes}, first, last)
    today = timezone.localdate()
    for wish in wishes:
        given = windows.get(wish.pk) or [(first, last)]
        free = [part for period in given for part in without(_within(period, first, last), busy[wish.person_id])]
        if free:
            yield Participant(
                key=wish.pk,
                person=wish.person_id,
                structure=wish.structure_id,
                days=min(max(wish.days, space.least_days), space.most_days),
                periods=tuple(sorted(set(free))),
                sectors=frozenset(sectors[wish.pk]),
                structures=frozenset(structures[wish.pk]),
                waiting=max(0, (today - timezone.localdate(wish.created_at)).days),
            )


def _busy(people: set[int], first: datetime.date, last: datetime.date) -> dict[int, list[Period]]:
    """The stays and immersions that people have already, and the days that they asked for or were proposed.

    The legs of a confirmed ring are such requests.
    """
    found: dict[int, list[Period]] = defaultdict(list)
    rows = Placement.objects.standing().filter(person__in=people, start__lte=last, end__gte=first)
    for person, start, end in rows.values_list("person", "start", "end"):
        found[person].append((start, end))
    asked = ImmersionRequest.objects.active().filter(person__in=people)
    for person, start, end in asked.values_list("person", "first_day", "last_day"):
        found[person].append((start, end))
    proposed = asked.filter(proposed_at__isnull=False)
    for person, first_day, last_day in proposed.values_list("person", "proposed_first", "proposed_last"):
        if first_day is not None and last_day is not None:
            found[person].append((first_day, last_day))
    return found


def still_suits(leg: RingLeg) -> bool:
    """Whether the wish of a leg, as it reads today, holds its days and its host; nothing else fills these days."""
    if leg.wish is None or in_waiting_rings().filter(person=leg.person_id).exists():
        return False
    host = leg.offer.structure
    return any(
        leg.days in one.periods
        and one.days == days_of(*leg.days)
        and one.person == leg.person_id
        and suits(one, host.pk, host.institution.sector_id)
        for one in _participants([leg.wish], leg.ring.run.space, *leg.days)
    )


def _within(period: Period, first: datetime.date, last: datetime.date) -> Period:
    return max(period[0], first), min(period[1], last)


def without(period: Period, busy: Iterable[Period]) -> list[Period]:
    """What is left of a period when others are taken out."""
    parts = [period] if period[0] <= period[1] else []
    for start, end in busy:
        parts = [piece for part in parts for piece in _cut(part, start, end)]
    return parts


def _cut(part: Period, start: datetime.date, end: datetime.date) -> list[Period]:
    low, high = part
    if end < low or high < start:
        return [part]
    return [piece for piece in ((low, start - DAY), (end + DAY, high)) if piece[0] <= piece[1]]


def open_windows() -> QuerySet[OfferWindow]:
    """Periods with seats left, of published sheets of structures that take part."""
    return OfferWindow.objects.live().filter(offer__state="published", offer__structure__state=StructureState.APPROVED)


def _openings(
    sectors: Mapping[int, int | None], space: ExchangeSpace, first: datetime.date, last: datetime.date
) -> Iterable[Opening]:
    """Periods of published sheets with seats left, within the days looked at."""
    rows = open_windows().filter(offer__structure__in=sectors, start__lte=last, end__gte=first)
    known = rows.annotate(
        structure=F("offer__structure"), least=F("offer__least_days"), most=F("offer__most_days")
    ).order_by("pk")
    for row in known:
        start, end = _within((row.start, row.end), first, last)
        yield Opening(
            key=row.pk,
            structure=row.structure,  # type: ignore[attr-defined]
            start=start,
            end=end,
            seats=row.seats_left,
            least=max(space.least_days, row.least),  # type: ignore[attr-defined]
            most=min(space.most_days, row.most),  # type: ignore[attr-defined]
        )


def _closed(space: ExchangeSpace, first: datetime.date, last: datetime.date) -> frozenset[datetime.date]:
    territory = space.territory
    region = Region(territory.country if territory else COUNTRY, "", "UTC")
    return frozenset(region.holidays(first, last))


def _fixed(run: RingRun) -> Iterable[Fixed]:
    """The legs that the pilot kept of the search before."""
    if run.after_id is None:
        return
    kept = RingLeg.objects.filter(ring__run=run.after_id, ring__state="proposed", fixed=True)
    for wish, window in kept.order_by("pk").values_list("wish", "window"):
        yield Fixed(wish or 0, window or 0)
