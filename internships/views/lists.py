"""What network administrators set on screen for placements (S13). Kinds and modes stand among the lists of hosts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import site_admin
from hosts.views.people import person
from internships.forms.lists import DeadlinesForm
from internships.models import PlacementSettings
from internships.services.settings import save_settings


@require_http_methods(["GET", "HEAD", "POST"])
@site_admin
def deadlines(request: HttpRequest) -> HttpResponse:
    """How long hosts and trainees have, and how many applications may wait."""
    form = DeadlinesForm(request.POST if request.method == "POST" else None, instance=PlacementSettings.current())
    if request.method == "POST" and form.is_valid():
        save_settings(values=form.cleaned_data, actor=person(request))
        messages.success(request, _("Saved. It holds for what happens from now on."))
        return redirect("internships:settings")
    return render(request, "internships/deadlines.html", {"form": form}, status=422 if form.is_bound else 200)
