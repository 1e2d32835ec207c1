"""What the space changed (B15): new partnerships, links across sectors, pictures that moved, effects that came.

All is read in a constant number of queries. What fewer than five people said is told by nobody's figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from exchanges.culture_enums import Moment, QuestionType, Side, Subject
from exchanges.models import EffectReview, ExchangeSpace, ImageQuestion, ImageSheet, ImmersionRequest, Structure
from hosts.models import Sector
from internships.small_numbers import Where, publishable

# Fewer people would tell who said what.
LEAST = 5
# Fewer people between two structures are not counted out: colleagues would know of whom it is.
FEW = 3


@dataclass(frozen=True)
class Link:
    """Two structures between which somebody went, one way or both."""

    one: Structure
    other: Structure
    number: int
    people: int
    first_year: int
    both_ways: bool

    @property
    def crosses(self) -> bool:
        """Whether it links two sectors, which is the purpose (B4)."""
        return self.one.institution.sector_id != self.other.institution.sector_id

    @property
    def is_few(self) -> bool:
        return self.people < FEW


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
class _Said:
    """What somebody answered for their team about an immersion of that year; `person` is empty where it was erased."""

    year: int
    team: int
    person: int | None


@dataclass(frozen=True)
class _Compared(_Said):
    """Both before and after: subject, before and after of each scale."""

    scales: list[tuple[str, int, int]]

    @property
    def moved(self) -> bool:
        return any(before != after for _subject, before, after in self.scales)


@dataclass(frozen=True)
class _Rated(_Said):
    side: str
    rating: int


S = TypeVar("S", bound=_Said)


@dataclass(frozen=True)
class _Went:
    """An immersion that took place."""

    pk: int
    sender: int
    host: int
    year: int
    person: int


def read(space: ExchangeSpace, year: int | None = None) -> tuple[Network, Figures]:
    """The links and figures of a space, of one year or of all. Five queries."""
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
    return network, _figures(chosen, links, went, year)


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
    ways: dict[tuple[int, int], set[int]] = defaultdict(set)
    people: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in went:
        ways[_pair(one)].add(one.sender)
        people[_pair(one)].add(one.person)
    found = [
        Link(known[a], known[b], number, len(people[a, b]), first[a, b], len(ways[a, b]) == 2)
        for (a, b), number in numbers.items()
        if a in known and b in known and a != b
    ]
    # Few stand last by name: their order tells no number either.
    ordered = sorted(found, key=lambda link: (str(link.one), str(link.other)))
    return sorted(ordered, key=lambda link: 0 if link.is_few else -link.number)


def _figures(went: Sequence[_Went], links: Sequence[Link], ever: Sequence[_Went], year: int | None) -> Figures:
    compared, rated = _compared(ever), _rated(ever)
    shown = _shown(compared, year)
    return Figures(
        exchanges=len(went),
        people=len({one.person for one in went}),
        partnerships=len(links),
        new=sum(year is None or link.first_year == year for link in links),
        crossing=sum(link.crosses for link in links),
        answered=_people(_of(compared, year)),
        changed=_people([one for one in shown if one.moved]) if shown else None,
        means=[mean for subject in Subject if (mean := _mean(subject, compared, year))],
        effects=[came for side in Side if (came := _came(side, rated, year))],
    )


def _of(said: Sequence[S], year: int | None) -> list[S]:
    return [one for one in said if year in (None, one.year)]


def _shown(said: Sequence[S], year: int | None) -> list[S]:
    """What was said of that year, or of all; nothing where fewer than LEAST people stand behind it, or behind what
    would follow from it and the figures of the other years."""
    years = {None, *(one.year for one in said)}
    people: dict[Where, int] = {(None, known): _people(_of(said, known)) for known in years}
    places = publishable(people, least=LEAST)
    return _of(said, year) if (None, year) in places else []


def _people(said: Sequence[_Said]) -> int:
    """How many at least: those erased count as one for each team of which nobody else answered."""
    known = [one for one in said if one.person]
    teams = {one.team for one in said if not one.person} - {one.team for one in known}
    return len({one.person for one in known}) + len(teams)


def _who(request: _Went, side: str, account: int | None) -> tuple[int, int, int | None]:
    """Year, team and person: a visitor is known by the request, who answered for the host by the answer."""
    if side == Side.VISITOR:
        return request.year, request.sender, request.person
    return request.year, request.host, account


def _compared(went: Sequence[_Went]) -> list[_Compared]:
    """Those who answered both before and after."""
    requests = {one.pk: one for one in went}
    pairs: dict[tuple[int, str], dict[str, tuple[dict[str, object], int | None]]] = {}
    sheets = ImageSheet.objects.sent().filter(request__in=list(requests))
    for request, side, moment, answers, who in sheets.values_list("request", "side", "moment", "answers", "sent_by"):
        pairs.setdefault((request, side), {})[moment] = answers, who
    scales = dict(ImageQuestion.objects.filter(type=QuestionType.SCALE).values_list("pk", "subject"))
    found = []
    for (request, side), both in pairs.items():
        if len(both) == 2:
            (before, _first), (after, account) = both[Moment.BEFORE], both[Moment.AFTER]
            found.append(_Compared(*_who(requests[request], side, account), _side_by_side(before, after, scales)))
    return found


def _side_by_side(
    before: dict[str, object], after: dict[str, object], scales: dict[int, str]
) -> list[tuple[str, int, int]]:
    """Subject, before and after of each scale that was answered twice."""
    return [
        (scales[int(pk)], int(str(said)), int(str(after[pk])))
        for pk, said in before.items()
        if int(pk) in scales and pk in after
    ]


def _mean(subject: Subject, compared: Sequence[_Compared], year: int | None) -> Mean | None:
    said = [one for one in compared if any(about == subject for about, _before, _after in one.scales)]
    shown = _shown(said, year)
    rows = [(before, after) for one in shown for about, before, after in one.scales if about == subject]
    if not rows:
        return None
    return Mean(subject, fmean(b for b, _a in rows), fmean(a for _b, a in rows), len(shown))


def _rated(went: Sequence[_Went]) -> list[_Rated]:
    requests = {one.pk: one for one in went}
    rows = EffectReview.objects.filter(request__in=list(requests)).values_list("request", "side", "rating", "person")
    return [_Rated(*_who(requests[request], side, who), side, rating) for request, side, rating, who in rows]


def _came(side: Side, rated: Sequence[_Rated], year: int | None) -> Came | None:
    shown = _shown([one for one in rated if one.side == side], year)
    return Came(side, fmean(one.rating for one in shown), len(shown)) if shown else None
