"""« Pour vous »: what is ranked for a trainee, what they wish for, how much each criterion counts (E4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from hosts.views.search import dressed
from internships.forms.wishes import WeightsForm, WishesForm
from internships.matching.criteria import read_weights
from internships.selectors.matching import page
from internships.services import wishes as services
from internships.views.common import person


@require_safe
@signed_in
def for_you(request: HttpRequest) -> HttpResponse:
    """Hosts, offers and practices ranked against one's own objectives, each with its reasons."""
    return _page(request)


def _page(request: HttpRequest, form: WeightsForm | None = None) -> HttpResponse:
    asked = request.GET.get("nombre", "")
    shown = min(max(int(asked), page.PAGE), page.MOST_SHOWN) if asked.isdecimal() and len(asked) < 4 else page.PAGE
    ranking = page.for_person(person(request), shown=shown)
    dressed([one.entry for one in ranking.places], request)
    context = {"ranking": ranking, "form": form or WeightsForm(weights=ranking.weights), "open": form is not None}
    return render(request, "internships/matching/for_you.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def wishes(request: HttpRequest) -> HttpResponse:
    """Where from, how far, when, which level, occupations, languages, needs on site."""
    known = page.wishes_of(person(request))
    form = WishesForm(request.POST or None, wishes=known)
    if request.method == "POST" and form.is_valid():
        services.save_wishes(person=person(request), values=form.cleaned_data)
        messages.success(request, _("Your wishes are saved, and the ranking follows them."))
        return redirect("internships:for_you")
    return render(request, "internships/matching/wishes.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def weights(request: HttpRequest) -> HttpResponseBase:
    """Keeps the weights typed, or goes back to those of Escale."""
    who = person(request)
    if "defaults" in request.POST:
        services.save_weights(person=who, weights=None)
        messages.success(request, _("Each criterion counts again as Escale proposes."))
        return redirect("internships:for_you")
    form = WeightsForm(request.POST, weights=read_weights({}))
    if not form.is_valid():
        return _page(request, form)
    services.save_weights(person=who, weights=form.chosen)
    messages.success(request, _("The ranking follows what counts for you."))
    return redirect("internships:for_you")
