"""Searches that people keep, with their alerts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import public, signed_in
from hosts.enums import AlertFrequency
from hosts.forms.saved_searches import SavedSearchForm
from hosts.models import SavedSearch
from hosts.selectors.saved_searches import address_of, query_of
from hosts.services import saved_searches as services
from hosts.views.asked import Asked, plain_query


@dataclass(frozen=True)
class Kept:
    search: SavedSearch
    address: str
    chips: list[str]


@require_safe
@signed_in
def saved_searches(request: HttpRequest) -> HttpResponse:
    """One's searches, each one press away from its results."""
    mine = SavedSearch.objects.visible_to(request.user)
    kept = [Kept(one, address_of(one), Asked(query_of(one)).words) for one in mine]
    return render(request, "hosts/saved_searches.html", {"kept": kept, "most": services.MOST})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Keeps the search of the address."""
    asked = Asked(plain_query(request.GET))
    asked.query.pop("carte", None)
    has_address = bool(request.user.email)  # type: ignore[union-attr]
    form = SavedSearchForm(
        request.POST or None, has_address=has_address, initial={"name": asked.name, "frequency": "weekly"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.keep(
                user=request.user,  # type: ignore[arg-type]
                name=form.cleaned_data["name"],
                parameters=dict(asked.query.lists()),
                frequency=form.cleaned_data["frequency"],
            )
        except services.TooMany as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Your search is kept. You find it under “My searches”."))
            return redirect("hosts:saved_searches")
    context = {"form": form, "words": asked.words, "address": asked.address}
    return render(request, "hosts/saved_search_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    form = SavedSearchForm(request.POST or None, instance=search, has_address=bool(request.user.email))  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        services.change(search=search, name=form.cleaned_data["name"], frequency=form.cleaned_data["frequency"])
        messages.success(request, _("Your search is changed."))
        return redirect("hosts:saved_searches")
    context = {
        "form": form,
        "search": search,
        "words": Asked(query_of(search)).words,
        "address": address_of(search),
    }
    return render(request, "hosts/saved_search_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    services.delete(search=search)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": search.name})
    return redirect("hosts:saved_searches")


@csrf_exempt  # The mailbox's own « unsubscribe » button posts here (RFC 8058): the token is what allows it.
@require_http_methods(["GET", "HEAD", "POST"])
@public
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ends one search's e-mails by one press, without signing in. Opening the link changes nothing."""
    search = services.by_token(token)
    if search is None:
        raise Http404
    if request.method == "POST":
        services.stop(search=search)
        search.frequency = AlertFrequency.NEVER
    response = render(request, "hosts/saved_search_stop.html", {"search": search})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
