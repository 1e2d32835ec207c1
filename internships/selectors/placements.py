"""Reads of placements: the shared page, and the lists of trainees, hosts and schools."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.along import Branch, along
from accounts.enums import OrganisationKind
from accounts.models import AuditEntry
from accounts.workspace import Workspace
from internships.models import Placement
from internships.selectors.plans import with_hours


def for_page(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Everything the shared page shows, in two queries."""
    rows = placements.select_related(
        "person__trainee_profile__level",
        "person__trainee_profile__photo",
        "kind__regime",
        "mode",
        "sending_organisation__training",
        "employment",
        "budget_share",
        "enrolment__cohort__course",
        "commission__institution__organisation",
    )
    people = Branch(
        "supervisors", related=("user", "placement_site__site", "placement_site__institution__organisation")
    )
    objectives = Branch("objectives", where=Q(dropped_at=None), to="standing_objectives", branches=("notes", "results"))
    documents = Branch("documents", related=("file", "added_by"))
    planning = Branch("planning", related=("objective", "proposed_by"))
    budget = Branch("budget_lines", related=("category",))
    return along(with_hours(rows), people, documents, objectives, planning, budget, "person__cv_entries")


def for_list(workspace: Workspace) -> QuerySet[Placement]:
    """The placements of the capacity in which the person acts: hosted, sent, or one's own and those one accompanies."""
    visible = Placement.objects.visible_to(workspace.user)
    organisation = workspace.organisation
    if organisation is None:
        return rows(visible)
    if organisation.kind == OrganisationKind.HOST:
        hosted = visible.filter(sites__institution__organisation=organisation).distinct()
        accompanied = visible.filter(supervisors__user=workspace.user, supervisors__until=None).distinct()
        return rows(hosted | accompanied | visible.filter(sending_organisation=organisation).distinct())
    if organisation.kind in (OrganisationKind.TRAINING, OrganisationKind.EMPLOYER):
        return rows(visible.filter(sending_organisation=organisation))
    return rows(visible)


def rows(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    found = placements.select_related("person", "kind", "sending_organisation", "enrolment__cohort")
    return along(with_hours(found), Branch("supervisors", where=Q(until=None), to="companions"))


def history(placement: Placement) -> QuerySet[AuditEntry]:
    """What was done to it, the newest first."""
    lines = AuditEntry.objects.filter(target_type="internships.placement", target_id=str(placement.pk))
    return lines.select_related("actor", "words").order_by("-pk")


def calendar_of(user: Any) -> QuerySet[Placement]:
    """One's own placements and those one accompanies, for a calendar."""
    mine = Placement.objects.standing().filter(person=user)
    accompanied = Placement.objects.standing().filter(supervisors__user=user, supervisors__until=None)
    return with_hours((mine.distinct() | accompanied.distinct()).select_related("person").order_by("start", "pk"))
