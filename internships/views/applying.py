"""Writing an application."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from documents import files
from hosts.models import PlacementOffer
from hosts.selectors.pages import offers_near
from internships.disclosure import is_protected
from internships.enums import ApplicationState
from internships.forms.applying import ALLOWED, ApplyForm
from internships.models import Application
from internships.selectors.applying import Target, mine, target
from internships.selectors.reach import reach_host
from internships.services import applications as service
from internships.services import objectives
from internships.views.people import person, workspace


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def apply(request: HttpRequest) -> HttpResponseBase:
    """To an offer (`offre`) or to a host (`hote`); `trouve` when it has already said yes (S6)."""
    who = person(request)
    chosen = target(who, offer=request.GET.get("offre", ""), host=request.GET.get("hote", ""))
    if chosen is None:
        raise Http404
    if workspace(request).belongs_to(chosen.institution.organisation_id):
        messages.info(request, _("This is your own host: people who look for a placement apply here."))
        return redirect("hosts:detail", slug=chosen.institution.slug)
    known = mine(who, chosen.institution, chosen.offer)
    if known is not None and request.method != "POST":
        messages.info(request, _("You have written here already: this is your application."))
        return redirect("internships:application", pk=known.pk)
    if chosen.offer is not None and not PlacementOffer.objects.open().filter(pk=chosen.offer.pk).exists():
        return redirect("hosts:offer", pk=chosen.offer.pk)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ApplyForm(*posted, person=who, target=chosen, found=bool(request.GET.get("trouve")))
    if request.method == "POST" and form.is_valid():
        made = _send(request, form, chosen)
        if made is not None:
            return redirect("internships:application", pk=made.pk)
    context = {
        "form": form,
        "institution": chosen.institution,
        "offer": chosen.offer,
        "reachable": bool(reach_host(chosen.institution)),
        "minor": bool(who.birth_date and is_protected(who, form.fields["start"].initial or who.birth_date)),
        "lost_files": bool(form.errors and request.FILES),
        "near": offers_near(chosen.offer) if chosen.offer and form.non_field_errors() else [],
    }
    return render(request, "internships/apply.html", context, status=400 if form.errors else 200)


def _send(request: HttpRequest, form: ApplyForm, chosen: Target) -> Application | None:
    """Keeps the documents and applies, in one transaction; says on the form what stands in the way."""
    who = person(request)
    try:
        with transaction.atomic():
            kept = [files.store_upload(upload, allowed=ALLOWED, user=who) for upload in form.cleaned_data["documents"]]
            made = service.apply(
                person=who,
                institution=chosen.institution,
                offer=chosen.offer,
                files=kept,
                employment=form.employment(),
                **form.data_for_service,
            )
            objectives.show_to(application_id=made.pk, objective_ids=form.chosen_objectives, actor=who)
    except ValidationError as problem:
        form.add_error("documents", problem)
    except Refused as problem:
        form.add_error(None, str(problem))
    else:
        if made.state == ApplicationState.HELD:
            messages.success(request, _("Recorded. It leaves by itself as soon as the sheet of the host is checked."))
        else:
            messages.success(request, _("Your application has left. You will be told as soon as the host answers."))
        return made
    return None
