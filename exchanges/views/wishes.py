"""« Je voudrais découvrir … »: a wish to read, one's own wishes, writing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.idempotency import once
from exchanges.access import professional, the_seat
from exchanges.enums import WishState
from exchanges.forms.wishes import WishForm, kept, period_formset
from exchanges.models import ImmersionWish, Structure
from exchanges.services import wishes as service
from exchanges.workflow import NotPossible

PER_PAGE = 20
MOVES = {"retirer": service.withdraw, "rouvrir": service.reopen}


def _rows() -> Any:
    wanted = Structure.objects.select_related("institution__organisation")
    rows = ImmersionWish.objects.select_related("structure__institution__organisation", "structure__space", "person")
    return rows.defer("vector").prefetch_related("windows", "sectors", Prefetch("structures", wanted))


@require_safe
@professional
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would like to discover what, and when."""
    seat = the_seat(request)
    visible = ImmersionWish.objects.visible_to(seat).values("pk")
    found = get_object_or_404(_rows().filter(pk__in=visible), pk=pk)
    mine = found.person_id == seat.user.pk
    context = {
        "seat": seat,
        "tab": "exchanges:my_wishes" if mine else "exchanges:discover",
        "wish": found,
        "mine": mine,
        "may_withdraw": found.state == WishState.OPEN and (mine or seat.is_pilot),
        "may_change": found.state == WishState.OPEN and mine and found.structure_id in seat.writes_for,
        "may_reopen": found.state != WishState.OPEN and mine and found.structure_id in seat.writes_for,
    }
    return render(request, "exchanges/wish.html", context)


@require_safe
@professional
def mine(request: HttpRequest) -> HttpResponse:
    """One's own wishes, the open ones first."""
    seat = the_seat(request)
    rows = _rows().filter(person=seat.user, structure__space=seat.space).order_by("state", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchanges/my_wishes.html", {"seat": seat, "tab": "exchanges:my_wishes", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def new(request: HttpRequest) -> HttpResponse:
    """A new wish."""
    if not the_seat(request).structures:
        raise Http404
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own open wish."""
    seat = the_seat(request)
    rows = _rows().filter(person=seat.user, structure__in=seat.writes_for, state=WishState.OPEN)
    return _form(request, get_object_or_404(rows, pk=pk))


def _form(request: HttpRequest, known: ImmersionWish | None) -> HttpResponse:
    seat = the_seat(request)
    sent = request.POST if request.method == "POST" else None
    start = None if known else ImmersionWish(days=seat.space.least_days)
    form = WishForm(sent, instance=known or start, seat=seat)
    adding = sent is not None and "add_period" in sent
    periods = period_formset(known, sent, more=1 if adding else 0)
    if sent is not None and not adding and form.is_valid() & periods.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in service.FIELDS}
        lists = {"sectors": data["sectors"], "structures": data["structures"], "windows": kept(periods)}
        try:
            if known is None:
                structure = data.get("structure") or seat.acting_for or seat.structures[0]
                made = service.make(seat=seat, structure=structure, values=values, **lists)
            else:
                made = service.change(wish_id=known.pk, seat=seat, values=values, **lists)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Your wish is there: the professionals of the space can read it."))
            return redirect(made)
    status = 422 if sent is not None and not adding else 200
    context = {"seat": seat, "tab": "exchanges:my_wishes", "form": form, "periods": periods, "wish": known}
    return render(request, "exchanges/wish_form.html", context, status=status)


@require_POST
@professional
def move(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Takes a wish back, or makes it again."""
    seat = the_seat(request)
    if action not in MOVES:
        raise Http404
    found = get_object_or_404(ImmersionWish.objects.visible_to(seat), pk=pk)
    if found.person_id != seat.user.pk and not seat.is_pilot:
        raise Http404
    try:
        MOVES[action](wish_id=pk, seat=seat)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    else:
        done = {"retirer": _("The wish is withdrawn."), "rouvrir": _("The wish is open again.")}
        messages.success(request, done[action])
    return redirect(found)
