"""« Pour vous »: the best hosts, offers and practices for a trainee, each with why, and what it was ranked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.along import Branch, along
from accounts.models import User
from hosts.forms.search import ACCESS_WORDS, SHARE_WORDS
from hosts.models import SearchEntry
from hosts.selectors.search import lists
from hosts.selectors.search.criteria import Criteria
from hosts.selectors.search.results import entries_of
from hosts.words import language_choices
from internships.matching.criteria import ABOUT, Weights, read_weights
from internships.matching.goals import Likeness
from internships.matching.reasons import Reason, Said, reasons
from internships.models import SmartObjective, TraineeProfile, TraineeWishes
from internships.selectors.matching.ranking import Ranked, rank_places, rank_practices
from internships.selectors.matching.wanted import Wanted, read_goals
from practices.models import PracticeEntry

PAGE, MOST_SHOWN = 20, 60
PRACTICES = 6
# Nobody pursues more at once; the ranking reads the first of them.
MOST_OBJECTIVES = 8


@dataclass(frozen=True)
class Shown:
    """One line of the page."""

    entry: Any
    reasons: list[Reason]
    found: list[Likeness]


@dataclass(frozen=True)
class Ranking:
    """The page: `wanted` holds no goals where nothing was written yet."""

    wishes: TraineeWishes
    weights: Weights
    objectives: list[SmartObjective]
    wanted: Wanted
    places: list[Shown] = field(default_factory=list)
    practices: list[Shown] = field(default_factory=list)
    total: int = 0
    shown: int = PAGE

    @property
    def more(self) -> int:
        """How many to show next; 0 where all are shown."""
        return min(self.shown + PAGE, MOST_SHOWN) if self.total > self.shown and self.shown < MOST_SHOWN else 0

    @property
    def counting(self) -> list[tuple[Any, int]]:
        """What counts, the weightiest first, with its weight; nothing of what is left out."""
        rows = [(about.label, self.weights[one]) for one, about in ABOUT.items() if self.weights[one]]
        return sorted(rows, key=lambda row: -row[1])


def wishes_of(person: User) -> TraineeWishes:
    """What the person wishes, with place and level; the defaults, not saved, where they said nothing."""
    rows = TraineeWishes.objects.visible_to(person).select_related("place", "level")
    return rows.first() or TraineeWishes(person=person)


def for_person(person: User, *, shown: int = PAGE) -> Ranking:
    """The ranking for one person, of their own objectives that are still to be reached."""
    who = _whole(person)
    wishes = getattr(who, "wishes", None) or TraineeWishes(person=who)
    objectives = _pursued(who.standing_objectives)  # type: ignore[attr-defined]
    weights = read_weights(wishes.weights)
    wanted = _wanted(who, wishes, objectives, weights)
    if not objectives:
        return Ranking(wishes, weights, objectives, wanted)
    places = rank_places(wanted)
    ranking = Ranking(wishes, weights, objectives, wanted, total=len(places), shown=shown)
    said = Said(names=_names())
    return replace(
        ranking,
        places=_places(places[:shown], wanted, said),
        practices=_practices(rank_practices(wanted)[:PRACTICES], wanted, said),
    )


def _whole(person: User) -> User:
    """The person with wishes, profile and standing objectives, in one query."""
    objectives = Branch("objectives", where=Q(dropped_at=None), to="standing_objectives", branches=("results",))
    rows = User.objects.filter(pk=person.pk).select_related("wishes__place", "wishes__level", "trainee_profile__level")
    return along(rows, objectives).get()


def _pursued(standing: Iterable[SmartObjective]) -> list[SmartObjective]:
    """Those that nobody has judged and whose day has not passed; all of them where none is left."""
    mine, today = sorted(standing, key=lambda one: (one.position, one.pk)), timezone.localdate()
    open_ones = [one for one in mine if one.due >= today and not one.results.all()]  # type: ignore[attr-defined]
    return (open_ones or mine)[:MOST_OBJECTIVES]


def _wanted(who: User, wishes: TraineeWishes, objectives: list[SmartObjective], weights: Weights) -> Wanted:
    from hosts.forms.search import centre_of

    profile: TraineeProfile | None = getattr(who, "trainee_profile", None)
    return Wanted(
        goals=read_goals([(one.pk, one.specific, one.measurable) for one in objectives]),
        centre=centre_of(wishes.place),
        radius=wishes.radius,
        first=wishes.first,
        last=wishes.last,
        level=wishes.level_id or (profile.level_id if profile else None),
        share=wishes.share,
        sectors=lists.sectors.get().numbers(wishes.sectors),
        occupations=lists.occupations.get().numbers(wishes.occupations),
        languages=tuple(wishes.languages),
        access=tuple(wishes.access),
        person=who.pk,
        weights=weights,
    )


def _names() -> dict[str, str]:
    """Names of what one may wish for, by tag."""
    names = {f"a:{name}": str(word) for name, word in ACCESS_WORDS.items()}
    names |= {f"t:{name}": str(word) for name, word in SHARE_WORDS}
    names |= {f"l:{code}": word for code, word in language_choices()}
    names |= {f"s:{row.pk}": row.name for row in lists.sectors.get().by_number.values()}
    return names | {f"m:{row.pk}": row.name for row in lists.occupations.get().by_number.values()}


def _places(ranked: list[Ranked], wanted: Wanted, said: Said) -> list[Shown]:
    entries = {entry.pk: entry for entry in entries_of([one.entry for one in ranked], Criteria(centre=wanted.centre))}
    found = []
    for one in ranked:
        entry: SearchEntry | None = entries.get(one.entry)
        if entry is not None:
            found.append(_shown(one, entry, wanted, said))
    return found


def _practices(ranked: list[Ranked], wanted: Wanted, said: Said) -> list[Shown]:
    numbers = [one.entry for one in ranked]
    rows = PracticeEntry.objects.filter(pk__in=numbers).select_related("picture").defer("vector", "point", "sort_title")
    entries: Mapping[int, PracticeEntry] = {entry.pk: entry for entry in rows}
    return [_shown(one, entries[one.entry], wanted, said) for one in ranked if one.entry in entries]


def _shown(one: Ranked, entry: Any, wanted: Wanted, said: Said) -> Shown:
    found = sorted((like for like in one.match.likenesses if like.words), key=lambda like: -like.value)
    return Shown(entry, reasons(one.match, one.facts, wanted.asked, said), found)
