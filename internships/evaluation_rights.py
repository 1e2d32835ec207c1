"""Who fills in, takes back and reads which evaluation (E11, E20): asked by buttons and POSTs alike.

Each side answers for its source alone. What was sent can be taken back by its side during some days; nobody else
reads it meanwhile. Afterwards the school reads it, and every side that has sent its own: so no answer is written with
an eye on another one. A month after the end everybody of the placement reads what was sent: it is there to learn from.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.utils import timezone

from accounts.enums import OrganisationKind
from internships.enums import PlacementState, Sender, Source
from internships.models import Evaluation, ObjectiveResult, Placement, PlacementSettings, SmartObjective
from internships.rights import Party
from internships.selectors.objectives import OF_PARTY

# So long after the end nobody's own answer is waited for any more.
WAITS = datetime.timedelta(days=30)


def sources(mine: Iterable[Party], placement: Placement) -> set[Source]:
    """The sources that a person speaks for; who follows for an employer does not speak for a school.

    Whoever was away speaks of it as the trainee alone, whatever seat they have at their employer or host.
    """
    parties = set(mine)
    if Party.TRAINEE in parties:
        return {Source.TRAINEE}
    return {OF_PARTY[party] for party in parties} & expected(placement)


def expected(placement: Placement) -> set[Source]:
    """The sources that a placement has: the trainee, the host, and whoever sends.

    An employer that is not in the register is one all the same: the trainee says whom to ask.
    """
    found = {Source.TRAINEE, Source.HOST}
    sender = placement.sending_organisation
    if sender is not None:
        found.add(Source.SCHOOL if sender.kind == OrganisationKind.TRAINING else Source.EMPLOYER)
    elif placement.kind.sender == Sender.EMPLOYER:
        found.add(Source.EMPLOYER)
    return found


def may_fill(evaluation: Evaluation) -> bool:
    """Open, and the placement was not called off."""
    return not evaluation.is_sent and evaluation.placement.state != PlacementState.CANCELLED


def readable_from(evaluation: Evaluation, settings: PlacementSettings | None = None) -> datetime.datetime | None:
    """From when the others may read it, and its own side cannot take it back any more."""
    if evaluation.sent_at is None or not evaluation.is_sent:
        return None
    days = (settings or PlacementSettings.current()).evaluation_undo_days
    return evaluation.sent_at + datetime.timedelta(days=days)


def may_reopen(evaluation: Evaluation, settings: PlacementSettings | None = None) -> bool:
    until = readable_from(evaluation, settings)
    return until is not None and timezone.now() < until


def readable(
    evaluations: Iterable[Evaluation], mine: set[Source], settings: PlacementSettings | None = None
) -> list[Evaluation]:
    """Those of one placement that somebody who speaks for `mine` may read: all of it given, sent or not."""
    everything = [one for one in evaluations if one.is_sent]
    if not everything:
        return []
    rules = settings or PlacementSettings.current()
    sent = {one.source for one in everything}
    now = timezone.now()
    late = any(one.placement.end + WAITS < timezone.localdate(now) for one in everything)
    insider = Source.SCHOOL in mine or bool(mine & sent) or (late and bool(mine))
    return [
        one
        for one in everything
        if (one.source in mine or (insider and (when := readable_from(one, rules)) is not None and when <= now))
    ]


def shown_sources(
    evaluations: Iterable[Evaluation], mine: set[Source], settings: PlacementSettings | None = None
) -> set[str]:
    """Whose word on objectives and skills somebody sees: their own side's, and that of evaluations they may read."""
    return {*mine, *(one.source for one in readable(evaluations, mine, settings))}


def shown_to_trainee(placements: Iterable[Placement]) -> dict[int, set[str]]:
    """The same for whoever was away, by number of the placement: two queries, however many there are."""
    mine = {Source.TRAINEE}
    stays = {one.pk: one for one in placements}
    sent: dict[int, list[Evaluation]] = {pk: [] for pk in stays}
    for one in Evaluation.objects.sent().filter(placement__in=stays).defer("draft") if stays else ():
        one.placement = stays[one.placement_id]
        sent[one.placement_id].append(one)
    rules = PlacementSettings.current() if any(sent.values()) else None
    return {pk: shown_sources(rows, mine, rules) for pk, rows in sent.items()}


def shown_results(objective: SmartObjective, shown: Collection[str]) -> list[ObjectiveResult]:
    """How far it was reached in the eyes of those sources, the trainee first, from the results that came with it."""
    order = list(Source)
    found = [one for one in objective.results.all() if one.source in shown]  # type: ignore[attr-defined]
    return sorted(found, key=lambda result: order.index(Source(result.source)))


def may_name(placement: Placement, source: str, mine: set[Source]) -> bool:
    """Who may say whom to ask on a side: that side itself, the school; anybody for an employer that nobody knows.

    Otherwise a trainee could have the employer's word sent to a friend, or take an address back that was named.
    """
    if not mine or source == Source.TRAINEE:
        return False
    if source in mine or Source.SCHOOL in mine:
        return True
    if source != Source.EMPLOYER or placement.evaluations.filter(source=source).exclude(contact_email="").exists():
        return False
    from internships.selectors.evaluation_contacts import known_on

    return not known_on(placement, source)
