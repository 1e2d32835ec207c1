"""What the views of evaluations and returns share: a placement with what says who one is to it, and no more."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.along import Branch, along
from internships import evaluation_rights, rights
from internships.enums import Source
from internships.models import Placement
from internships.views.common import person, workspace


def lean(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """The sides of a placement, in one query; its shared page reads much more."""
    rows = placements.select_related("person", "kind", "sending_organisation", "application", "return_report")
    return along(rows, Branch("sites", related=("institution__organisation", "site")), "supervisors")


def seen(request: HttpRequest, pk: int) -> tuple[Placement, set[Source]]:
    """A placement that the person may see, and the sides they speak for; otherwise a 404."""
    placement = get_object_or_404(lean(Placement.objects.visible_to(request.user)), pk=pk)
    parties = rights.parties(placement, person(request), workspace(request).memberships)
    return placement, evaluation_rights.sources(parties, placement)


def own(request: HttpRequest, pk: int) -> Placement:
    """A placement of one's own; anybody else's is a 404."""
    rows = Placement.objects.visible_to(request.user).filter(person=person(request))
    return get_object_or_404(lean(rows), pk=pk)


def host_of(placement: Placement) -> str:
    """The names of its hosts."""
    names = [site.institution.organisation.name for site in placement.sites.all()]
    return " · ".join(dict.fromkeys(names))


def not_saved(request: HttpRequest, problem: Exception) -> HttpResponse:
    """The answer to an autosave that comes too late: beside the form, and no message that waits for the next page."""
    return render(request, "hosts/autosave.html", {"refused": str(problem)})
