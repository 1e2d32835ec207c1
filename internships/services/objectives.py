"""Commands on SMART objectives: the only code that writes them (E7, E21).

Locks: the person first, then the objective, as everywhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts import versions
from hosts.versions import Edit
from internships import objective_emails as emails
from internships.enums import PlacementState, Source
from internships.models import Application, ObjectiveResult, ObjectiveVersion, Placement, SmartObjective
from internships.models.objectives import FACETS, WRITTEN
from internships.selectors import objectives as selectors
from internships.services import locks

MOST = 20


@transaction.atomic
def add(
    *,
    person: User,
    values: Mapping[str, Any],
    placement_id: int | None = None,
    application_id: int | None = None,
    actor: User | None = None,
) -> SmartObjective:
    """Writes an objective with its five facets, for a placement or an application at once where one is given.

    Raises Refused where a facet is missing, or the placement is not theirs or is cancelled.
    """
    locks.person(person.pk)
    facets = _complete(values)
    mine = SmartObjective.objects.filter(person=person)
    if mine.standing().count() >= MOST:
        raise Refused(_("%(most)d objectives at most: give one up first. Three to five are enough.") % {"most": MOST})
    last = mine.aggregate(last=Max("position"))["last"] or 0
    objective = SmartObjective.objects.create(person=person, position=min(last + 1, 32_000), **facets)
    _trace("objective.written", objective, actor or person)
    if placement_id is not None:
        objective = attach(objective_id=objective.pk, placement_id=placement_id, actor=actor or person)
    if application_id is not None:
        show_to(application_id=application_id, objective_ids=None, add=[objective.pk], actor=actor or person)
    return objective


@transaction.atomic
def change(*, objective_id: int, changes: Mapping[str, Any], edit: Edit, actor: User) -> SmartObjective:
    """Rewords an objective; the earlier wording is kept, and those who had agreed are asked again.

    Raises hosts.versions.StaleEdit when it was changed meanwhile, Refused once it was judged.
    """
    objective = _locked(objective_id)
    _own(objective, actor)
    changes = {name: value for name, value in changes.items() if name in FACETS}
    versions.check(objective, edit, changes)
    known = versions.values(objective, changes)
    wanted = {name: _plain(value) for name, value in changes.items()}
    if all(known[name] == value for name, value in wanted.items()):
        return objective
    _not_judged(objective)
    facets = _complete({**{name: getattr(objective, name) for name in FACETS}, **wanted})
    ObjectiveVersion.objects.create(
        objective=objective, number=objective.version, **{name: getattr(objective, name) for name in FACETS}
    )
    for name, value in facets.items():
        setattr(objective, name, value)
    objective.worded_at = timezone.now()
    versions.touch(objective, edit)
    objective.save()
    _trace("objective.reworded", objective, actor)
    if objective.placement is not None:
        emails.shared(objective.placement, actor=actor)
    return objective


@transaction.atomic
def attach(*, objective_id: int, placement_id: int | None, actor: User) -> SmartObjective:
    """Shares an objective with the people of a placement; None takes it back, while nobody has judged it.

    Raises Refused where the placement is somebody else's, cancelled, or the objective was judged already.
    """
    objective = _locked(objective_id)
    _own(objective, actor)
    if objective.placement_id == placement_id:
        return objective
    _not_judged(objective)
    placement = None
    if placement_id is not None:
        placement = Placement.objects.filter(pk=placement_id, person_id=objective.person_id).first()
        if placement is None or placement.state == PlacementState.CANCELLED:
            raise Refused(_("Choose one of your own placements that was not cancelled."))
    objective.placement = placement
    # Other people read it now: nobody among them has agreed yet.
    objective.worded_at = timezone.now()
    objective.shared_at = objective.worded_at if placement else None
    objective.version += 1
    objective.save(update_fields=["placement", "shared_at", "worded_at", "version", "updated_at"])
    _trace("objective.shared" if placement else "objective.taken_back", objective, actor)
    if placement is not None:
        emails.shared(placement, actor=actor)
    return objective


@transaction.atomic
def show_to(
    *, application_id: int, objective_ids: Collection[int] | None, actor: User, add: Collection[int] = ()
) -> None:
    """Which objectives the application shows to its host: exactly these, or (None) those that are there and `add`."""
    application = Application.objects.get(pk=application_id)
    if application.person_id != actor.pk:
        raise Refused(_("Only the person who applies chooses what their application shows."))
    mine = SmartObjective.objects.standing().filter(person=actor)
    if objective_ids is None:
        application.objectives.add(*mine.filter(pk__in=add))
    else:
        application.objectives.set(mine.filter(pk__in=objective_ids))


@transaction.atomic
def drop(*, objective_id: int, actor: User) -> SmartObjective:
    """Gives an objective up: it leaves the lists and the agreement, its history stays. Refused once it was judged."""
    objective = _locked(objective_id)
    _own(objective, actor)
    if objective.dropped_at is None:
        _not_judged(objective)
        objective.dropped_at = timezone.now()
        objective.save(update_fields=["dropped_at", "updated_at"])
        objective.applications.clear()
        _trace("objective.dropped", objective, actor)
    return objective


@transaction.atomic
def take_up(*, objective_id: int, actor: User) -> SmartObjective:
    """Takes an objective up again that was given up."""
    objective = _locked(objective_id)
    _own(objective, actor)
    if objective.dropped_at is not None:
        objective.dropped_at = None
        objective.save(update_fields=["dropped_at", "updated_at"])
        _trace("objective.taken_up", objective, actor)
    return objective


@transaction.atomic
def judge(
    *,
    objective_id: int,
    source: str,
    level: int,
    evidence: str = "",
    actor: User | None = None,
    by: str = "",
    evaluating: bool = False,
) -> ObjectiveResult:
    """How far an objective was reached in one source's eyes, from 0 to 4; said again, the last word counts.

    Once that source has sent its evaluation, only the evaluation says so (`evaluating`).

    `actor` must speak for that source; without an account (a form by link) `by` names who said it.
    Raises Refused for an objective that was given up, that belongs to no placement, or before the stay has begun.
    """
    objective = _locked(objective_id)
    source = Source(source)
    if not 0 <= int(level) <= 4:
        raise ValueError("levels go from 0 to 4")
    placement = _judged_at(objective)
    if actor is not None and source not in selectors.sources_of(placement, actor):
        raise Refused(_("You do not speak for that side of the placement."))
    if not evaluating and _is_evaluated(placement, source):
        raise Refused(_("This evaluation is sent: what it says of the objectives stays as it was sent."))
    result, _made = ObjectiveResult.objects.update_or_create(
        objective=objective,
        source=source,
        defaults={
            "level": int(level),
            "evidence": evidence.strip(),
            "actor": actor,
            "by": by.strip() or (str(actor) if actor else ""),
            "judged_at": timezone.now(),
        },
    )
    if not evaluating:
        # What an evaluation says is told once, with the evaluation.
        _trace("objective.judged", objective, actor, {"source": str(source), "level": int(level)})
    return result


def _judged_at(objective: SmartObjective) -> Placement:
    """The placement whose people say how far it was reached. Raises Refused."""
    if objective.dropped_at is not None:
        raise Refused(_("This objective was given up."))
    if objective.placement is None:
        raise Refused(_("Attach this objective to a placement first."))
    if objective.placement.start > timezone.localdate():
        raise Refused(_("The stay has not begun yet: nobody can say how far this objective is reached."))
    return objective.placement


def _is_evaluated(placement: Placement, source: Source) -> bool:
    """Whether that side has sent an evaluation that asks of the objectives."""
    return placement.evaluations.sent().filter(source=source, grid_version__asks_objectives=True).exists()


@transaction.atomic
def follow_created(placement: Placement, **_details: Any) -> None:
    """What the application showed is shared with the people of the placement that came of it."""
    if placement.application_id is None:
        return
    shown = SmartObjective.objects.standing().filter(applications=placement.application_id, placement=None)
    numbers = list(shown.filter(person_id=placement.person_id).values_list("pk", flat=True))
    now = timezone.now()
    SmartObjective.objects.filter(pk__in=numbers).update(placement=placement, shared_at=now, worded_at=now)


@transaction.atomic
def follow_cancelled(placement: Placement, **_details: Any) -> None:
    """A placement is cancelled: its objectives are the trainee's alone again, to be used elsewhere."""
    free = SmartObjective.objects.filter(placement=placement, results=None)
    free.update(placement=None, shared_at=None, worded_at=timezone.now())


def _locked(objective_id: int) -> SmartObjective:
    locks.person(SmartObjective.objects.values_list("person_id", flat=True).get(pk=objective_id))
    rows = SmartObjective.objects.select_for_update(of=("self",)).select_related("placement", "person")
    return rows.get(pk=objective_id)


def _own(objective: SmartObjective, actor: User) -> None:
    if objective.person_id != actor.pk:
        raise Refused(_("Only the person whose objective it is can change it."))


def _not_judged(objective: SmartObjective) -> None:
    if objective.results.exists():
        raise Refused(_("This objective has been judged: its words stay as they were. Write another one."))


def _plain(value: Any) -> Any:
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


def _complete(values: Mapping[str, Any]) -> dict[str, Any]:
    """The five facets, none of them empty. Raises Refused."""
    facets = {name: _plain(values.get(name)) for name in FACETS}
    if not all(facets[name] for name in WRITTEN):
        raise Refused(_("An objective needs its five facets: specific, measurable, acceptable, realistic, and a day."))
    if not isinstance(facets["due"], datetime.date):
        raise Refused(_("Choose the day by which this objective is to be reached."))
    return facets


def _trace(action: str, objective: SmartObjective, actor: User | None, data: dict[str, Any] | None = None) -> None:
    """On the placement where there is one, so that its page tells it; otherwise on the objective."""
    placement = objective.placement
    audit.record(
        action=action,
        actor=actor,
        target=placement or objective,
        organisation=placement.sending_organisation if placement else None,
        data={"objective": objective.pk, **(data or {})},
    )
