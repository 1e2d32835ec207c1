"""What agreements say on the pages of schools: where a cohort is followed, and how far a placement's agreement is."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from agreements.enums import AgreementState
from agreements.models import Agreement
from internships.models import Cohort, Placement
from internships.selectors.schools import Note

KINDS = {AgreementState.SEALED: "done", AgreementState.CANCELLED: "stopped"}


def address(cohort: Cohort) -> str:
    return f"{reverse('agreements:board')}?promotion={cohort.pk}"


def notes(placements: list[Placement]) -> dict[int, list[Note]]:
    """The agreement of each placement, and its open amendment; one query."""
    found: dict[int, list[Note]] = {}
    rows = Agreement.objects.filter(placement__in=placements).order_by("pk")
    for agreement in rows:
        kind = _("Amendment") if agreement.is_amendment else _("Agreement")
        words = f"{kind} {agreement.number} · {agreement.get_state_display()}"
        note = Note(words, KINDS.get(AgreementState(agreement.state), "waiting"), page_of(agreement))
        found.setdefault(agreement.placement_id, []).append(note)
    return found


def page_of(agreement: Agreement) -> str:
    try:
        return reverse("agreements:detail", args=[agreement.pk])
    except NoReverseMatch:
        return ""
