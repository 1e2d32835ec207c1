"""« Mon employeur »: a professional says in whose service they are, whom to write to there, and who signs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from hosts.views.people import person
from internships.forms.employers import EmployerForm
from internships.models import Employment
from internships.selectors.employers import current_of, people_of
from internships.services import employments as service


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def employer_new(request: HttpRequest) -> HttpResponse:
    """Names an employer; those that Escale knows under nearly that name are shown first."""
    me = person(request)
    form = EmployerForm(request.POST if request.method == "POST" else None, person=me)
    if request.method == "POST" and form.is_valid():
        try:
            service.name_employer(person=me, data=form.employer, organisation=form.organisation)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your employer is noted. Nothing is sent before a placement is agreed."))
            return redirect(f"{reverse('internships:my_file')}#employeur")
    return render(request, "internships/employer.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def employer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects one's post, whom to write to and who signs."""
    me = person(request)
    employment = get_object_or_404(current_of(me), pk=pk)
    form = EmployerForm(request.POST if request.method == "POST" else None, person=me, instance=employment)
    if request.method == "POST" and form.is_valid():
        try:
            service.change(employment_id=pk, actor=me, data=form.employer, organisation=form.organisation)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('internships:my_file')}#employeur")
    has_people = employment.organisation is not None and bool(people_of(employment.organisation))
    context = {"form": form, "employment": employment, "has_people": has_people}
    return render(request, "internships/employer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def employer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then notes that one works there no more."""
    employment: Employment = get_object_or_404(current_of(person(request)), pk=pk)
    back = f"{reverse('internships:my_file')}#employeur"
    if request.method == "POST":
        service.end(employment_id=pk, actor=person(request))
        messages.success(request, _("%(employer)s is no longer your employer here.") % {"employer": employment.name})
        return redirect(back)
    context = {
        "question": _("You no longer work for %(employer)s?") % {"employer": employment.name},
        "explanation": _("Placements and agreements stay as they are; cancel them on their own pages."),
        "yes": _("I no longer work there"),
        "back": back,
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)
