"""Grids written on screen (E11, T13): a draft is changed freely, put in use it is a version and never changes again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from internships.models import Criterion, EvaluationGrid, GridVersion, PlacementKind

MOST_QUESTIONS = 20
COPIED = ("introduction_fr", "introduction_en", "asks_objectives", "asks_skills")
ASKED = (
    *("type", "label_fr", "label_en", "help_fr", "help_en", "low_fr", "low_en", "high_fr", "high_en"),
    *("choices", "required", "meaning", "position"),
)


@dataclass(frozen=True, kw_only=True)
class CriterionData:
    """What a question says and how it is answered."""

    type: str
    label_fr: str
    label_en: str = ""
    help_fr: str = ""
    help_en: str = ""
    low_fr: str = ""
    low_en: str = ""
    high_fr: str = ""
    high_en: str = ""
    choices: list[dict[str, str]] = field(default_factory=list)
    required: bool = True
    meaning: str = ""


@transaction.atomic
def add_grid(
    *,
    organisation: Organisation | None,
    source: str,
    name_fr: str,
    name_en: str,
    kinds: Iterable[PlacementKind],
    actor: User,
) -> EvaluationGrid:
    """A new grid with an empty draft; without an organisation it serves the whole site."""
    grid = EvaluationGrid.objects.create(
        organisation=organisation, source=source, name_fr=name_fr, name_en=name_en, created_by=actor
    )
    grid.kinds.set(kinds)
    GridVersion.objects.create(grid=grid, number=1, created_by=actor)
    _trace("grid.added", grid, actor)
    return grid


@transaction.atomic
def copy_grid(*, source: EvaluationGrid, organisation: Organisation | None, actor: User) -> EvaluationGrid:
    """A grid of one's own that begins as another one; it is a draft until it is put in use."""
    latest = source.versions.filter(published_at__isnull=False).first()
    if latest is None:
        raise Refused(_("This grid was never put in use: there is nothing to copy yet."))
    grid = EvaluationGrid.objects.create(
        organisation=organisation,
        source=source.source,
        name_fr=source.name_fr,
        name_en=source.name_en,
        created_by=actor,
    )
    grid.kinds.set(source.kinds.all())
    _copy(latest, grid, number=1, actor=actor)
    _trace("grid.copied", grid, actor)
    return grid


@transaction.atomic
def describe(
    *, grid_id: int, name_fr: str, name_en: str, kinds: Iterable[PlacementKind], values: Mapping[str, Any], actor: User
) -> EvaluationGrid:
    """The grid's name and kinds, and the first words and parts of its draft."""
    grid = _locked(grid_id)
    grid.name_fr, grid.name_en = name_fr, name_en
    grid.save(update_fields=["name_fr", "name_en"])
    grid.kinds.set(kinds)
    draft = _draft(grid, actor)
    for name in COPIED:
        setattr(draft, name, values[name])
    draft.save(update_fields=list(COPIED))
    _trace("grid.described", grid, actor)
    return grid


@transaction.atomic
def begin_draft(*, grid_id: int, actor: User) -> GridVersion:
    """The draft of a grid: the one there is, or a copy of the version in use."""
    return _draft(_locked(grid_id), actor)


@transaction.atomic
def drop_draft(*, grid_id: int, actor: User) -> None:
    """Goes back to the version in use. Raises Refused for a grid that has none yet."""
    grid = _locked(grid_id)
    if not grid.versions.filter(published_at__isnull=False).exists():
        raise Refused(_("This grid has no version in use yet: take it out of use instead."))
    grid.versions.filter(published_at__isnull=True).delete()
    _trace("grid.draft_dropped", grid, actor)


@transaction.atomic
def save_criterion(*, grid_id: int, data: CriterionData, actor: User, criterion_id: int | None = None) -> Criterion:
    """Adds a question to the draft, or changes one. Raises Refused beyond the number that three screens can hold."""
    draft = _draft(_locked(grid_id), actor)
    if criterion_id is None:
        last = draft.criteria.aggregate(last=Max("position"))["last"] or 0
        if draft.criteria.count() >= MOST_QUESTIONS:
            raise Refused(
                _("%(most)d questions at most: nobody answers more on a telephone.") % {"most": MOST_QUESTIONS}
            )
        return Criterion.objects.create(version=draft, position=last + 1, **asdict(data))
    criterion = _of_draft(draft, criterion_id)
    for name, value in asdict(data).items():
        setattr(criterion, name, value)
    criterion.save()
    return criterion


@transaction.atomic
def move_criterion(*, grid_id: int, criterion_id: int, by: int, actor: User) -> None:
    """One place up (-1) or down (+1)."""
    draft = _draft(_locked(grid_id), actor)
    rows = list(draft.criteria.all())
    here = next((place for place, row in enumerate(rows) if row.pk == criterion_id), None)
    if here is None or not 0 <= here + by < len(rows):
        return
    rows[here], rows[here + by] = rows[here + by], rows[here]
    for position, row in enumerate(rows, 1):
        row.position = position
    Criterion.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_criterion(*, grid_id: int, criterion_id: int, actor: User) -> None:
    draft = _draft(_locked(grid_id), actor)
    _of_draft(draft, criterion_id).delete()


@transaction.atomic
def publish(*, grid_id: int, actor: User) -> GridVersion:
    """Puts the draft in use for the evaluations that open from now on. Those that are open keep theirs."""
    grid = _locked(grid_id)
    draft = grid.versions.filter(published_at__isnull=True).first()
    if draft is None:
        raise Refused(_("Nothing was changed since the version in use."))
    if not draft.criteria.exists() and not (draft.asks_objectives or draft.asks_skills):
        raise Refused(_("Add a question first: this grid asks nothing."))
    draft.published_at = timezone.now()
    draft.save(update_fields=["published_at"])
    grid.retired_at = None
    grid.save(update_fields=["retired_at"])
    _trace("grid.published", grid, actor, version=draft.number)
    return draft


@transaction.atomic
def retire(*, grid_id: int, actor: User) -> None:
    """No evaluation opens with it any more; those that are open or sent keep it."""
    grid = _locked(grid_id)
    grid.retired_at = timezone.now()
    grid.save(update_fields=["retired_at"])
    _trace("grid.retired", grid, actor)


def _locked(grid_id: int) -> EvaluationGrid:
    return EvaluationGrid.objects.select_for_update(of=("self",)).get(pk=grid_id)


def _draft(grid: EvaluationGrid, actor: User) -> GridVersion:
    """Under the grid's lock."""
    latest = grid.versions.first()
    if latest is not None and latest.is_draft:
        return latest
    if latest is None:
        return GridVersion.objects.create(grid=grid, number=1, created_by=actor)
    return _copy(latest, grid, number=latest.number + 1, actor=actor)


def _copy(version: GridVersion, grid: EvaluationGrid, *, number: int, actor: User) -> GridVersion:
    values = {name: getattr(version, name) for name in COPIED}
    made = GridVersion.objects.create(grid=grid, number=number, created_by=actor, **values)
    Criterion.objects.bulk_create(
        Criterion(version=made, **{name: getattr(row, name) for name in ASKED}) for row in version.criteria.all()
    )
    return made


def _of_draft(draft: GridVersion, criterion_id: int) -> Criterion:
    """A question of the draft; that of the version in use is found again by its place."""
    found = draft.criteria.filter(pk=criterion_id).first()
    if found is None:
        original = Criterion.objects.filter(pk=criterion_id, version__grid=draft.grid_id).first()
        found = draft.criteria.filter(position=original.position).first() if original else None
    if found is None:
        raise Refused(_("This question is not there any more."))
    return found


def _trace(action: str, grid: EvaluationGrid, actor: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, target=grid, organisation=grid.organisation, data=data)
