"""The front page of the space, and how a host asks to take part (B7, B8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.idempotency import once
from documents import richtext
from exchanges import panels
from exchanges.access import joining, professional, the_seat
from exchanges.enums import OfferState, StructureState
from exchanges.forms.spaces import JoinForm
from exchanges.models import ImmersionWish, Structure
from exchanges.selectors import charters, search, spaces
from exchanges.services import structures as service
from exchanges.workflow import NotPossible, structure_actions
from hosts.models import HostInstitution
from hosts.views.people import person, workspace

SUGGESTED, OWN = 6, 6
MANAGED = ("withdraw", "leave")


@require_safe
@professional
def home(request: HttpRequest) -> HttpResponse:
    """Whom can I discover, what do I owe?"""
    seat = the_seat(request)
    own: list[Any] = list(spaces.own_offers(seat.writes_for).select_related("structure__institution__organisation"))
    # What the ledger asks for (B2): published, with a period to come.
    offering = {one.structure_id for one in own if one.state == OfferState.PUBLISHED and one.has_ahead}
    context = {
        "seat": seat,
        "tab": "exchanges:home",
        "introduction": richtext.render(seat.space.introduction) if seat.space.introduction else "",
        "figures": spaces.figures(seat.space),
        "suggested": search.suggestions(seat, SUGGESTED),
        "own": own[:OWN],
        "own_count": len(own),
        "lacking": [one for one in seat.structures if one.pk not in offering],
        "wishes": ImmersionWish.objects.filter(person=seat.user, structure__space=seat.space)
        .defer("vector")
        .order_by("state", "-pk")[:3],
        "panels": panels.panels(panels.HOME, seat),
    }
    return render(request, "exchanges/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@joining
@once
def join(request: HttpRequest) -> HttpResponse:
    """What the space is, where the host's request stands, and the form to ask."""
    body = workspace(request).organisation
    institution = get_object_or_404(HostInstitution.objects.select_related("organisation"), organisation=body)
    known = spaces.of_host(institution.organisation)
    settled = {one.space_id for one in known if one.state in (StructureState.ASKED, StructureState.APPROVED)}
    open_spaces = [space for space in spaces.spaces_for(institution) if space.pk not in settled]
    agreed_on = charters.in_force(open_spaces)
    form = JoinForm(request.POST or None, spaces=open_spaces, charters=agreed_on)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            service.ask(
                space=data["space"],
                institution=institution,
                actor=person(request),
                words=data["words"],
                funding_body=data["funding_body"],
                charter=form.read(data["space"]),
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Your request has been sent. The answer will come by e-mail."))
            return redirect("exchanges:join")
    context = {
        "institution": institution,
        "known": [(one, _may(one, request)) for one in known],
        "spaces": open_spaces,
        "charters": [(one, richtext.render(one.text)) for one in agreed_on],
        "form": form,
    }
    return render(request, "exchanges/join.html", context, status=422 if form.errors else 200)


def _may(structure: Structure, request: HttpRequest) -> list[object]:
    return [one for one in structure_actions(structure, person(request)) if one.code in MANAGED]


@require_http_methods(["GET", "HEAD", "POST"])
@joining
@once
def join_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then takes the request back or leaves."""
    rows = Structure.objects.filter(institution__organisation=workspace(request).organisation)
    structure = get_object_or_404(rows.select_related("space__pilot", "institution__organisation"), pk=pk)
    if action == "financeur" and request.method == "POST":
        return _describe(request, structure)
    step = next((one for one in structure_actions(structure, person(request)) if one.code == action), None)
    if step is None or action not in MANAGED:
        raise Http404
    if request.method == "POST":
        try:
            service.act(structure_id=pk, action=action, actor=person(request))
        except NotPossible as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, _("Done: the pilot of the space is told."))
        return redirect("exchanges:join")
    return render(request, "exchanges/join_act.html", {"structure": structure, "action": step})


def _describe(request: HttpRequest, structure: Structure) -> HttpResponse:
    """The funding body of training, noted by whoever looks after the structure (B13)."""
    try:
        service.describe(
            structure_id=structure.pk, actor=person(request), funding_body=request.POST.get("funding_body", "")
        )
    except NotPossible as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("Saved."))
    return redirect("exchanges:join")
