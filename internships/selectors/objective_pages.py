"""What the pages of objectives show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils import timezone

from accounts.along import Branch, along
from accounts.models import Membership, User
from internships import evaluation_rights, rights
from internships.enums import NoteKind, ResultLevel, Source
from internships.evaluation_rights import shown_results, shown_sources
from internships.models import ObjectiveNote, ObjectiveResult, Placement, SmartObjective
from internships.models.objectives import FACETS
from internships.objective_rights import Act, may
from internships.rights import Party
from internships.selectors import objectives as selectors
from internships.selectors.evaluations import of_placement_all
from internships.selectors.objectives import Reached


def open_stays(person: User) -> list[Placement]:
    """One's placements that are not over nor cancelled, the next one first. One query."""
    rows = Placement.objects.standing().filter(person=person, end__gte=timezone.localdate())
    hosts = Branch("sites", related=("institution__organisation",))
    return list(along(rows.order_by("start", "pk"), hosts))


def sectors_of(placement: Placement | None) -> set[int]:
    """The sectors of the hosts of a placement."""
    if placement is None:
        return set()
    return {site.institution.sector_id for site in placement.sites.all() if site.institution.sector_id}  # type: ignore[attr-defined]


def mine(person: User) -> dict[str, Any]:
    """One's own objectives by stay, the shares reached, and the stays that have none yet."""
    everyone = selectors.of_person(person)
    standing = [one for one in everyone if one.dropped_at is None]
    stays = open_stays(person)
    known = {one.placement_id: one.placement for one in standing if one.placement}
    shown = evaluation_rights.shown_to_trainee(one.placement for one in everyone if one.placement and _said(one))

    def of_mine(objective: SmartObjective) -> dict[str, Any]:
        return card(objective, shown.get(objective.placement_id or 0, {Source.TRAINEE}), own=True)

    cards = {one.pk: of_mine(one) for one in standing}
    groups = [
        {"placement": placement, "cards": [cards[one.pk] for one in standing if one.placement_id == placement.pk]}
        for placement in [*stays, *(one for pk, one in known.items() if pk not in {stay.pk for stay in stays})]
    ]
    return {
        "groups": groups,
        "free": [cards[one.pk] for one in standing if one.placement_id is None],
        "dropped": [one for one in everyone if one.dropped_at],
        "reached": shares(result for one in cards.values() for result in one["results"]),
        "any": bool(standing),
    }


def _said(objective: SmartObjective) -> bool:
    return bool(objective.results.all())  # type: ignore[attr-defined]


def card(objective: SmartObjective, shown: Collection[str], *, own: bool) -> dict[str, Any]:
    """One objective in a list, with the results of the sources shown: how it stands, in a sentence."""
    results, notes = shown_results(objective, shown), selectors.notes_of(objective, own=own)
    words, kind = standing_words(objective, results, notes)
    return {
        "objective": objective,
        "words": words,
        "kind": kind,
        "agreed": selectors.agreed_by(objective),
        "remarks": [note for note in notes if note.kind == NoteKind.COMMENT],
        "results": results,
        "progress": selectors.progress_of(notes),
    }


def standing_words(
    objective: SmartObjective, results: list[ObjectiveResult], notes: list[ObjectiveNote]
) -> tuple[str, str]:
    """Its state in words, and how it is shown: the last word where there is one, otherwise progress."""
    from django.utils.translation import gettext as _

    if objective.dropped_at:
        return _("Given up"), "stopped"
    if results:
        own = next((one for one in results if one.source == Source.TRAINEE), results[0])
        return str(own.get_level_display()), "done" if own.level >= ResultLevel.REACHED else "waiting"
    step = selectors.progress_of(notes)
    if step is not None:
        return str(step.get_level_display()), "waiting"
    if objective.due < timezone.localdate():
        return _("Its day has passed"), "urgent"
    return "", ""


def one(objective: SmartObjective, user: User, seats: Iterable[Membership] | None = None) -> dict[str, Any]:
    """The page of one objective for this reader."""
    placement, own = objective.placement, objective.person_id == user.pk
    parties = rights.parties(placement, user, seats) if placement else set()
    source = selectors.source_of(placement, user, parties)
    allowed = may(objective, user, source)
    results = shown_results(objective, _shown([objective], placement, parties, own=own))
    notes = selectors.notes_of(objective, own=own)
    words, kind = standing_words(objective, results, notes)
    return {
        "objective": objective,
        "own": own,
        "source": source,
        "may": {act.value for act in allowed},
        "facets": [{"name": name, "value": getattr(objective, name)} for name in FACETS],
        "agreed": selectors.agreed_by(objective),
        "progress": selectors.progress_of(notes),
        "notes": [note for note in notes if note.kind != NoteKind.AGREED or note.created_at < objective.worded_at],
        "results": results,
        "levels": ResultLevel.choices,
        "words": words,
        "words_kind": kind,
        "placement": placement,
        "acts": Act,
    }


def _shown(
    objectives: Iterable[SmartObjective], placement: Placement | None, parties: set[Party], *, own: bool
) -> set[str]:
    """Whose results of these objectives of a placement the reader sees; asks nothing where nobody judged."""
    if placement is None or not any(_said(one) for one in objectives):
        return {Source.TRAINEE} if own else set()
    return shown_sources(of_placement_all(placement), evaluation_rights.sources(parties, placement))


def last_word(objective: SmartObjective, source: Source | None) -> dict[str, Any]:
    """What this source has said already, to begin its form with."""
    known = next((one for one in objective.results.all() if one.source == source), None)  # type: ignore[attr-defined]
    return {"level": known.level, "text": known.evidence} if known else {}


def of_part(placement: Placement, user: User, mine: set[Party]) -> dict[str, Any] | None:
    """The section on the page of a placement; nothing where there is none and nobody here writes any."""
    standing = selectors.of_placement(placement)
    own = placement.person_id == user.pk
    if not standing and not own and not placement.kind.needs_objective:
        return None
    source = selectors.source_of(placement, user, mine)
    shown = _shown(standing, placement, mine, own=own)
    cards = []
    for objective in standing:
        objective.placement = placement
        allowed = {act.value for act in may(objective, user, source)}
        cards.append({**card(objective, shown, own=own), "may": allowed})
    return {
        "cards": cards,
        "own": own,
        "writable": own and placement.end >= timezone.localdate(),
        "reached": shares(result for one in cards for result in one["results"]),
        "needed": placement.kind.needs_objective,
    }


def shares(results: Iterable[ObjectiveResult]) -> list[Reached]:
    """The same figure as `selectors.reached`, from results read already."""
    found, known = [], list(results)
    for source in Source:
        levels = [one.level for one in known if one.source == source]
        if levels:
            found.append(Reached(source, sum(level >= ResultLevel.REACHED for level in levels), len(levels)))
    return found
