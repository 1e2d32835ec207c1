"""Offers and wishes of the space, searched (B6): other sectors first, and one's own structure last (B4)."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ACos, Coalesce, Cos, Greatest, Least, Radians, Sin
from django.utils import timezone

from exchanges.access import Seat
from exchanges.models import ImmersionOffer, ImmersionWish, OfferWindow, Structure, WishWindow
from exchanges.selectors.spaces import main_site
from hosts.models import Sector
from hosts.selectors.search.criteria import Centre
from hosts.selectors.search.text import ask

OFFERS, WISHES = "offres", "souhaits"
EARTH_KM = 6371.0
MOST_OF_ONE = 30
SORTS = ("pertinence", "distance", "date", "recent")
WITH = ("structure__institution__organisation", "structure__institution__sector")


@dataclass(frozen=True)
class Criteria:
    """What is asked for. `days`: how long one would stay; `first` and `last`: when."""

    kind: str = OFFERS
    q: str = ""
    sectors: tuple[int, ...] = ()
    territories: tuple[int, ...] = ()
    structure: int = 0
    centre: Centre | None = None
    radius: int = 30
    first: datetime.date | None = None
    last: datetime.date | None = None
    days: int = 0
    sort: str = ""

    @property
    def filters(self) -> int:
        """How many of the filters beside the words are set."""
        return sum(
            map(bool, (self.sectors, self.territories, self.structure, self.centre, self.first or self.last, self.days))
        )


@dataclass
class Found:
    """The rows of both lists that suit, the one asked for in its order, and counts by sector."""

    rows: QuerySet[Any]
    total: int
    other_total: int
    sectors: dict[int, int] = field(default_factory=dict)
    # Words of what was typed that mean nothing to the index.
    dropped: tuple[str, ...] = ()


def run(seat: Seat, asked: Criteria) -> Found:
    """Five queries at most, beside the two that read what was typed."""
    question = ask(asked.q) if asked.q.strip() else None
    query = SearchQuery(question.query, search_type="raw", config="simple") if question and question.query else None
    kinds: dict[str, QuerySet[Any]] = {OFFERS: offers(seat), WISHES: wishes(seat)}
    whole = {kind: _narrowed(rows, kind, asked, query) for kind, rows in kinds.items()}
    here = whole[asked.kind]
    other = WISHES if asked.kind == OFFERS else OFFERS
    total = _in_sectors(here, asked.kind, asked.sectors).count()
    rows = _ordered(_in_sectors(here, asked.kind, asked.sectors), asked, seat, query)
    return Found(
        rows=_dressed(rows, asked.kind),
        total=total,
        other_total=_in_sectors(whole[other], other, asked.sectors).count(),
        sectors=_by_sector(here, asked.kind),
        dropped=question.dropped if question else (),
    )


def offers(seat: Seat) -> QuerySet[ImmersionOffer]:
    """What one may ask for today."""
    return ImmersionOffer.objects.open().filter(structure__space=seat.space)


def wishes(seat: Seat) -> QuerySet[ImmersionWish]:
    return ImmersionWish.objects.open().filter(structure__space=seat.space)


def suggestions(seat: Seat, limit: int) -> list[ImmersionOffer]:
    """Open offers of other structures, other sectors first, one of each sector before a second one (B4)."""
    rows = _ordered(offers(seat).exclude(structure__in=seat.writes_for), Criteria(), seat, None)
    found = list(_dressed(rows, OFFERS)[: 8 * limit])
    seen: Counter[int | None] = Counter()
    ranked = []
    for place, offer in enumerate(found):
        sector = offer.structure.institution.sector_id
        ranked.append((not getattr(offer, "elsewhere", False), seen[sector], place, offer))
        seen[sector] += 1
    return [offer for *_, offer in sorted(ranked, key=lambda row: row[:3])[:limit]]


def of_structure(seat: Seat, number: int) -> tuple[list[ImmersionOffer], list[ImmersionWish]]:
    """The open offers of a structure, and the open wishes of its professionals."""
    mine = {"structure": number}
    shown = _ordered(offers(seat).filter(**mine), Criteria(sort="date"), seat, None)
    wished = _ordered(wishes(seat).filter(**mine), Criteria(kind=WISHES, sort="recent"), seat, None)
    return list(_dressed(shown, OFFERS)[:MOST_OF_ONE]), list(_dressed(wished, WISHES)[:MOST_OF_ONE])


def _narrowed(rows: QuerySet[Any], kind: str, asked: Criteria, query: SearchQuery | None) -> QuerySet[Any]:
    """Everything but the sectors, which are counted."""
    if query is not None:
        rows = rows.filter(vector=query)
    if asked.structure:
        wanted = Q(structure=asked.structure)
        rows = rows.filter(wanted | Q(structures=asked.structure) if kind == WISHES else wanted).distinct()
    if asked.territories:
        rows = rows.filter(structure__institution__organisation__territory__in=asked.territories)
    if asked.days:
        length = (
            {"days": asked.days} if kind == WISHES else {"least_days__lte": asked.days, "most_days__gte": asked.days}
        )
        rows = rows.filter(**length)
    if asked.first or asked.last:
        rows = _in_period(rows, kind, asked)
    rows = _placed(rows, kind)
    if asked.centre:
        rows = _near(rows, asked.centre, asked.radius)
    return rows


def _in_period(rows: QuerySet[Any], kind: str, asked: Criteria) -> QuerySet[Any]:
    """With a period that touches the days asked for; a wish without periods suits at any time."""
    overlap = Q(end__gte=asked.first) if asked.first else Q()
    overlap &= Q(start__lte=asked.last) if asked.last else Q()
    if kind == OFFERS:
        return rows.filter(Exists(OfferWindow.objects.live().filter(overlap, offer=OuterRef("pk"))))
    mine = WishWindow.objects.filter(wish=OuterRef("pk"))
    return rows.filter(Exists(mine.filter(overlap)) | ~Exists(mine))


def _placed(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """The town and position of each: of its site, or of the main one of its structure."""
    main = main_site("structure__institution")
    found = {}
    for name, column in (("town", "city"), ("latitude", "latitude"), ("longitude", "longitude")):
        fallback = Subquery(main.values(column)[:1])
        found[name] = Coalesce(F(f"site__{column}"), fallback) if kind == OFFERS else fallback
    return rows.annotate(**found)


def _near(rows: QuerySet[Any], centre: Centre, radius: int) -> QuerySet[Any]:
    latitude, longitude = Radians(Value(centre.latitude)), Radians(Value(centre.longitude))
    there, beside = Radians(F("latitude")), Radians(F("longitude"))
    cosine = Sin(latitude) * Sin(there) + Cos(latitude) * Cos(there) * Cos(beside - longitude)
    bounded = Least(Greatest(cosine, Value(-1.0)), Value(1.0), output_field=FloatField())
    return rows.annotate(distance=ACos(bounded) * Value(EARTH_KM)).filter(distance__lte=radius)


def _in_sectors(rows: QuerySet[Any], kind: str, sectors: tuple[int, ...]) -> QuerySet[Any]:
    """Offers of structures of those sectors; wishes to discover them, or that leave it open."""
    if not sectors:
        return rows
    if kind == OFFERS:
        return rows.filter(structure__institution__sector__in=sectors)
    links = ImmersionWish.sectors.through.objects.filter(immersionwish=OuterRef("pk"))
    return rows.filter(Exists(links.filter(sector__in=sectors)) | ~Exists(links))


def _by_sector(rows: QuerySet[Any], kind: str) -> dict[int, int]:
    """How many rows each sector has; for wishes, the sectors that are wished for."""
    path = "structure__institution__sector" if kind == OFFERS else "sectors"
    counted = rows.order_by().values_list(path).annotate(Count("pk", distinct=True))
    return {sector: count for sector, count in counted if sector is not None}


def _ordered(rows: QuerySet[Any], asked: Criteria, seat: Seat, query: SearchQuery | None) -> QuerySet[Any]:
    """Other sectors than one's own first, one's own structures last; then as asked."""
    own = Case(When(structure__in=seat.writes_for, then=Value(1)), default=Value(0), output_field=IntegerField())
    sector = Q(structure__institution__sector__isnull=False) & ~Q(structure__institution__sector__in=seat.sectors)
    elsewhere = Case(When(sector & ~Q(structure__in=seat.writes_for), then=Value(1)), default=Value(0))
    rows = rows.annotate(own=own, elsewhere=elsewhere)
    first = "windows__end__gte"
    today = timezone.localdate()
    rows = rows.annotate(soonest=Min("windows__start", filter=Q(**{first: today})))
    rank: list[Any] = []
    if query is not None:
        rows = rows.annotate(rank=SearchRank(F("vector"), query))
        rank = ["-rank"]
    orders: dict[str, list[Any]] = {
        "pertinence": ["own", "-elsewhere", *rank],
        "distance": ["own", "distance" if asked.centre else "soonest"],
        "date": ["own", F("soonest").asc(nulls_last=True)],
        "recent": ["own", "-published_at" if asked.kind == OFFERS else "-created_at"],
    }
    chosen = orders.get(asked.sort) or orders["pertinence"]
    return rows.order_by(*chosen, F("soonest").asc(nulls_last=True), "-pk")


def _dressed(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """With what a card shows."""
    rows = rows.select_related(*WITH).defer("vector")
    if kind == OFFERS:
        live = Prefetch("windows", OfferWindow.objects.live(), to_attr="live")
        return _placed(rows, kind).select_related("site").prefetch_related(live)
    wanted = Structure.objects.select_related("institution__organisation")
    return _placed(rows, kind).prefetch_related("windows", "sectors", Prefetch("structures", wanted))


def sectors_of(space: Any) -> QuerySet[Sector]:
    """The sectors that the space's structures belong to."""
    return Sector.objects.filter(hosts__exchange_structures__space=space).distinct()
