"""The picture one has of the partner: filled in before and after, read side by side, shared by choice (B14, B15)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from exchanges.access import Seat, professional, the_seat
from exchanges.culture_enums import Moment, Side
from exchanges.forms.images import AnswersForm
from exchanges.models import ImageSheet, ImmersionRequest
from exchanges.selectors import images as selectors
from exchanges.services import images as service
from hosts.views.people import person

PER_PAGE = 25
# The words of the address, by moment.
MOMENTS = {"avant": Moment.BEFORE, "apres": Moment.AFTER}
SLUGS = {moment: slug for slug, moment in MOMENTS.items()}


@require_safe
@professional
def pictures(request: HttpRequest) -> HttpResponse:
    """One's own questionnaires and those that colleagues share, the latest immersion first."""
    seat = the_seat(request)
    rows = selectors.with_sheets(selectors.seen(seat)).order_by("-first_day", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    receiving = set(selectors.receiving_in(seat))
    lines = [_line(one, seat, receiving) for one in page]
    context = {**_frame(request), "page": page, "lines": lines}
    return render(request, "exchanges/images/list.html", context)


def _frame(request: HttpRequest) -> dict[str, Any]:
    seat = the_seat(request)
    return {"seat": seat, "space": seat.space, "tab": "exchanges:images"}


def _line(immersion: ImmersionRequest, seat: Seat, receiving: set[int]) -> dict[str, Any]:
    """An immersion in the list: what waits for the person, what can be read."""
    side = _side(immersion, seat, receiving)
    sheets = list(immersion.images.all())
    mine = [one for one in sheets if one.side == side]
    waiting = [one for one in mine if not one.is_sent and not service.is_too_late(one)]
    return {
        "immersion": immersion,
        "side": side,
        "partner": selectors.partner_of(immersion, side or Side.VISITOR),
        "waiting": [{"sheet": one, "slug": SLUGS[Moment(one.moment)]} for one in waiting],
        "readable": any(one.is_sent and (one.shared_at or one.sent_by_id == seat.user.pk) for one in sheets),
        "shared_by": next((one.sent_by for one in sheets if one.shared_at and one.sent_by_id != seat.user.pk), None),
    }


def _side(immersion: ImmersionRequest, seat: Seat, receiving: set[int]) -> Side | None:
    """As `selectors.side_of`, over a list."""
    if immersion.person_id == seat.user.pk:
        return Side.VISITOR
    host = immersion.offer.structure_id
    wrote = immersion.offer.written_by_id == seat.user.pk and host in {one.pk for one in seat.structures}
    return Side.HOST if host in receiving or wrote else None


def _seen(request: HttpRequest, pk: int) -> ImmersionRequest:
    return get_object_or_404(selectors.with_sheets(selectors.seen(the_seat(request))), pk=pk)


@require_safe
@professional
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Before and after side by side; what was expected and what happened; those that colleagues share."""
    immersion, user = _seen(request, pk), person(request)
    side = selectors.side_of(immersion, user)
    teams = {one.pk for one in the_seat(request).structures}
    sides = [one for one in Side if one == side or selectors.team_of(immersion, one).pk in teams]
    found = [selectors.picture(immersion, one, user, own=one == side) for one in sides]
    found.sort(key=lambda one: not one.own)
    context = {
        **_frame(request),
        "immersion": immersion,
        "host": selectors.host_of(immersion),
        "side": side,
        "pictures": [one for one in found if one.own or one.shared],
        "waiting": [SLUGS[Moment(one.moment)] for one in _open(immersion, side)],
        "effects": selectors.effects(immersion, side) if side else None,
        "mine": ImageSheet.objects.sent().filter(request=immersion, sent_by=user).exists(),
    }
    return render(request, "exchanges/images/picture.html", context)


def _open(immersion: ImmersionRequest, side: Side | None) -> list[ImageSheet]:
    sheets = [one for one in immersion.images.all() if one.side == side and not one.is_sent]
    for one in sheets:
        one.request = immersion
    return [one for one in sheets if not service.is_too_late(one)]


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def fill(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """The questionnaire of one's own side, at one moment."""
    immersion, user = _seen(request, pk), person(request)
    side = selectors.side_of(immersion, user)
    if side is None or moment not in MOMENTS:
        raise Http404
    sheet = next((one for one in _open(immersion, side) if one.moment == MOMENTS[moment]), None)
    if sheet is None:
        messages.info(request, _("There is nothing to answer here any more, or not yet."))
        return redirect("exchanges:image", pk=pk)
    questions = list(sheet.version.questions.all())
    form = AnswersForm(request.POST if request.method == "POST" else None, questions=questions, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            service.answer(
                sheet_id=sheet.pk,
                answers=form.answers,
                actor=user,
                rating=data.get("rating"),
                happened=data.get("happened", ""),
            )
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Thank you: your answers are kept. Only you read them, unless you share them."))
        return redirect("exchanges:image", pk=pk)
    context = {
        **_frame(request),
        "immersion": immersion,
        "sheet": sheet,
        "partner": selectors.partner_of(immersion, side),
        "form": form,
        "after": sheet.moment == Moment.AFTER,
        "expected": selectors.expected(immersion, side),
    }
    return render(request, "exchanges/images/fill.html", context, status=422 if form.errors else 200)


@require_POST
@professional
@once
def share(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Shows one's answers to the team, or no longer."""
    immersion, user = _seen(request, pk), person(request)
    side = selectors.side_of(immersion, user)
    if side is None:
        raise Http404
    shared = action == "partager"
    if service.share(request_id=immersion.pk, side=side, shared=shared, actor=user):
        messages.success(
            request, _("Your team can read your answers.") if shared else _("Your answers are yours alone again.")
        )
    return redirect("exchanges:image", pk=pk)
