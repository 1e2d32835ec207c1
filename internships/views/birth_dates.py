"""The date of birth of somebody whom no school follows, corrected by those who run the site (S5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import site_admin
from accounts.errors import Refused
from accounts.models import User
from internships.forms.trainees import BirthDateForm, PersonForm
from internships.selectors.people import has_school, of_address
from internships.services import trainees
from internships.views.common import person, workspace


@require_http_methods(["GET", "HEAD", "POST"])
@site_admin
def birth_date(request: HttpRequest) -> HttpResponse:
    """First the address of the account, by POST so that it stands in no log; then the date."""
    asked = PersonForm(request.POST if request.method == "POST" else None)
    found = _found(asked) if asked.is_bound and asked.is_valid() else None
    form = BirthDateForm(request.POST) if found and "birth_date" in request.POST else None
    if found is not None and form is not None and form.is_valid():
        day, organisation = form.cleaned_data["birth_date"], workspace(request).organisation
        try:
            trainees.set_birth_date(person=found, day=day, actor=person(request), organisation=organisation)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The date of birth of %(name)s is corrected.") % {"name": found})
            return redirect("internships:birth_date")
    if found is not None and form is None:
        form = BirthDateForm(initial={"birth_date": found.birth_date})
    wrong = asked.errors or (form is not None and form.errors)
    context = {"asked": asked, "found": found, "form": form}
    return render(request, "internships/birth_date.html", context, status=422 if wrong else 200)


def _found(asked: PersonForm) -> User | None:
    """The person, unless nobody has that address, or their school sees to it."""
    one = of_address(asked.cleaned_data["email"])
    if one is None:
        asked.add_error("email", _("Nobody has an account with this address."))
    elif has_school(one):
        asked.add_error("email", _("A school follows this person: it corrects the date on the page of the trainee."))
        return None
    return one
