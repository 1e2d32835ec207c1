"""What the space changed (B15): new partnerships, links across sectors, pictures that moved, effects that came.

All is read in a constant number of queries. What fewer than five people said is told by nobody's figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from exchanges.culture_enums import Moment, QuestionType, Side, Subject
from exchanges.models import EffectReview, ExchangeSpace, ImageQuestion, ImageSheet, ImmersionRequest, Structure
from hosts.models import Sector

# Fewer answers would tell who said what.
LEAST = 5
# Fewer people between two structures are not counted out: colleagues would know of whom it is.
FEW = 3


@dataclass(frozen=True)
class Link:
    """Two structures between which somebody went, one way or both."""

    one: Structure
    other: Structure
    number: int
    first_year: int
    both_ways: bool

    @property
    def crosses(self) -> bool:
        """Whether it links two sectors, which is the purpose (B4)."""
        return self.one.institution.sector_id != self.other.institution.sector_id

    @property
    def is_few(self) -> bool:
        return self.number < FEW


@dataclass(frozen=True)
class Network:
    links: list[Link]
    linked: list[Structure]
    alone: list[Structure]
    years: list[int]


@dataclass(frozen=True)
class Mean:
    """An average before and after, of those who answered both; hidden below LEAST."""

    subject: Subject
    before: float
    after: float
    number: int


@dataclass(frozen=True)
class Came:
    """How far the expected effects came true in the eyes of one side, from 1 to 5."""

    side: Side
    average: float
    number: int


@dataclass(frozen=True)
class Figures:
    exchanges: int
    people: int
    partnerships: int
    new: int
    crossing: int
    answered: int
    changed: int | None
    means: list[Mean]
    effects: list[Came]

    @property
    def crossing_percent(self) -> int:
        return round(100 * self.crossing / self.partnerships) if self.partnerships else 0

    @property
    def changed_percent(self) -> int | None:
        return None if self.changed is None else round(100 * self.changed / self.answered)


@dataclass(frozen=True)
class _Went:
    """An immersion that took place."""

    pk: int
    sender: int
    host: int
    year: int
    person: int


def read(space: ExchangeSpace, year: int | None = None) -> tuple[Network, Figures]:
    """The links and figures of a space, of one year or of all. Six queries."""
    went = _went(space)
    chosen = [one for one in went if year is None or one.year == year]
    known = _structures(space, went)
    links = _links(chosen, _first_years(went), known)
    linked = {one.pk for link in links for one in (link.one, link.other)}
    approved = [one for one in known.values() if one.state == "approved"]
    network = Network(
        links=links,
        linked=[one for one in known.values() if one.pk in linked],
        alone=[one for one in approved if one.pk not in linked],
        years=sorted({one.year for one in went}, reverse=True),
    )
    return network, _figures(chosen, links, year)


def _went(space: ExchangeSpace) -> list[_Went]:
    rows = ImmersionRequest.objects.over().filter(space=space).order_by("first_day", "pk")
    values = rows.values_list("pk", "structure", "offer__structure", "first_day__year", "person")
    return [_Went(*one) for one in values]


def _structures(space: ExchangeSpace, went: Sequence[_Went]) -> dict[int, Structure]:
    """Those that take part today and those that once did, by sector and name."""
    ever = {pk for one in went for pk in (one.sender, one.host)}
    rows = Structure.objects.filter(space=space).select_related("institution__organisation", "institution__sector")
    kept = [one for one in rows if one.state == "approved" or one.pk in ever]
    kept.sort(key=lambda one: (_order(one.institution.sector), one.institution.organisation.sort_name))
    return {one.pk: one for one in kept}


def _order(sector: Sector | None) -> tuple[int, str]:
    return (sector.position, sector.code) if sector else (10_000, "")


def _pair(one: _Went) -> tuple[int, int]:
    return min(one.sender, one.host), max(one.sender, one.host)


def _first_years(went: Iterable[_Went]) -> dict[tuple[int, int], int]:
    """In which year two structures first had an exchange, whichever way."""
    found: dict[tuple[int, int], int] = {}
    for one in went:
        found[_pair(one)] = min(one.year, found.get(_pair(one), one.year))
    return found


def _links(went: Sequence[_Went], first: dict[tuple[int, int], int], known: dict[int, Structure]) -> list[Link]:
    numbers = Counter(_pair(one) for one in went)
    ways: dict[tuple[int, int], set[int]] = {}
    for one in went:
        ways.setdefault(_pair(one), set()).add(one.sender)
    found = [
        Link(known[a], known[b], number, first[a, b], len(ways[a, b]) == 2)
        for (a, b), number in numbers.items()
        if a in known and b in known and a != b
    ]
    return sorted(found, key=lambda link: (-link.number, str(link.one), str(link.other)))


def _figures(went: Sequence[_Went], links: Sequence[Link], year: int | None) -> Figures:
    answered, changed, means = _moved([one.pk for one in went])
    return Figures(
        exchanges=len(went),
        people=len({one.person for one in went}),
        partnerships=len(links),
        new=sum(year is None or link.first_year == year for link in links),
        crossing=sum(link.crosses for link in links),
        answered=answered,
        changed=changed if answered >= LEAST else None,
        means=means,
        effects=_came([one.pk for one in went]),
    )


def _moved(requests: Sequence[int]) -> tuple[int, int, list[Mean]]:
    """How many answered both before and after, how many of them gave another answer to a scale, and the averages."""
    pairs: dict[tuple[int, str], dict[str, dict[str, object]]] = {}
    sheets = ImageSheet.objects.sent().filter(request__in=requests)
    for request, side, moment, answers in sheets.values_list("request", "side", "moment", "answers"):
        pairs.setdefault((request, side), {})[moment] = answers
    both = [one for one in pairs.values() if len(one) == 2]
    scales = dict(ImageQuestion.objects.filter(type=QuestionType.SCALE).values_list("pk", "subject"))
    moved = 0
    by_subject: dict[str, list[tuple[int, int]]] = {}
    spoke: Counter[str] = Counter()
    for one in both:
        compared = _compared(one, scales)
        moved += any(before != after for _subject, before, after in compared)
        spoke.update({subject for subject, _before, _after in compared})
        for subject, before, after in compared:
            by_subject.setdefault(subject, []).append((before, after))
    means = [
        Mean(subject, fmean(b for b, _a in rows), fmean(a for _b, a in rows), spoke[subject])
        for subject in Subject
        if spoke[subject] >= LEAST and (rows := by_subject[subject])
    ]
    return len(both), moved, means


def _compared(one: dict[str, dict[str, object]], scales: dict[int, str]) -> list[tuple[str, int, int]]:
    """Subject, before and after of each scale that was answered twice."""
    before, after = one[Moment.BEFORE], one[Moment.AFTER]
    return [
        (scales[int(pk)], int(str(said)), int(str(after[pk])))
        for pk, said in before.items()
        if int(pk) in scales and pk in after
    ]


def _came(requests: Sequence[int]) -> list[Came]:
    found: dict[str, list[int]] = {}
    for side, rating in EffectReview.objects.filter(request__in=requests).values_list("side", "rating"):
        found.setdefault(side, []).append(rating)
    return [Came(side, fmean(rows), len(rows)) for side in Side if len(rows := found.get(side, [])) >= LEAST]
