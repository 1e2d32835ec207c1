"""« Mon dossier »: what agreements need to know of a trainee, and who represents them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.models import User
from hosts.views.people import person
from internships.forms.trainees import TraineeForm, given, guardian_forms
from internships.models import TraineeProfile
from internships.selectors.employers import current_of
from internships.services import trainees

OF_AGE = 18


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_file(request: HttpRequest) -> HttpResponse:
    """One page: who I am, where I live, how I am insured, who signs for me while I am a minor."""
    me = person(request)
    profile = TraineeProfile.objects.filter(user=me).first() or TraineeProfile(user=me)
    form = TraineeForm(request.POST if request.method == "POST" else None, instance=profile)
    representatives = guardian_forms(list(me.guardians.all()), request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST":
        data = given(representatives)
        if form.is_valid() and data is not None:
            try:
                trainees.update_profile(person=me, changes=form.changes)
                if data or me.guardians.exists():
                    trainees.set_guardians(person=me, guardians=data, actor=me)
            except Refused as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _("Your file is up to date."))
                return redirect("internships:my_file")
    context = {
        "form": form,
        "guardians": representatives,
        "problem": problem,
        "of_age": is_of_age(me),
        "employments": current_of(me),
    }
    return render(request, "internships/my_file.html", context, status=422 if request.method == "POST" else 200)


def is_of_age(user: User) -> bool:
    """Whether the person said a date of birth by which they are of age today."""
    born, today = user.birth_date, timezone.localdate()
    if born is None:
        return False
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) >= OF_AGE
