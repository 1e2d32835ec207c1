"""The pilot's pages (B8): dashboard, settings, structures that ask, offers that wait."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.idempotency import once
from exchanges import panels
from exchanges.access import founder, pilot, the_seat, unopened, within
from exchanges.enums import OfferState, StructureState
from exchanges.forms.requests import ReasonForm
from exchanges.forms.spaces import OpenForm, SpaceForm
from exchanges.models import ExchangeSpace, ImmersionOffer, Structure
from exchanges.selectors import spaces
from exchanges.services import spaces as service
from exchanges.services import structures as structure_service
from exchanges.workflow import NotPossible, ReasonNeeded, structure_actions
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from hosts.views.people import person

PER_PAGE = 25
TABS = {
    StructureState.ASKED: pgettext_lazy("structures", "Waiting"),
    StructureState.APPROVED: pgettext_lazy("structures", "Taking part"),
    StructureState.REFUSED: pgettext_lazy("structures", "Refused"),
    StructureState.LEFT: pgettext_lazy("structures", "No longer taking part"),
}
PILOTED = ("approve", "refuse", "exclude")


@require_http_methods(["GET", "HEAD", "POST"])
@founder
@once
def found(request: HttpRequest) -> HttpResponse:
    """Opens the space of the network that the person pilots."""
    body = unopened(request)
    assert body is not None
    form = OpenForm(request.POST or None, initial={"name": body.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = service.found(pilot=body, actor=person(request), name=form.cleaned_data["name"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The space is open. Set its rules, then welcome the first structures."))
            return redirect(within(made.pk, reverse("exchanges:settings")))
    return render(request, "exchanges/found.html", {"form": form, "organisation": body})


@require_safe
@pilot
def dashboard(request: HttpRequest) -> HttpResponse:
    """Who needs me, and how the space fares: figures, what waits, and the cards of its other parts."""
    seat = the_seat(request)
    context = {
        "seat": seat,
        "tab": "exchanges:dashboard",
        "figures": spaces.figures(seat.space),
        "panels": panels.panels(panels.DASHBOARD, seat),
    }
    return render(request, "exchanges/dashboard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
def settings(request: HttpRequest) -> HttpResponse:
    """Name, picture and rules."""
    seat = the_seat(request)
    space = ExchangeSpace.objects.select_related("pilot", "territory", "image").get(pk=seat.space.pk)
    form = SpaceForm(request.POST or None, request.FILES or None, instance=space)
    if request.method == "POST" and form.is_valid():
        try:
            service.change(
                space_id=space.pk,
                actor=person(request),
                values=form.values,
                picture=form.cleaned_data.get("picture"),
                drop=form.cleaned_data["drop"],
                base=form.edit.base,
            )
        except StaleEdit as problem:
            return stale(request, form, problem.current, back=reverse("exchanges:settings"))
        except ValidationError as problem:
            form.add_error("picture", problem)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The settings are saved. They count for what begins from now on."))
            return redirect("exchanges:settings")
    shown = seat.space if form.is_bound else space
    context = {"seat": seat, "tab": "exchanges:dashboard", "form": form, "space": shown}
    return render(request, "exchanges/settings.html", context, status=422 if form.errors else 200)


@require_safe
@pilot
def structures(request: HttpRequest) -> HttpResponse:
    """Structures by state; those that ask come first."""
    seat = the_seat(request)
    counts = spaces.counts_by_state(seat.space)
    first = StructureState.ASKED if counts.get(StructureState.ASKED) else StructureState.APPROVED
    state = request.GET.get("etat", "")
    state = state if state in StructureState.values else str(first)
    context = {
        "seat": seat,
        "tab": "exchanges:dashboard",
        "page": Paginator(spaces.structures(seat.space, state), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": label, "count": counts.get(one, 0)} for one, label in TABS.items()],
        "state": state,
    }
    return render(request, "exchanges/structures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def structure_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then approves, refuses or ends the participation of a structure."""
    seat = the_seat(request)
    rows = Structure.objects.filter(space=seat.space).select_related(
        "space__pilot", "institution__organisation", "institution__sector", "asked_by"
    )
    structure = get_object_or_404(rows, pk=pk)
    step = next((one for one in structure_actions(structure, person(request)) if one.code == action), None)
    if step is None or action not in PILOTED:
        if request.method == "POST" and action in PILOTED:
            messages.warning(request, _("The state has changed meanwhile: here it is."))
            return redirect("exchanges:structures")
        raise Http404
    error, form = "", ReasonForm(request.POST if request.method == "POST" else None) if step.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        try:
            structure_service.act(structure_id=pk, action=action, actor=person(request), reason=reason)
        except (NotPossible, ReasonNeeded) as problem:
            error = str(problem)
        else:
            messages.success(request, said(action) % {"name": structure.name})
            return redirect("exchanges:structures")
    context = {"seat": seat, "tab": "exchanges:dashboard", "structure": structure, "action": step}
    context |= {"error": error, "form": form}
    refused = error or (form is not None and form.errors)
    return render(request, "exchanges/structure_act.html", context, status=422 if refused else 200)


def said(action: str) -> str:
    return {
        "approve": _("%(name)s takes part: its professionals may enter, and are told."),
        "refuse": _("%(name)s has been told, with your words."),
        "exclude": _("%(name)s no longer takes part, and has been told."),
    }[action]


@require_safe
@pilot
def queue(request: HttpRequest) -> HttpResponse:
    """The sheets that wait, the oldest first; the other states in tabs."""
    seat = the_seat(request)
    labels = {
        OfferState.SUBMITTED: pgettext("offers", "Waiting"),
        OfferState.PUBLISHED: pgettext("offers", "Published"),
        OfferState.RETURNED: pgettext("offers", "Sent back"),
        OfferState.CLOSED: pgettext("offers", "Closed"),
    }
    state = request.GET.get("etat", "")
    state = state if state in labels else str(OfferState.SUBMITTED)
    rows = ImmersionOffer.objects.visible_to(seat).defer("vector")
    counts = counted(rows)
    order = ("submitted_at", "pk") if state == OfferState.SUBMITTED else ("-updated_at", "-pk")
    shown = rows.filter(state=state).select_related("structure__institution__organisation", "written_by")
    context = {
        "seat": seat,
        "tab": "exchanges:dashboard",
        "page": Paginator(shown.order_by(*order), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": label, "count": counts.get(one, 0)} for one, label in labels.items()],
        "state": state,
    }
    return render(request, "exchanges/queue.html", context)


def counted(rows: Any) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(Count("pk", distinct=True)))
