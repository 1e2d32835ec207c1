"""« Chercher des échanges »: the pilot's searches, their result, rings confirmed, put aside or put right (B1, B2)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.errors import Refused
from accounts.idempotency import once
from documents.tables import export, export_format
from exchanges import ring_drawing
from exchanges.access import pilot, the_seat
from exchanges.exports_rings import LEGS
from exchanges.forms.rings import ConfirmForm, SearchForm
from exchanges.models import Ring, RingLeg, RingRun
from exchanges.ring_enums import RingState
from exchanges.selectors import rings as selectors
from exchanges.services import ring_runs, rings

PER_PAGE, RINGS_PER_PAGE = 25, 8
TAB = "exchanges:dashboard"
WITH = ("person", "structure__institution__organisation", "offer__structure__institution__organisation")


@require_safe
@pilot
def searches(request: HttpRequest) -> HttpResponse:
    """The searches so far, the latest first."""
    seat = the_seat(request)
    page = Paginator(selectors.runs(seat), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchanges/rings/searches.html", {"seat": seat, "tab": TAB, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def search(request: HttpRequest) -> HttpResponse:
    """Asks for a search; `apres` is the one before, whose kept legs stay."""
    seat = the_seat(request)
    number = request.GET.get("apres", "")
    after = RingRun.objects.filter(space=seat.space, pk=int(number)).first() if number.isdecimal() else None
    form = SearchForm(request.POST if request.method == "POST" else None, space=seat.space, after=after)
    if request.method == "POST" and form.is_valid():
        try:
            run = ring_runs.start(space=seat.space, actor=seat.user, after=after, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("exchanges:ring_run", pk=run.pk)
    kept = RingLeg.objects.filter(ring__run=after, ring__state=RingState.PROPOSED, fixed=True) if after else None
    context = {"seat": seat, "tab": TAB, "form": form, "after": after, "kept": _told(kept)}
    return render(request, "exchanges/rings/search.html", context, status=422 if form.errors else 200)


def _told(legs: Any) -> list[RingLeg]:
    return [] if legs is None else list(legs.select_related(*WITH))


@require_safe
@pilot
def ring_run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far a search has come; then its rings, drawn, in words, and what can be done with each."""
    seat, run = the_seat(request), _run(request, pk)
    context: dict[str, Any] = {"seat": seat, "tab": TAB, "run": run}
    if request.headers.get("HX-Request"):
        if not run.is_under_way:
            return HttpResponseClientRefresh()
        return render(request, "exchanges/rings/progress.html", context)
    if export_format(request):
        legs = [leg for ring in selectors.rings(run) for leg in ring.legs.all()]
        return export(request, name=_("exchanges"), columns=LEGS, rows=legs)
    if not run.is_under_way:
        rows = selectors.rings(run)
        state = request.GET.get("etat", "")
        if state in RingState.values:
            rows = rows.filter(state=state)
        page = Paginator(rows, RINGS_PER_PAGE).get_page(request.GET.get("page"))
        context |= {"figures": selectors.figures(run), "page": page, "state": state, "shown": _shown(page)}
        context["tabs"] = [{"state": one.value, "label": one.label} for one in RingState]
    return render(request, "exchanges/rings/run.html", context)


def _shown(page: Any) -> list[dict[str, Any]]:
    return [
        {
            "ring": ring,
            "drawings": ring_drawing.drawings(ring),
            "legs": [{"leg": leg, "reasons": selectors.reasons(leg)} for leg in ring.legs.all()],
        }
        for ring in page
    ]


@require_POST
@pilot
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer waits for a search."""
    ring_runs.give_up(run_id=_run(request, pk).pk, actor=the_seat(request).user)
    messages.success(request, _("The search is stopped. You can begin another one."))
    return redirect("exchanges:rings")


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, saying who will be written to; then every leg becomes a request."""
    seat = the_seat(request)
    ring = _ring(request, pk)
    form, error = _addresses(request, ring), ""
    if request.method == "POST" and form.is_valid():
        try:
            rings.confirm(ring_id=pk, seat=seat, addresses=form.addresses())
        except Refused as problem:
            error = str(problem)
            ring = _ring(request, pk)
            form = _addresses(request, ring)
        else:
            messages.success(request, _("The ring is confirmed: everybody in it has been written to."))
            return redirect("exchanges:ring_run", pk=ring.run_id)
    context = {"seat": seat, "tab": TAB, "ring": ring, "legs": list(ring.legs.all()), "form": form, "error": error}
    return render(request, "exchanges/rings/confirm.html", context, status=422 if error or form.errors else 200)


def _addresses(request: HttpRequest, ring: Ring) -> ConfirmForm:
    """Its fields: an address for each leg whose visa nobody can give here."""
    legs = selectors.without_visa(ring.legs.all()) if ring.is_proposed else []
    return ConfirmForm(request.POST if request.method == "POST" else None, legs=legs)


@require_POST
@pilot
@once
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a proposal aside."""
    ring = _ring(request, pk)
    try:
        rings.drop(ring_id=pk, seat=the_seat(request))
    except Refused as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("The ring is put aside. Its people are free for the next search."))
    return redirect("exchanges:ring_run", pk=ring.run_id)


@require_POST
@pilot
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a leg for the next search, or lets it go."""
    leg = _leg(request, pk)
    try:
        rings.fix(leg_id=pk, seat=the_seat(request), fixed=request.POST.get("fixed") == "1")
    except Refused as problem:
        messages.warning(request, str(problem))
    return redirect(f"{leg.ring.run.get_absolute_url()}#ring-{leg.ring.number}")


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def leg(request: HttpRequest, pk: int) -> HttpResponse:
    """What a leg could be instead: somebody else, other days, or the ring without its structure."""
    seat, one = the_seat(request), _leg(request, pk)
    error = ""
    if request.method == "POST":
        try:
            rings.mend(leg_id=pk, seat=seat, key=request.POST.get("option", ""))
        except Refused as problem:
            error = str(problem)
        else:
            messages.success(request, _("The ring is changed. Nobody has been told yet."))
            return redirect(f"{one.ring.run.get_absolute_url()}#ring-{one.ring.number}")
    found = selectors.options(one.ring, one) if one.ring.is_proposed else []
    context = {"seat": seat, "tab": TAB, "leg": one, "ring": one.ring, "error": error}
    context |= {"instead": [o for o in found if not o.skips], "skipping": [o for o in found if o.skips]}
    return render(request, "exchanges/rings/leg.html", context, status=422 if error else 200)


def _run(request: HttpRequest, pk: int) -> RingRun:
    rows = RingRun.objects.filter(space=the_seat(request).space).defer("pool")
    return get_object_or_404(rows.select_related("territory", "asked_by", "after", "space"), pk=pk)


def _ring(request: HttpRequest, pk: int) -> Ring:
    rows = Ring.objects.filter(run__space=the_seat(request).space).select_related("run", "decided_by")
    return get_object_or_404(rows.whole(), pk=pk)


def _leg(request: HttpRequest, pk: int) -> RingLeg:
    rows = RingLeg.objects.filter(ring__run__space=the_seat(request).space).select_related("ring__run__space", *WITH)
    return get_object_or_404(rows, pk=pk)
