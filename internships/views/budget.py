"""The budget of a stay (E9): the trainee's; the school or employer reads it where the trainee chose so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from documents.tables import export, export_format
from internships import rights
from internships.enums import BudgetSide
from internships.exports_placements import BUDGET
from internships.forms.budget import LineForm, PaidForm
from internships.models import BudgetLine, BudgetShare, Placement
from internships.rights import Action
from internships.selectors import budget as selectors
from internships.selectors import grants
from internships.services import budget as service
from internships.views.common import glimpsed, person

# The word in the address → the side.
SIDES = {"depense": BudgetSide.EXPENSE, "recette": BudgetSide.INCOME}


def readable(request: HttpRequest, pk: int) -> Placement:
    """A placement whose budget the person may read: otherwise there is none to be seen."""
    placement = glimpsed(request, pk)
    if not selectors.may_read(placement, person(request)):
        raise Http404
    return placement


def own(request: HttpRequest, pk: int) -> Placement:
    """A placement whose budget is the person's to write."""
    placement = glimpsed(request, pk)
    if Action.BUDGET not in rights.actions(placement, person(request)):
        raise Http404
    return placement


@require_safe
@signed_in
def budget(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the stay costs and what pays for it, with the balance, a picture, and the grants it may ask for."""
    placement = readable(request, pk)
    rows = list(selectors.lines(placement))
    if export_format(request):
        return export(request, name=_("Budget of the stay"), columns=BUDGET, rows=rows)
    mine = placement.person_id == person(request).pk
    context = {
        "placement": placement,
        "mine": mine,
        "may_write": mine and placement.state != "cancelled",
        "sides": [(side, [line for line in rows if line.side == side]) for side in BudgetSide],
        "rows": rows,
        "twice": selectors.noted_twice(rows) if mine else [],
        "balances": selectors.balances(rows),
        "bars": selectors.bars(rows),
        "suited": grants.suited(placement) if mine else [],
        "asked": grants.of_placement(placement) if mine else [],
        "share": BudgetShare.objects.filter(placement=placement).first(),
    }
    return render(request, "internships/budget.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def line_new(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    if side not in SIDES:
        raise Http404
    placement = own(request, pk)
    form = LineForm(SIDES[side], request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actor, receipt = person(request), form.cleaned_data["receipt"]
        if attempt(
            form,
            lambda: service.add_line(placement_id=pk, actor=actor, amounts=form.amounts(), receipt=receipt),
        ):
            messages.success(request, _("Noted in the budget."))
            return redirect("internships:budget", pk=pk)
    title = _("Note an expense") if SIDES[side] == BudgetSide.EXPENSE else _("Note an income")
    return page(request, placement, form, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Changes a line; of a grant, what was really paid."""
    placement = own(request, pk)
    found = get_object_or_404(selectors.lines(placement), pk=line)
    form = form_of(found, request)
    if request.method == "POST" and form.is_valid():
        actor, values = person(request), form.cleaned_data
        if attempt(
            form,
            lambda: service.change_line(
                line_id=found.pk,
                actor=actor,
                amounts=form.amounts(),
                receipt=values["receipt"],
                drop_receipt=values.get("drop_receipt", False),
            ),
        ):
            messages.success(request, _("Saved."))
            return redirect("internships:budget", pk=pk)
    return page(request, placement, form, title=str(found), line=found, granted=service.comes_from_grant(found))


@require_POST
@signed_in
def line_remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    placement = own(request, pk)
    found = get_object_or_404(selectors.lines(placement), pk=line)
    try:
        service.remove_line(line_id=found.pk, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken out of the budget."))
    return redirect("internships:budget", pk=pk)


@require_POST
@signed_in
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets the school or employer read the budget, or no longer."""
    placement = own(request, pk)
    if placement.sending_organisation_id is None:
        raise Http404
    shared = request.POST.get("shared") == "1"
    service.share(placement_id=pk, actor=person(request), shared=shared)
    who = {"who": placement.sending_organisation}
    words = _("%(who)s can read your budget now.") if shared else _("%(who)s no longer reads your budget.")
    messages.success(request, words % who)
    return redirect("internships:budget", pk=pk)


def form_of(found: BudgetLine, request: HttpRequest) -> Any:
    data, uploads = request.POST or None, request.FILES or None
    if service.comes_from_grant(found):
        return PaidForm(found, data, uploads)
    return LineForm(found.side, data, uploads, line=found)


def attempt(form: forms.Form, command: Any) -> bool:
    """Runs a command; what is wrong with the receipt stands beside it."""
    try:
        command()
    except ValidationError as refused:
        form.add_error("receipt", refused)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def page(request: HttpRequest, placement: Placement, form: forms.Form, **context: Any) -> HttpResponse:
    context = {"placement": placement, "form": form, **context}
    return render(request, "internships/budget_line.html", context, status=422 if form.is_bound else 200)
