"""Writing an offer: five steps, each saved by itself as it is filled in, readable and usable without JavaScript."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import with_role
from accounts.enums import Role
from hosts.enums import OfferState
from hosts.forms.offers import STEPS, StepForm, period_formset
from hosts.forms.versions import saved, stale
from hosts.models import PlacementOffer
from hosts.selectors.completeness import offer_missing
from hosts.services import offers as service
from hosts.versions import StaleEdit
from hosts.views.offers import own_offer
from hosts.views.people import person
from law import rules
from law.stipend import estimate, minimum_hourly

ORDER = (*STEPS, "review")


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.HOST_MANAGER)
def offer_edit(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of the wizard; a stale edit is a 409 that loses nothing."""
    offer = own_offer(request, pk)
    if step == "review":
        return _review(request, offer)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST or None, instance=offer)
    if request.method != "POST":
        return _show(request, offer, step, form, period_formset(offer) if step == "when" else None)
    if "add_period" in request.POST:
        return _show(request, offer, step, form, period_formset(offer, request.POST, more=1))
    periods = period_formset(offer, request.POST) if step == "when" else None
    autosave = bool(request.POST.get("autosave"))
    right = form.is_valid() and (periods is None or periods.is_valid())
    if right or (autosave and offer.state == OfferState.DRAFT):
        return _save(request, offer, step, form, periods, autosave=autosave)
    return _show(request, offer, step, form, periods)


def _save(
    request: HttpRequest, offer: PlacementOffer, step: str, form: StepForm, periods: Any, *, autosave: bool
) -> HttpResponse:
    try:
        current = service.update_offer(
            offer_id=offer.pk,
            actor=person(request),
            changes=form.changes,
            edit=form.edit,
            periods=periods.kept if periods is not None and periods.is_valid() else None,
            autosave=autosave,
        )
    except StaleEdit as problem:
        back = reverse("hosts:offer_edit", args=[offer.pk, step])
        return stale(request, form, problem.current, back=back, extra=_period_rows(problem.current, periods))
    except (service.Incomplete, service.PeriodInUse) as problem:
        form.add_error(None, str(problem))
        return _show(request, offer, step, form, periods)
    if autosave:
        return saved(request, form, current)
    if "later" in request.POST:
        messages.success(request, _("Your draft is kept: you will find it in your offers."))
        return redirect("hosts:my_offers")
    return redirect("hosts:offer_edit", pk=offer.pk, step=ORDER[ORDER.index(step) + 1])


def _show(request: HttpRequest, offer: PlacementOffer, step: str, form: StepForm, periods: Any) -> HttpResponse:
    recorded = own_offer(request, offer.pk) if form.is_bound else offer
    for name in form.needed:
        form.fields[name].required = True
    context = {
        "offer": recorded,
        "form": form,
        "periods": periods,
        "step": step,
        "steps": _steps(recorded, step),
        "previous": ORDER[ORDER.index(step) - 1] if step != ORDER[0] else "",
        "autosaves": recorded.state == OfferState.DRAFT,
    }
    if step == "conditions":
        context["stipend"] = stipend_words(recorded)
    return render(request, f"hosts/offer_step_{step}.html", context)


def _review(request: HttpRequest, offer: PlacementOffer) -> HttpResponse:
    """Everything as it will be shown, what is missing with the way to it, and the button that publishes."""
    if request.method == "POST":
        raise Http404
    context = {
        "offer": offer,
        "missing": offer_missing(offer),
        "step": "review",
        "steps": _steps(offer, "review"),
        "stipend": stipend_words(offer),
        "periods_recorded": offer.periods.all(),
        "sites": offer.sites.all(),
    }
    return render(request, "hosts/offer_step_review.html", context)


def _steps(offer: PlacementOffer, current: str) -> list[dict[str, Any]]:
    labels = {
        "what": _("What"),
        "whom": _("For whom"),
        "when": _("When and how many"),
        "conditions": _("Conditions"),
        "review": _("Review"),
    }
    missing = {one.section for one in offer_missing(offer)}
    here = ORDER.index(current)
    return [
        {
            "name": name,
            "title": labels[name],
            "address": reverse("hosts:offer_edit", args=[offer.pk, name]),
            "state": "current" if name == current else "done" if place < here and name not in missing else "",
        }
        for place, name in enumerate(ORDER)
    ]


def stipend_words(offer: PlacementOffer) -> dict[str, Any] | None:
    """The legal minimum today, and what the longest period would come to at the offer's hours (A2)."""
    today = timezone.localdate()
    try:
        minutes = longest_presence(offer)
        made = estimate(minutes=minutes, signed_on=today, hourly=offer.stipend_hourly) if minutes else None
        minimum: Decimal = made.minimum if made else minimum_hourly(country="FR", on=today)
    except rules.LegalRuleMissing:
        return None
    return {"minimum": minimum, "estimate": made, "minutes": minutes}


def longest_presence(offer: PlacementOffer) -> int:
    """Minutes of presence over the offer's longest period; zero when its hours are not known."""
    if not offer.weekly_minutes:
        return 0
    days = max(((period.end - period.start).days + 1 for period in offer.periods.all()), default=0)
    return offer.weekly_minutes * days // 7


def _period_rows(current: Any, periods: Any) -> list[dict[str, str]]:
    """The periods, recorded and sent, for the page of a stale edit."""
    if periods is None or not periods.is_valid():
        return []
    recorded = current.period_values
    sent = sorted((one.start.isoformat(), one.end.isoformat(), one.capacity) for one in periods.kept)
    if recorded == sent:
        return []
    return [{"label": _("Periods"), "recorded": _period_words(recorded), "sent": _period_words(sent)}]


def _period_words(periods: list[tuple[str, str, int]]) -> str:
    return " · ".join(f"{start} – {end} ({seats})" for start, end, seats in periods)
