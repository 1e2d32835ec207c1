"""Which grids an organisation has, and which version an evaluation opens with (E11, T13)."""

from __future__ import annotations

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.workspace import Workspace
from internships.models import EvaluationGrid, GridSharing, GridVersion, Placement


def owner_of(workspace: Workspace) -> tuple[bool, Organisation | None]:
    """Whether the capacity one acts in owns grids, and which organisation does: none stands for the whole site."""
    here = workspace.organisation
    if here is None:
        return False, None
    if here.kind == OrganisationKind.NETWORK:
        return True, None if here.territory_id is None else here
    return here.kind == OrganisationKind.TRAINING, here


def written_by(workspace: Workspace) -> QuerySet[EvaluationGrid]:
    """Those that one may change."""
    may, owner = owner_of(workspace)
    rows = EvaluationGrid.objects.select_related("organisation")
    return rows.filter(organisation=owner) if may else rows.none()


def read_by(workspace: Workspace) -> QuerySet[EvaluationGrid]:
    """Those that one may look at and copy: one's own, shared ones, the site's."""
    may, owner = owner_of(workspace)
    rows = EvaluationGrid.objects.select_related("organisation")
    return rows.for_organisation(owner.pk if owner else None) if may else rows.none()


def for_list(workspace: Workspace) -> QuerySet[EvaluationGrid]:
    """With their versions, kinds and sharings, in a number of queries that does not grow."""
    _may, owner = owner_of(workspace)
    versions = GridVersion.objects.annotate(used=Count("evaluations", distinct=True))
    mine = GridSharing.objects.filter(organisation=owner) if owner else GridSharing.objects.none()
    return (
        read_by(workspace)
        .prefetch_related(
            "kinds", Prefetch("versions", versions), Prefetch("sharings", mine, to_attr="offered"), "sharings"
        )
        .order_by("source", "name_fr", "pk")
    )


def version_for(placement: Placement, source: str) -> GridVersion | None:
    """The version in use: the sender's own, one it adopted, its territory's network's, the site's.

    Within each, a grid made for that kind of placement comes before one for all kinds.
    """
    grid = _candidates(placement, source).first()
    return grid.versions.filter(published_at__isnull=False).first() if grid else None


def _candidates(placement: Placement, source: str) -> QuerySet[EvaluationGrid]:
    sender = placement.sending_organisation
    adopted = GridSharing.objects.filter(
        grid=OuterRef("pk"), organisation=placement.sending_organisation_id, adopted_at__isnull=False
    )
    in_use = GridVersion.objects.filter(grid=OuterRef("pk"), published_at__isnull=False)
    made_for = EvaluationGrid.kinds.through.objects.filter(evaluationgrid=OuterRef("pk"))
    rows = EvaluationGrid.objects.in_use().annotate(
        adopted=Exists(adopted), limited=Exists(made_for), suits=Exists(made_for.filter(placementkind=placement.kind))
    )
    whose = Q(organisation__isnull=True) | Q(adopted=True)
    ranks = [When(adopted=True, then=Value(1))]
    if sender is not None:
        whose |= Q(organisation=sender)
        ranks.insert(0, When(organisation=sender, then=Value(0)))
        if sender.territory_id:
            club = Q(organisation__kind=OrganisationKind.NETWORK, organisation__territory=sender.territory_id)
            whose |= club
            ranks.append(When(club, then=Value(2)))
    rank = Case(*ranks, default=Value(3), output_field=IntegerField())
    found = rows.filter(whose, Exists(in_use), source=source).filter(Q(limited=False) | Q(suits=True))
    return found.annotate(rank=rank).order_by("rank", "-suits", "-pk")
