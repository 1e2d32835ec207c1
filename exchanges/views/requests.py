"""Asking for an immersion, following it, answering it: by account, or by the link of human resources (B2, B3, B13)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import tracewords
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import PersonalLink
from exchanges import request_parts, request_steps, request_words
from exchanges.access import Seat, professional, the_seat
from exchanges.forms.requests import AskForm
from exchanges.models import ImmersionOffer, ImmersionRequest, ImmersionWish, Structure
from exchanges.request_enums import Part, RequestState
from exchanges.request_workflow import Action, available_actions, standing
from exchanges.selectors import hands, ledger
from exchanges.selectors import requests as selectors
from exchanges.services import requests as service


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """B2, B3: the form on the page of an offer; who has nothing to offer is told to publish first."""
    seat = the_seat(request)
    offer = get_object_or_404(_offers(), pk=pk, structure__space=seat.space)
    first = _first_leg(request, seat, offer)
    structures = selectors.structures_asking(seat.user, offer)
    if first is not None:
        structures = [one for one in structures if one.pk == first.offer.structure_id]
    able = [one for one in structures if ledger.may_request(one) is None]
    context = {"seat": seat, "tab": "exchanges:discover", "offer": offer, "first": first, **_periods(offer)}
    if not able:
        refusal = ledger.may_request(structures[0]) if structures else None
        context |= {"refusal": refusal, "own": structures[:1], "is_own": offer.structure_id in seat.writes_for}
        return render(request, "exchanges/requests/cannot_ask.html", context)
    form = _ask_form(request, seat, offer, able)
    if request.method == "POST" and form.is_valid():
        made = _ask(form, seat, offer, able, first, _wish(request, seat))
        if made is not None:
            messages.success(request, _("Your request has left. You are told at each step."))
            return redirect("exchanges:request", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "exchanges/requests/ask.html", {**context, "form": form, "structures": able}, status=status)


def _offers() -> Any:
    return ImmersionOffer.objects.published().select_related(
        "structure__space__pilot", "structure__institution__organisation", "site", "written_by"
    )


def _periods(offer: ImmersionOffer) -> dict[str, Any]:
    return {"windows": list(offer.windows.all()), "length": selectors.length_words(offer)}


def _first_leg(request: HttpRequest, seat: Seat, offer: ImmersionOffer) -> ImmersionRequest | None:
    """B1: the immersion that this one returns, where the address names one that the person may return."""
    number = request.GET.get("retour", "")
    if not number.isdecimal():
        return None
    rows = selectors.with_all(ImmersionRequest.objects.filter(space=seat.space, structure=offer.structure_id))
    found = rows.filter(pk=int(number)).first()
    return found if found is not None and selectors.returnable(found, seat.user) else None


def _wish(request: HttpRequest, seat: Seat) -> ImmersionWish | None:
    number = request.GET.get("souhait", "")
    return ImmersionWish.objects.filter(pk=int(number), person=seat.user).first() if number.isdecimal() else None


def _ask_form(request: HttpRequest, seat: Seat, offer: ImmersionOffer, able: list[Structure]) -> AskForm:
    job = selectors.employment_of(seat.user, able[0])
    asks = any(not hands.visa_people(one, besides=seat.user) for one in able)
    data = request.POST if request.method == "POST" else None
    return AskForm(offer, able, data, asks_address=asks, post=job.function if job else "")


def _ask(
    form: AskForm,
    seat: Seat,
    offer: ImmersionOffer,
    able: list[Structure],
    first: ImmersionRequest | None,
    wish: ImmersionWish | None,
) -> ImmersionRequest | None:
    """Calls the service; what it refuses stands beside its field, and what was typed stays."""
    data = form.cleaned_data
    try:
        return service.ask(
            person=seat.user,
            structure=data.get("structure") or able[0],
            offer=offer,
            first_day=data["first_day"],
            last_day=data["last_day"],
            motivation=data["motivation"],
            post=data["post"],
            visa_email=data.get("visa_email", ""),
            wish=wish,
            returns=first,
        )
    except service.WrongDays as wrong:
        form.add_error(wrong.field, str(wrong))
    except service.NoVisa as refusal:
        form.add_error("visa_email" if "visa_email" in form.fields else None, str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


@require_safe
@professional
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: where it stands, what comes next, who did what."""
    seat = the_seat(request)
    made = of(seat, pk)
    return render(request, "exchanges/requests/request.html", page_context(request, made, seat))


def of(seat: Seat, pk: int) -> ImmersionRequest:
    rows = selectors.with_all(ImmersionRequest.objects.visible_to(seat))
    return get_object_or_404(rows, pk=pk)


def page_context(
    request: HttpRequest, made: ImmersionRequest, seat: Seat | None, link: PersonalLink | None = None
) -> dict[str, Any]:
    """What the page of a request shows, to whom it is shown."""
    who = standing(made, seat, link)
    follows = request_steps.Agreed.of(made)
    more = request_parts.collect_steps(request, made) if seat else []
    lines = selectors.timeline(made) if seat else []
    for line in lines:
        line["sentence"] = tracewords.sentence(str(line["action"]))
    pair = selectors.pairs_with(made) if seat else None
    return {
        "seat": seat,
        "tab": "exchanges:requests",
        "made": made,
        "link": link,
        "is_person": Part.PERSON in who,
        "is_visa": Part.VISA in who,
        "is_host": Part.HOST in who,
        "knows_contacts": made.state == RequestState.ACCEPTED,
        "days": selectors.days_of(made.first_day, made.last_day),
        "state": request_words.sentence(made, who),
        "steps": request_steps.steps(made, follows, more),
        "next": request_steps.next_words(made, who, follows),
        "follows": follows,
        "actions": [{"action": one, "address": address_of(made, one, link)} for one in _shown(made, seat, link)],
        "parts": request_parts.collect(request, made) if seat else [],
        "pair": pair,
        "return_offers": _return_offers(made, seat) if seat and pair is None else [],
        "timeline": lines,
    }


def _shown(made: ImmersionRequest, seat: Seat | None, link: PersonalLink | None) -> list[Action]:
    return available_actions(made, seat, link)


def _return_offers(made: ImmersionRequest, seat: Seat) -> list[ImmersionOffer]:
    """B1: where the professionals of the host structure could go in return, while the immersion stands."""
    if made.state != RequestState.ACCEPTED or made.offer.structure_id not in seat.writes_for:
        return []
    if not selectors.returnable(made, seat.user):
        return []
    return list(ImmersionOffer.objects.open().filter(structure=made.structure_id).order_by("-pk")[:5])


def address_of(made: ImmersionRequest, action: Action, link: PersonalLink | None) -> str:
    route = "exchanges:request_by_link_act" if link else "exchanges:request_act"
    return reverse(route, args=[made.pk, action.word])


def back_to(made: ImmersionRequest, link: PersonalLink | None) -> str:
    return reverse("exchanges:request_by_link" if link else "exchanges:request", args=[made.pk])


def require_part(made: ImmersionRequest, action: Action | None, seat: Seat | None, link: PersonalLink | None) -> Action:
    """The action, where the person is somebody who may ever take it; otherwise there is no such page."""
    if action is None or not action.who & standing(made, seat, link):
        raise Http404
    return action
