"""Where the ranking « Pour vous » is offered: in the four steps, below the search box (E4, E26)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.workspace import Workspace
from internships.models import SmartObjective
from internships.steps import Item, Journey, Stage


def step(journey: Journey) -> Iterable[Item]:
    """Once there are objectives to rank by. No query of its own: they came with the person."""
    if not journey.person.standing_objectives:  # type: ignore[attr-defined]
        return
    yield Item(
        stage=Stage.PREPARE,
        title=_("See which hosts and practices serve your objectives"),
        position=25,
        address=reverse("internships:for_you"),
        extra=True,
    )


def search(workspace: Workspace) -> tuple[str, str] | None:
    """Once there are objectives to rank by, whoever one works for: professionals go on immersions as well."""
    if workspace.user is None or not SmartObjective.objects.standing().filter(person=workspace.user).exists():
        return None
    return _("Ranked for your objectives"), reverse("internships:for_you")
