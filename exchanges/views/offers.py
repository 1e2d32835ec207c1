"""One offer with its fourteen lines, on screen and as PDF, and what can be done with it; the offers of my structure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.idempotency import once
from exchanges import documents
from exchanges.access import Seat, professional, the_seat
from exchanges.enums import OfferState
from exchanges.forms.requests import ReasonForm
from exchanges.lines import lines
from exchanges.models import ImmersionOffer
from exchanges.selectors import spaces
from exchanges.selectors.completeness import missing
from exchanges.services import offers as service
from exchanges.workflow import OFFERS, NotPossible, ReasonNeeded, offer_actions, offer_standing

PER_PAGE = 20
WITH = ("structure__space__pilot", "structure__institution__organisation", "structure__institution__sector")
TABS = {
    OfferState.DRAFT: pgettext_lazy("offers", "Drafts"),
    OfferState.SUBMITTED: pgettext_lazy("offers", "Waiting"),
    OfferState.RETURNED: pgettext_lazy("offers", "Sent back"),
    OfferState.PUBLISHED: pgettext_lazy("offers", "Published"),
    OfferState.CLOSED: pgettext_lazy("offers", "Closed"),
}
DONE = {
    "submit": pgettext_lazy("history", "Sent to the pilot"),
    "withdraw": pgettext_lazy("history", "Taken back"),
    "publish": pgettext_lazy("history", "Published"),
    "send_back": pgettext_lazy("history", "Sent back to be completed"),
    "revise": pgettext_lazy("history", "Taken back to change the text"),
    "close": pgettext_lazy("history", "Closed"),
    "reopen": pgettext_lazy("history", "Opened again"),
}


def shown(seat: Seat, pk: int) -> ImmersionOffer:
    """An offer that the person may see; a 404 otherwise."""
    rows = ImmersionOffer.objects.visible_to(seat).select_related(*WITH, "written_by", "site").defer("vector")
    return get_object_or_404(rows.prefetch_related("windows", "attachments__file"), pk=pk)


@require_safe
@professional
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What will I see, beside whom, when, whom do I ask."""
    seat = the_seat(request)
    found = shown(seat, pk)
    concerned = offer_standing(found, seat)
    steps = found.steps.select_related("actor")[:20] if concerned else []
    context = {
        "seat": seat,
        "tab": "exchanges:our_offers" if found.structure_id in seat.writes_for else "exchanges:discover",
        "offer": found,
        "lines": lines(found),
        "concerned": concerned,
        "own": found.structure_id in seat.writes_for,
        "actions": offer_actions(found, seat),
        "may_ask": found.is_open and bool(seat.structures) and found.structure_id not in seat.writes_for,
        "missing": missing(found) if found.is_open_for_writing and concerned else [],
        "events": [told(step) for step in steps],
    }
    return render(request, "exchanges/offer.html", context)


@require_safe
@professional
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print, to sign off or to take to a meeting."""
    found = shown(the_seat(request), pk)
    content = documents.sheet(found, get_language() or "fr")
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(str(found))[:60] or "fiche-offre"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def told(step: Any) -> dict[str, Any]:
    """One line of the history, for the timeline."""
    return {
        "title": DONE.get(step.action, step.action),
        "when": step.at,
        "by": step.actor,
        "text": f"« {step.comment} »" if step.comment else "",
        "state": "done" if step.action == "publish" else "",
    }


@require_safe
@professional
def our_offers(request: HttpRequest) -> HttpResponse:
    """The sheets of the structures one works for, whoever began them."""
    seat = the_seat(request)
    rows = spaces.own_offers(seat.writes_for).select_related("structure__institution__organisation", "written_by")
    counts = dict(
        ImmersionOffer.objects.filter(structure__in=seat.writes_for)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    state = request.GET.get("etat", "")
    state = state if state in OfferState.values else ""
    shown_rows = rows.filter(state=state) if state else rows
    context = {
        "seat": seat,
        "tab": "exchanges:our_offers",
        "page": Paginator(shown_rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": label, "count": counts.get(one, 0)} for one, label in TABS.items()],
        "total": sum(counts.values()),
        "state": state,
    }
    return render(request, "exchanges/our_offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then does what the table allows: send, publish, send back, change, close, open again."""
    seat = the_seat(request)
    found = shown(seat, pk)
    step = next((one for one in offer_actions(found, seat) if one.code == action), None)
    if step is None:
        known = OFFERS.get(action)
        if request.method == "POST" and known and known.who & offer_standing(found, seat):
            messages.warning(request, _("The state of the sheet has changed meanwhile: here it is."))
            return redirect(found)
        raise Http404
    if action == "submit" and request.method != "POST":
        return redirect("exchanges:offer_write", pk=pk, step="relire")
    error, form = "", ReasonForm(request.POST if request.method == "POST" else None) if step.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if action == "submit" and not request.POST.get("nobody"):
            messages.warning(request, _("Confirm that nothing in the sheet is about people who are followed up."))
            return redirect("exchanges:offer_write", pk=pk, step="relire")
        try:
            reason = form.cleaned_data["reason"] if form else ""
            done = service.act(offer_id=pk, action=action, seat=seat, reason=reason)
        except service.Incomplete as problem:
            if action == "submit":
                return redirect("exchanges:offer_write", pk=pk, step="relire")
            error = f"{_('The sheet lacks something: send it back.')} {problem}"
        except (NotPossible, ReasonNeeded) as problem:
            error = str(problem)
        else:
            messages.success(request, said(action))
            if action == "revise":
                return redirect("exchanges:offer_write", pk=pk, step="lieu")
            return redirect(done)
    context = {"seat": seat, "tab": "", "offer": found, "action": step, "error": error, "form": form}
    refused = error or (form is not None and form.errors)
    return render(request, "exchanges/offer_act.html", context, status=422 if refused else 200)


def said(action: str) -> str:
    """What has just happened, in a sentence."""
    return {
        "submit": _("The sheet has been sent to the pilot. The answer will come by e-mail."),
        "withdraw": _("The sheet is yours again: change it, then send it."),
        "publish": _("The offer is published: the professionals of the space can find it, and its writers are told."),
        "send_back": _("The sheet has been sent back with your words."),
        "revise": _("The offer is not shown while you change it. Send it again when it is ready."),
        "close": _("The offer is closed: nobody finds it any more. You can open it again."),
        "reopen": pgettext("offer", "The offer is shown again."),
    }[action]


@require_POST
@professional
@once
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with the same lines."""
    seat = the_seat(request)
    found = get_object_or_404(ImmersionOffer.objects.written_by(seat), pk=pk)
    made = service.duplicate(offer_id=found.pk, seat=seat)
    messages.success(request, _("Here is a copy: change its title, then what differs."))
    return redirect("exchanges:offer_write", pk=made.pk, step="lieu")


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a sheet that was never published."""
    seat = the_seat(request)
    found = get_object_or_404(ImmersionOffer.objects.written_by(seat).select_related(*WITH), pk=pk)
    if not found.is_open_for_writing or found.published_at is not None:
        raise Http404
    if request.method == "POST":
        try:
            service.delete_draft(offer_id=pk, seat=seat)
        except NotPossible as problem:
            messages.warning(request, str(problem))
            return redirect(found)
        messages.success(request, _("The draft is deleted."))
        return redirect("exchanges:our_offers")
    context = {"seat": seat, "tab": "exchanges:our_offers", "offer": found}
    return render(request, "exchanges/offer_delete.html", context)
