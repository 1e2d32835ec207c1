"""What evaluations and the return show on the page of a placement: a section and two steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from internships import evaluation_rights, rights
from internships.enums import PlacementState, Source
from internships.models import Evaluation, Placement
from internships.parts import Part, Step
from internships.selectors.evaluations import of_placement_all
from internships.words import said


@dataclass(frozen=True, kw_only=True)
class Side:
    """One source: where its evaluation stands, and what the reader can do with it."""

    label: str
    words: str
    kind: str = ""
    address: str = ""
    action: str = ""
    ask: str = ""
    main: bool = False


def evaluations_card(request: HttpRequest, placement: Placement) -> Part | None:
    """How it went, in the words of each side; what the trainee brings back."""
    if placement.state == PlacementState.CANCELLED:
        return None
    user: Any = request.user
    is_trainee = placement.person_id == user.pk
    begun = placement.start <= timezone.localdate()
    context = {
        "sides": _sides(placement, _mine(request, placement)) if begun else [],
        "is_trainee": is_trainee,
        "begun": begun,
        "over": placement.end < timezone.localdate(),
        "follow_ups": list(placement.follow_ups.all()) if is_trainee and begun else [],
    }
    return Part(
        title=_("Evaluations and return"),
        template="internships/evaluations/card.html",
        context=context,
        position=46,
        anchor="evaluations",
    )


def _mine(request: HttpRequest, placement: Placement) -> set[Source]:
    """The sides the reader speaks for, without a query: their memberships are known already."""
    parties = rights.parties(placement, request.user, request.workspace.memberships)  # type: ignore[arg-type, attr-defined]
    return evaluation_rights.sources(parties, placement)


def _sides(placement: Placement, mine: set[Source]) -> list[Side]:
    known = {one.source: one for one in of_placement_all(placement)}
    readable = {one.source for one in evaluation_rights.readable(known.values(), mine)}
    expected = evaluation_rights.expected(placement)
    return [
        _side(placement, source, known.get(source), mine, source in readable) for source in Source if source in expected
    ]


def _side(placement: Placement, source: Source, found: Evaluation | None, mine: set[Source], may_read: bool) -> Side:
    page = reverse("internships:evaluation", args=[placement.pk, source])
    label = _("You") if source in mine else str(source.label)
    if found is not None and found.is_sent:
        day = said(timezone.localdate(found.sent_at)) if found.sent_at else ""
        words = _("Sent on %(day)s") % {"day": day}
        action = _("Read again") if source in mine else _("Read")
        return Side(label=label, words=words, kind="done", address=page if may_read else "", action=action)
    if source in mine:
        action = _("Go on") if found is not None and found.draft else _("Evaluate")
        return Side(label=label, words=_("To fill in"), kind="waiting", address=page, action=action, main=True)
    ask = ""
    asked = found.contact_email if found is not None else ""
    unknown = source == Source.EMPLOYER and placement.sending_organisation_id is None and not asked
    if Source.SCHOOL in mine or (unknown and mine):
        ask = reverse("internships:evaluation_ask", args=[placement.pk, source])
    words = _("Asked at %(address)s") % {"address": asked} if asked else _("Not received yet")
    return Side(label=label, words=words, ask=ask)


def evaluations_step(request: HttpRequest, placement: Placement) -> Step | None:
    """The evaluations among the steps: how many of the sides have sent theirs."""
    if placement.state == PlacementState.CANCELLED:
        return None
    expected = evaluation_rights.expected(placement)
    begun = placement.start <= timezone.localdate()
    sent = {one.source for one in of_placement_all(placement) if one.is_sent} if begun else set()
    note = _("%(sent)d of %(all)d sent") % {"sent": len(sent), "all": len(expected)} if sent else ""
    return Step(
        title=_("Evaluations"),
        position=55,
        note=note,
        done=expected <= sent,
        address="#evaluations" if begun else "",
    )
