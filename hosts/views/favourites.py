"""Hosts and offers that people marked."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from hosts.models import Favourite, HostInstitution, PlacementOffer
from hosts.selectors import favourites as selectors
from hosts.services import favourites as services


@require_safe
@signed_in
def favourites(request: HttpRequest) -> HttpResponse:
    """What one marked: what is still open first, then what is over, so that nothing vanishes without a word."""
    open_, over = selectors.listed(request.user)
    return render(request, "hosts/favourites.html", {"open": open_, "over": over})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def toggle(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Marks by POST, or takes the mark away. GET asks first: where one lands after signing in."""
    thing = _thing(request, kind, pk)
    marked = selectors.of(request.user, [thing]).has(thing)
    back = _back(request, thing)
    context = {"thing": thing, "kind": kind, "pk": pk, "favourite": marked, "back": back}
    if request.method != "POST":
        return render(request, "hosts/favourite_confirm.html", context)
    wanted = request.POST.get("on", "0" if marked else "1") == "1"
    (services.mark if wanted else services.unmark)(user=request.user, thing=thing)  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "hosts/favourite_button.html", {**context, "favourite": wanted})
    messages.success(request, _("Added to your favourites.") if wanted else _("Taken off your favourites."))
    return redirect(back)


def _thing(request: HttpRequest, kind: str, pk: int) -> HostInstitution | PlacementOffer:
    if kind == "hote":
        hosts = HostInstitution.objects.visible_to(request.user).select_related("organisation")
        return get_object_or_404(hosts, pk=pk)
    if kind == "offre":
        return get_object_or_404(PlacementOffer.objects.visible_to(request.user), pk=pk)
    raise Http404


def _back(request: HttpRequest, thing: HostInstitution | PlacementOffer) -> str:
    """Where one came from, otherwise the thing's own page."""
    asked = request.POST.get("back") or request.GET.get("back", "")
    if asked and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return (
        Favourite(institution=thing).address if isinstance(thing, HostInstitution) else Favourite(offer=thing).address
    )
