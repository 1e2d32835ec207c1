"""What the pages of objectives show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.along import Branch, along
from accounts.models import Membership, User
from internships.enums import NoteKind, ResultLevel, Source
from internships.models import Placement, SmartObjective
from internships.models.objectives import FACETS
from internships.objective_rights import Act, may
from internships.rights import Party
from internships.selectors import objectives as selectors
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
    groups = [
        {"placement": placement, "cards": [card(one) for one in standing if one.placement_id == placement.pk]}
        for placement in [*stays, *(one for pk, one in known.items() if pk not in {stay.pk for stay in stays})]
    ]
    return {
        "groups": groups,
        "free": [card(one) for one in standing if one.placement_id is None],
        "dropped": [one for one in everyone if one.dropped_at],
        "reached": shares(standing),
        "any": bool(standing),
    }


def card(objective: SmartObjective) -> dict[str, Any]:
    """One objective in a list: how it stands, in a sentence."""
    words, kind = standing_words(objective)
    return {
        "objective": objective,
        "words": words,
        "kind": kind,
        "agreed": selectors.agreed_by(objective),
        "remarks": [note for note in objective.notes.all() if note.kind == NoteKind.COMMENT],  # type: ignore[attr-defined]
        "results": list(objective.results.all()),  # type: ignore[attr-defined]
        "progress": selectors.progress_of(objective),
    }


def standing_words(objective: SmartObjective) -> tuple[str, str]:
    """Its state in words, and how it is shown: the last word where there is one, otherwise progress."""
    from django.utils.translation import gettext as _

    results = list(objective.results.all())  # type: ignore[attr-defined]
    if objective.dropped_at:
        return _("Given up"), "stopped"
    if results:
        own = next((one for one in results if one.source == Source.TRAINEE), results[0])
        return str(own.get_level_display()), "done" if own.level >= ResultLevel.REACHED else "waiting"
    step = selectors.progress_of(objective)
    if step is not None:
        return str(step.get_level_display()), "waiting"
    if objective.due < timezone.localdate():
        return _("Its day has passed"), "urgent"
    return "", ""


def one(objective: SmartObjective, user: User, seats: Iterable[Membership] | None = None) -> dict[str, Any]:
    """The page of one objective for this reader."""
    source = selectors.source_of(objective.placement, user, seats=seats)
    allowed = may(objective, user, source)
    results = list(objective.results.all())  # type: ignore[attr-defined]
    notes = list(objective.notes.all())  # type: ignore[attr-defined]
    return {
        "objective": objective,
        "own": objective.person_id == user.pk,
        "source": source,
        "may": {act.value for act in allowed},
        "facets": [{"name": name, "value": getattr(objective, name)} for name in FACETS],
        "agreed": selectors.agreed_by(objective),
        "progress": selectors.progress_of(objective),
        "notes": [note for note in notes if note.kind != NoteKind.AGREED or note.created_at < objective.worded_at],
        "results": sorted(results, key=lambda result: list(Source).index(Source(result.source))),
        "levels": ResultLevel.choices,
        "words": standing_words(objective)[0],
        "words_kind": standing_words(objective)[1],
        "placement": objective.placement,
        "acts": Act,
    }


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
    cards = []
    for objective in standing:
        objective.placement = placement
        cards.append({**card(objective), "may": {act.value for act in may(objective, user, source)}})
    return {
        "cards": cards,
        "own": own,
        "writable": own and placement.end >= timezone.localdate(),
        "reached": shares(standing),
        "needed": placement.kind.needs_objective,
    }


def shares(standing: list[SmartObjective]) -> list[Reached]:
    """The same figure as `selectors.reached`, from objectives read already with their results."""
    found = []
    for source in Source:
        levels = [one.level for objective in standing for one in objective.results.all() if one.source == source]  # type: ignore[attr-defined]
        if levels:
            found.append(Reached(source, sum(level >= ResultLevel.REACHED for level in levels), len(levels)))
    return found
