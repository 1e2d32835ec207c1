"""The certificate at the end of a placement: made by the school or the host, downloaded by the parties."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from agreements.forms.certificates import CertificateForm
from agreements.models import Certificate
from agreements.selectors.certifying import certifies_for
from agreements.services import certificates
from agreements.views.parts import person
from documents.views import protected
from internships.models import Placement
from internships.selectors.plans import with_hours


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """What was really done, then the certificate is made and sealed."""
    rows = Placement.objects.visible_to(request.user)
    rows = rows.select_related("kind__regime", "person", "sending_organisation__training")
    placement = get_object_or_404(with_hours(rows), pk=pk)
    seats = request.workspace.memberships  # type: ignore[attr-defined]
    made_for = certifies_for(placement, request.user, seats)
    if not made_for:
        raise Http404
    initial = certificates.suggested(placement)
    form = CertificateForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            certificates.ask_for(
                placement_id=placement.pk,
                actor=person(request),
                minutes=given["hours"] or 0,
                activities=given["activities"],
                paid=given["paid"],
                words=given["words"],
                language=given["language"],
                made_for=made_for,
            )
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The certificate is being made; the trainee gets it by e-mail."))
            return redirect("internships:placement", pk=placement.pk)
    context = {"placement": placement, "form": form, "made_for": made_for}
    return render(request, "agreements/certificate.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The certificate, byte for byte as it was sealed."""
    rows = Certificate.objects.filter(placement__in=Placement.objects.visible_to(request.user)).select_related("file")
    found = get_object_or_404(rows, pk=pk)
    if found.file is None:
        raise Http404
    try:
        response = HttpResponse(found.file.read(), content_type="application/pdf")
    except FileNotFoundError as problem:
        raise Http404 from problem
    response.headers["Content-Disposition"] = content_disposition_header(True, found.file.name) or "attachment"
    return protected(response, f'"{found.file.sha256}"')
