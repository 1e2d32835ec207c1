"""Lists of requests: mine, those received, those of my structure's people for human resources (B13)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.tables import export, export_format
from exchanges import request_words
from exchanges.access import Seat, professional, the_seat
from exchanges.models import ImmersionRequest
from exchanges.request_enums import RequestState
from exchanges.request_exports import REQUESTS
from exchanges.request_workflow import standing
from exchanges.selectors import requests as selectors
from exchanges.selectors.hands import Hands, hands_of
from hosts.text import fold

PER_PAGE = 20


@require_safe
@professional
def request_list(request: HttpRequest) -> HttpResponseBase:
    """What I asked for, what my structure is asked for; for the pilot, everything."""
    seat = the_seat(request)
    hands = hands_of(seat)
    views = _views(seat, hands)
    view = request.GET.get("liste", "")
    view = view if view in views else next(iter(views))
    return _answer(request, seat, hands, view, "exchanges/requests/list.html", {"views": views})


@require_safe
@professional
def hr(request: HttpRequest) -> HttpResponseBase:
    """B13: the requests of one's structure: what waits for the visa first, how many days in all, and who funds."""
    seat = the_seat(request)
    hands = hands_of(seat)
    if not hands.visas:
        raise Http404
    rows = selectors.listed(seat, "ours", hands)
    year = timezone.localdate().year
    this_year = rows.filter(first_day__year=year, state=RequestState.ACCEPTED)
    funds = this_year.order_by().values("funding_body").annotate(number=Count("pk")).order_by("-number")
    figures = {
        "waiting": rows.filter(state=RequestState.VISA).count(),
        "agreed": sum(row["number"] for row in funds),
        "funds": [row for row in funds if row["funding_body"]],
        "year": year,
    }
    return _answer(request, seat, hands, "ours", "exchanges/requests/hr.html", {"figures": figures})


def _views(seat: Seat, hands: Hands) -> dict[str, str]:
    found = {}
    if seat.structures:
        found["mine"] = _("Mine")
    if hands.answers or seat.structures:
        found["received"] = _("Received")
    if seat.is_pilot:
        found["all"] = _("Everybody’s")
    return found


def _answer(
    request: HttpRequest, seat: Seat, hands: Hands, view: str, template: str, more: dict[str, Any]
) -> HttpResponseBase:
    state, words = request.GET.get("etat", ""), request.GET.get("q", "").strip()[:100]
    rows = _found(selectors.listed(seat, view, hands), words)
    if state in RequestState.values:
        rows = rows.filter(state=state)
    if export_format(request):
        return export(request, name=_("Requests for an immersion"), columns=REQUESTS, rows=rows)
    page = Paginator(_urgent_first(rows, view), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.words = request_words.sentence(one, standing(one, seat, hands=hands))  # type: ignore[attr-defined]
    context = {
        "seat": seat,
        "tab": "exchanges:requests",
        "page": page,
        "view": view,
        "state": state,
        "words": words,
        "states": RequestState.choices,
        "visas": bool(hands.visas),
        **more,
    }
    return render(request, template, context)


def _found(rows: QuerySet[ImmersionRequest], words: str) -> QuerySet[ImmersionRequest]:
    for word in fold(words).split():
        rows = rows.filter(
            Q(person__sort_name__contains=word)
            | Q(structure__institution__organisation__sort_name__contains=word)
            | Q(offer__structure__institution__organisation__sort_name__contains=word)
            | Q(offer__title__icontains=word)
        )
    return rows


def _urgent_first(rows: QuerySet[ImmersionRequest], view: str) -> QuerySet[ImmersionRequest]:
    """What waits for whoever reads comes first, then the latest."""
    waiting = {"ours": Q(state=RequestState.VISA), "received": Q(state=RequestState.SENT, proposed_at__isnull=True)}
    mine = Q(state=RequestState.SENT, proposed_at__isnull=False)
    return rows.annotate(urgent=Q(waiting.get(view, mine))).order_by("-urgent", "-asked_at", "-pk")
