"""« Ce que nous devons, ce qu'on nous doit », and the whole ledger for the pilot (B1, B2)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from documents.tables import export, export_format
from exchanges.access import pilot, professional, the_seat
from exchanges.forms.requests import ReasonForm
from exchanges.models import LedgerEntry
from exchanges.request_exports import ACCOUNTS, LEDGER
from exchanges.selectors import ledger as selectors
from exchanges.services import ledger as service

PER_PAGE = 30


@require_safe
@professional
def ledger(request: HttpRequest) -> HttpResponseBase:
    """What one's structure owes, what it is owed, and every line that led there."""
    seat = the_seat(request)
    if not seat.structures:
        return redirect("exchanges:ledger_whole")
    chosen = request.GET.get("structure", "")
    structure = next((one for one in seat.structures if str(one.pk) == chosen), None)
    structure = structure or seat.acting_for or seat.structures[0]
    rows = selectors.lines(seat.space, structure)
    if export_format(request):
        return export(request, name=_("Ledger of exchanges"), columns=LEDGER, rows=rows)
    debts = selectors.debts(seat.space, structure)
    context = {
        "seat": seat,
        "tab": "exchanges:ledger",
        "structure": structure,
        "owed": [one for one in debts if one.debtor_id == structure.pk],
        "due": [one for one in debts if one.creditor_id == structure.pk],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "refusal": selectors.may_request(structure),
    }
    return render(request, "exchanges/ledger/ours.html", context)


@require_safe
@pilot
def whole(request: HttpRequest) -> HttpResponseBase:
    """The ledger of the space: accounts of the structures, what is owed still, every line; each can be exported."""
    seat = the_seat(request)
    rows = selectors.lines(seat.space)
    if export_format(request):
        if request.GET.get("table") == "comptes":
            return export(
                request, name=_("Accounts of structures"), columns=ACCOUNTS, rows=selectors.accounts(seat.space)
            )
        return export(request, name=_("Ledger of exchanges"), columns=LEDGER, rows=rows)
    context = {
        "seat": seat,
        "tab": "exchanges:ledger_whole",
        "accounts": selectors.accounts(seat.space),
        "debts": selectors.debts(seat.space),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exchanges/ledger/whole.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, then lets a debt go."""
    seat = the_seat(request)
    rows = LedgerEntry.objects.filter(space=seat.space, kind="owed").select_related(
        "creditor__institution__organisation", "debtor__institution__organisation", "request__person"
    )
    debt = get_object_or_404(rows, pk=pk)
    if not LedgerEntry.objects.open_debts().filter(pk=pk).exists():
        if request.method != "POST":
            raise Http404
        messages.warning(request, _("This is no longer owed: the ledger has moved meanwhile."))
        return redirect("exchanges:ledger_whole")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service.waive(debt_id=pk, actor=seat.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Both structures are told, with your reason."))
        return redirect("exchanges:ledger_whole")
    context = {"seat": seat, "tab": "exchanges:ledger_whole", "debt": debt, "form": form}
    return render(request, "exchanges/ledger/waive.html", context, status=422 if form.errors else 200)
