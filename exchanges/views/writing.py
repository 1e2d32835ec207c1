"""Writing a sheet « offre accueil »: steps that save themselves, documents, a last look; without JavaScript too."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.idempotency import once
from exchanges.access import professional, the_seat
from exchanges.enums import OfferState
from exchanges.forms.offers import STEPS, PaperForm, StepForm, window_formset
from exchanges.lines import lines
from exchanges.models import ImmersionOffer
from exchanges.selectors.completeness import missing
from exchanges.services import attachments
from exchanges.services import offers as service
from exchanges.workflow import NotPossible
from hosts.forms.versions import saved, stale
from hosts.versions import StaleEdit
from internships.words import said

ORDER = ("lieu", "observer", "quand", "accueil", "documents", "effets", "relire")
WITH = ("structure__space__pilot", "structure__institution__organisation", "written_by", "site")
TEXTS = ("title", "observable_missions", "observable_posts", "observer_profile", "contents", "conditions")


def written(request: HttpRequest, pk: int) -> ImmersionOffer:
    """A sheet of one's structure."""
    rows = ImmersionOffer.objects.written_by(the_seat(request)).select_related(*WITH).defer("vector")
    return get_object_or_404(rows.prefetch_related("windows", "attachments__file"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def new(request: HttpRequest) -> HttpResponse:
    """Says what an offer is, and begins one for the structure one works for."""
    seat = the_seat(request)
    if not seat.structures:
        raise Http404
    if request.method == "POST":
        number = request.POST.get("structure", "")
        chosen = [one for one in seat.structures if str(one.pk) == number] or [seat.acting_for or seat.structures[0]]
        made = service.begin(seat=seat, structure=chosen[0])
        return redirect("exchanges:offer_write", pk=made.pk, step="lieu")
    context = {"seat": seat, "tab": "exchanges:our_offers"}
    return render(request, "exchanges/offer_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def write(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step; a stale edit is a 409 that loses nothing. Periods may be changed while the offer is published."""
    offer = written(request, pk)
    if step not in ORDER:
        raise Http404
    periods_only = step == "quand" and offer.state == OfferState.PUBLISHED
    if not offer.is_open_for_writing and not periods_only:
        messages.info(request, _("This sheet is not open for writing: take it back first."))
        return redirect(offer)
    if step == "relire":
        return _review(request, offer)
    if step == "documents":
        return _papers(request, offer)
    form = STEPS[step](request.POST or None, instance=offer, seat=the_seat(request))
    if request.method != "POST":
        return _show(request, offer, step, form, window_formset(offer) if step == "quand" else None)
    if "add_period" in request.POST:
        return _show(request, offer, step, form, window_formset(offer, request.POST, more=1))
    periods = window_formset(offer, request.POST) if step == "quand" else None
    autosave = bool(request.POST.get("autosave"))
    right = form.is_valid() and (periods is None or periods.is_valid())
    if right or (autosave and offer.is_open_for_writing):
        return _save(request, offer, step, form, periods, autosave=autosave)
    return _show(request, offer, step, form, periods)


def _save(
    request: HttpRequest, offer: ImmersionOffer, step: str, form: StepForm, periods: Any, *, autosave: bool
) -> HttpResponse:
    seat = the_seat(request)
    try:
        if periods is not None and periods.is_valid():
            current = service.set_windows(
                offer_id=offer.pk, seat=seat, windows=periods.kept, changes=form.changes, edit=form.edit
            )
        else:
            current = service.update(
                offer_id=offer.pk, seat=seat, changes=form.changes, edit=form.edit, autosave=autosave
            )
    except StaleEdit as problem:
        back = reverse("exchanges:offer_write", args=[offer.pk, step])
        return stale(request, form, problem.current, back=back, extra=_period_rows(problem.current, periods))
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return _show(request, offer, step, form, periods)
    if autosave:
        return saved(request, form, current)
    if not current.is_open_for_writing:
        messages.success(request, _("The periods are saved."))
        return redirect(current)
    if "later" in request.POST:
        messages.success(request, _("Your draft is kept: you will find it among the offers of your structure."))
        return redirect("exchanges:our_offers")
    return redirect("exchanges:offer_write", pk=offer.pk, step=following(step))


def _show(request: HttpRequest, offer: ImmersionOffer, step: str, form: StepForm, periods: Any) -> HttpResponse:
    recorded = written(request, offer.pk) if form.is_bound else offer
    context = {"form": form, "periods": periods, **frame(request, recorded, step)}
    status = 422 if form.is_bound and (form.errors or (periods is not None and periods.is_bound)) else 200
    if "add_period" in request.POST:
        status = 200
    return render(request, f"exchanges/write_{step}.html", context, status=status)


def _period_rows(current: Any, periods: Any) -> list[dict[str, str]]:
    """The periods, recorded and sent, for the page of a stale edit."""
    if periods is None or not periods.is_valid():
        return []
    recorded = current.period_values
    sent = sorted((one.start.isoformat(), one.end.isoformat(), one.seats) for one in periods.kept)
    if recorded == sent:
        return []
    return [{"label": _("Periods"), "recorded": _period_words(recorded), "sent": _period_words(sent)}]


def _period_words(periods: list[tuple[str, str, int]]) -> str:
    days = datetime.date.fromisoformat
    return " · ".join(f"{said(days(start))} – {said(days(end))} ({seats})" for start, end, seats in periods)


def _review(request: HttpRequest, offer: ImmersionOffer) -> HttpResponse:
    """The fourteen lines as they will be read, and what is missing with the way to it."""
    if request.method == "POST":
        raise Http404
    context = {**frame(request, offer, "relire"), "missing": missing(offer), "lines": lines(offer)}
    return render(request, "exchanges/write_relire.html", context)


def _papers(request: HttpRequest, offer: ImmersionOffer) -> HttpResponse:
    """The « documents d'appui »."""
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attachments.add(
                offer_id=offer.pk,
                seat=the_seat(request),
                upload=form.cleaned_data["document"],
                title=form.cleaned_data["title"],
            )
        except ValidationError as problem:
            form.add_error("document", problem)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The document is added."))
            return redirect("exchanges:offer_write", pk=offer.pk, step="documents")
    context = {**frame(request, offer, "documents"), "form": form, "most": attachments.MOST}
    context["papers"] = list(offer.attachments.all())
    return render(request, "exchanges/write_documents.html", context, status=422 if form.errors else 200)


@require_POST
@professional
def paper_remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Takes a document off."""
    offer = written(request, pk)
    get_object_or_404(offer.attachments, pk=number)
    try:
        attachments.remove(offer_id=pk, seat=the_seat(request), number=number)
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect(offer)
    messages.success(request, _("The document is removed."))
    return redirect("exchanges:offer_write", pk=pk, step="documents")


def frame(request: HttpRequest, offer: ImmersionOffer, step: str) -> dict[str, Any]:
    """What every page of the writer shows."""
    return {
        "seat": the_seat(request),
        "tab": "exchanges:our_offers",
        "offer": offer,
        "step": step,
        "steps": _steps(offer, step),
        "previous": ORDER[ORDER.index(step) - 1] if step != ORDER[0] else "",
        "following": following(step),
        "autosaves": offer.is_open_for_writing,
    }


def following(step: str) -> str:
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def _steps(offer: ImmersionOffer, current: str) -> list[dict[str, Any]]:
    labels = {
        "lieu": _("Where"),
        "observer": _("What one sees"),
        "quand": _("When"),
        "accueil": _("Welcome"),
        "documents": _("Documents"),
        "effets": _("Effects"),
        "relire": _("Review"),
    }
    lacking = {one.section for one in missing(offer)}
    here = ORDER.index(current)
    return [
        {
            "name": name,
            "title": labels[name],
            "address": reverse("exchanges:offer_write", args=[offer.pk, name]),
            "state": "current" if name == current else "done" if place < here and name not in lacking else "",
        }
        for place, name in enumerate(ORDER)
    ]
