"""Good practices on the dashboard: by state."""

from __future__ import annotations

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.dashboard import Figure, Scope, Section, link
from accounts.enums import Role
from practices.enums import PracticeState
from practices.models import GoodPractice
from practices.selectors.pages import TABS

READERS = (Role.PRACTICE_VALIDATOR, Role.NETWORK_ADMIN)


def sections(scope: Scope) -> list[Section]:
    """One query. Without a day of validation or sending, a sheet belongs to the year in which it was begun."""
    rows = GoodPractice.objects.order_by()
    if scope.territory:
        rows = rows.filter(territory=scope.territory)
    if scope.year:
        rows = rows.annotate(year=ExtractYear(Coalesce("validated_at", "submitted_at", "created_at")))
        rows = rows.filter(year=scope.year)
    counts: dict[str, int] = rows.aggregate(
        **{str(state): Count("pk", filter=Q(state=state)) for state in PracticeState}  # type: ignore[arg-type]
    )
    whole = sum(counts.values())
    figures = [Figure(state.label, counts[state], whole, _address(scope, state)) for state in PracticeState]
    return [Section("pratiques", _("Good practices"), figures)]


def _address(scope: Scope, state: PracticeState) -> str:
    """The public list for those that are validated; for the others the queue, for those who may open it."""
    if state == PracticeState.VALIDATED:
        return link(reverse("practices:list"), territoire=scope.territory.slug if scope.territory else "")
    if state in TABS and scope.workspace.has_role(*READERS):
        return link(reverse("practices:queue"), state=str(state))
    return ""
