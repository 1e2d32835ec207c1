"""« À faire » for schools: who needs somebody today, counted from the board (S4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.pupils import PUPIL_ROLES
from accounts.workspace import Workspace
from agreements.selectors import board
from agreements.selectors.board import Asked
from agreements.stages import Stage
from messaging.inbox import Todo, Urgency

UNSIGNED = (Stage.FOUND, Stage.PREPARING, Stage.SIGNING)
SEARCHING = (Stage.WITHOUT, Stage.APPLYING)


def school(workspace: Workspace) -> Iterator[Todo]:
    """Trainees who lack a placement as their window nears, agreements that are late, agreements to be drawn up."""
    mine = workspace.organisation
    if mine is None or not workspace.is_school or not workspace.has_role(*PUPIL_ROLES):
        return
    found = board.columns([mine], Asked(), per_column=0)
    searching = sum(found.count(stage).late for stage in SEARCHING)
    if searching:
        yield Todo(
            title=ngettext(
                "%(count)d trainee needs help to find a placement",
                "%(count)d trainees need help to find a placement",
                searching,
            )
            % {"count": searching},
            url=_board(retard="on", etape=Stage.WITHOUT if found.count(Stage.WITHOUT).late else Stage.APPLYING),
            urgency=Urgency.SOON,
            icon="life-buoy",
            count=searching,
        )
    unsigned = sum(found.count(stage).late for stage in UNSIGNED)
    if unsigned:
        yield Todo(
            title=ngettext("%(count)d agreement is late", "%(count)d agreements are late", unsigned)
            % {"count": unsigned},
            url=_board(retard="on", vue="tableau"),
            urgency=Urgency.LATE,
            icon="triangle-alert",
            count=unsigned,
        )
    to_draw = found.count(Stage.FOUND).total
    if to_draw:
        yield Todo(
            title=ngettext("%(count)d agreement to draw up", "%(count)d agreements to draw up", to_draw)
            % {"count": to_draw},
            detail=_("Their placement is found."),
            url=_board(etape=Stage.FOUND),
            icon="file-pen",
            count=to_draw,
        )


def _board(**query: str) -> str:
    return f"{reverse('agreements:board')}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
