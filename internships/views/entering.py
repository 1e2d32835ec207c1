"""Entering a placement that was agreed without an application: by a school for a trainee, by an employer for staff."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import with_role
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.workspace import Workspace
from hosts.models import HostInstitution
from hosts.text import fold
from internships.forms.placements import NewPlacementForm, StaffPlacementForm
from internships.models import Enrolment
from internships.models.employments import EMPLOYER_ROLES
from internships.rights import ENTERING, may_enter
from internships.selectors.employers import known_people
from internships.services import placements as service
from internships.views.common import back, person, workspace


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(*ENTERING, *EMPLOYER_ROLES)
@once
def placement_new(request: HttpRequest) -> HttpResponse:
    """First the host, then who goes there and when; the host is told at once."""
    here = workspace(request)
    if not may_enter(here):
        raise PermissionDenied
    institution = None
    if slug := request.GET.get("hote", ""):
        institution = get_object_or_404(HostInstitution.objects.visible_to(request.user).published(), slug=slug)
    if institution is None:
        query = request.GET.get("q", "").strip()
        return render(
            request, "internships/placement_host.html", {"query": query, "hosts": hosts_named(request, query)}
        )
    form = form_for(request, here, institution)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.create(
                **form.who(),
                mode=form.cleaned_data["mode"],
                sites=[form.data_of_site()],
                actor=person(request),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(request, made, _("The placement is entered; everybody concerned is told."))
    context = {"form": form, "institution": institution, "staff": not here.is_school}
    return render(request, "internships/placement_new.html", context, status=422 if form.is_bound else 200)


def form_for(
    request: HttpRequest, here: Workspace, institution: HostInstitution
) -> NewPlacementForm | StaffPlacementForm:
    """For the trainees of a school, or for the staff of an employer."""
    data = request.POST if request.method == "POST" else None
    if not here.is_school:
        assert here.organisation is not None
        return StaffPlacementForm(institution, known_people(here.organisation), data, initial={"share": 100})
    enrolments = Enrolment.objects.visible_to(request.user).current().filter(cohort__school=here.organisation)
    enrolments = enrolments.filter(cohort__archived_at=None).select_related("person", "cohort__kind", "cohort__school")
    return NewPlacementForm(institution, enrolments, data, initial={"share": 100})


def hosts_named(request: HttpRequest, query: str) -> list[HostInstitution]:
    """Published hosts whose name holds those words: twenty at most."""
    if not query:
        return []
    hosts = HostInstitution.objects.visible_to(request.user).published().select_related("organisation")
    for word in fold(query).split():
        hosts = hosts.filter(folded_name__contains=word)
    return list(hosts.prefetch_related("sites").order_by("organisation__sort_name")[:20])
