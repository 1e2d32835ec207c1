"""What the people of a placement say of an objective while it is under way: remarks, agreement, progress (E7)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from internships import objective_emails as emails
from internships.enums import NoteKind, Source
from internships.models import ObjectiveNote, SmartObjective
from internships.selectors import objectives as selectors


@transaction.atomic
def comment(*, objective_id: int, actor: User, text: str) -> ObjectiveNote:
    """A remark: the trainee is told; when the trainee writes, those who spoke before are. Raises Refused."""
    objective, source = _spoken_of(objective_id, actor)
    if not text.strip():
        raise Refused(_("Write something first."))
    note = _write(objective, source, actor, kind=NoteKind.COMMENT, text=text.strip())
    emails.remarked(note)
    return note


@transaction.atomic
def agree(*, objective_id: int, actor: User) -> ObjectiveNote:
    """Somebody who accompanies agrees to the objective as it is worded now; once each."""
    objective, source = _spoken_of(objective_id, actor)
    if source == Source.TRAINEE:
        raise Refused(_("The others agree to your objective; you wrote it."))
    known = next((note for note in selectors.agreed_by(objective) if note.author_id == actor.pk), None)
    if known:
        return known
    note = _write(objective, source, actor, kind=NoteKind.AGREED)
    emails.agreed(note)
    return note


@transaction.atomic
def progress(*, objective_id: int, actor: User, level: int, text: str = "") -> ObjectiveNote:
    """How far the trainee has come, in their own eyes, with what shows it."""
    objective, source = _spoken_of(objective_id, actor)
    if source != Source.TRAINEE:
        raise Refused(_("Only the trainee notes how far they have come."))
    if not 0 <= level <= 4:
        raise ValueError("levels go from 0 to 4")
    return _write(objective, source, actor, kind=NoteKind.PROGRESS, text=text.strip(), level=level)


def _spoken_of(objective_id: int, actor: User) -> tuple[SmartObjective, Source]:
    """The objective under its lock, and in which capacity the person speaks of it. Raises Refused."""
    rows = SmartObjective.objects.select_for_update(of=("self",)).select_related("placement", "person")
    objective = rows.get(pk=objective_id)
    if objective.dropped_at is not None:
        raise Refused(_("This objective was given up."))
    if objective.person_id == actor.pk:
        return objective, Source.TRAINEE
    source = selectors.source_of(objective.placement, actor)
    if source is None:
        raise Refused(_("Only those who take part in the placement can say something about it."))
    return objective, source


def _write(
    objective: SmartObjective,
    source: Source,
    actor: User,
    *,
    kind: NoteKind,
    text: str = "",
    level: int | None = None,
) -> ObjectiveNote:
    return ObjectiveNote.objects.create(
        objective=objective, kind=kind, source=source, author=actor, by=str(actor), text=text, level=level
    )
