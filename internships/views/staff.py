"""« Nos professionnels »: the staff whom an employer sends to hosts, asked by e-mail whether they work there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import with_role
from accounts.errors import Refused
from accounts.forms.entrance import INVITED_KEY
from accounts.idempotency import once
from accounts.models import Organisation, PersonalLink
from internships.forms.employers import StaffForm
from internships.models.employments import EMPLOYER_ROLES
from internships.selectors.employers import asked_people, known_people, speaks_for_employer
from internships.services import employments as service
from internships.views.common import person, workspace

ACTS = {
    "reconnaitre": (service.recognise, gettext_noop("You have said that this person works with you: %(name)s.")),
    "terminer": (service.dismiss, gettext_noop("You have said that this person no longer works with you: %(name)s.")),
}


def employer_acted_for(request: HttpRequest) -> Organisation:
    """The employer for which the person speaks; human resources of a school have no staff here."""
    here = workspace(request)
    if not speaks_for_employer(here) or here.organisation is None:
        raise PermissionDenied
    return here.organisation


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(*EMPLOYER_ROLES)
@once
def staff(request: HttpRequest) -> HttpResponse:
    """Who is known, who was asked and has not answered, and the form that asks somebody else."""
    employer = employer_acted_for(request)
    form = StaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            service.ask(organisation=employer, actor=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The request is on its way to %(email)s.") % {"email": email})
            return redirect("internships:staff")
    context = {"form": form, "people": known_people(employer), "asked": asked_people(employer)}
    return render(request, "internships/staff.html", context, status=422 if form.is_bound else 200)


@require_POST
@with_role(*EMPLOYER_ROLES)
def staff_unask(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an unanswered request back."""
    employer = employer_acted_for(request)
    link = get_object_or_404(asked_people(employer), pk=pk)
    service.withdraw(organisation=employer, actor=person(request), email=link.email)
    messages.success(request, _("The request to %(email)s is withdrawn.") % {"email": link.email})
    return redirect("internships:staff")


@require_POST
@with_role(*EMPLOYER_ROLES)
def staff_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """« This person works here », or no longer does."""
    employer = employer_acted_for(request)
    one = get_object_or_404(known_people(employer), pk=pk)
    act, said = ACTS[action]
    try:
        act(employment_id=one.pk, organisation=employer, actor=person(request))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _(said) % {"name": one.person})
    return redirect("internships:staff")


def join(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link: GET says who asks; POST says yes, or leads to an account first."""
    context = {"link": link, "organisation": link.organisation, "used": link.used_at is not None}
    if request.method != "POST" or link.used_at is not None:
        return render(request, "internships/staff_join.html", context)
    if not request.user.is_authenticated:
        # Whoever holds the link reads the mailbox: no code is needed for this address.
        request.session[INVITED_KEY] = link.email
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path, 'email': link.email})}")
    try:
        service.accept(link=link, person=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, _("Thank you. Your employer can now agree on placements for you with hosts."))
    return redirect(f"{reverse('internships:my_file')}#employeur")
