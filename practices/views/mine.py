"""One's own practices: the list, a new one, and the sheet with its state, history and what comes next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.idempotency import once
from hosts.views.people import person, workspace
from practices import figures, histories
from practices.enums import PracticeState, Standing
from practices.models import GoodPractice
from practices.selectors import pages
from practices.selectors.completeness import missing
from practices.selectors.sheet import as_sent, as_stands
from practices.selectors.standing import standing
from practices.services import practices as service
from practices.workflow import ACTIONS, available_actions

PER_PAGE = 20
TABS = {
    PracticeState.DRAFT: pgettext_lazy("practices", "Drafts"),
    PracticeState.SUBMITTED: pgettext_lazy("practices", "Waiting"),
    PracticeState.RETURNED: pgettext_lazy("practices", "Sent back"),
    PracticeState.VALIDATED: pgettext_lazy("practices", "Validated"),
    PracticeState.ARCHIVED: pgettext_lazy("practices", "Archived"),
}


@require_safe
@signed_in
def my_practices(request: HttpRequest) -> HttpResponseBase:
    """What I write and wrote, and what it gave to the network (E25)."""
    mine = GoodPractice.objects.written_by(request.user)
    counts = dict(mine.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    state = request.GET.get("state", "")
    rows = mine.filter(state=state) if state in PracticeState.values else mine
    rows = rows.select_related("author", "organisation").order_by("-updated_at", "-pk")
    here = workspace(request)
    body = here.organisation
    given = figures.contributions(people=[person(request).pk], organisations=[body.pk] if body else [])
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": label, "count": counts.get(one, 0)} for one, label in TABS.items()],
        "total": sum(counts.values()),
        "state": state if state in PracticeState.values else "",
        "mine": given.person(person(request).pk),
        "ours": given.organisation(body.pk if body else None),
        "organisation": body,
    }
    return render(request, "practices/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def new(request: HttpRequest) -> HttpResponse:
    """Says what a good practice is, and begins a draft: one that was observed, or one's own."""
    if request.method == "POST":
        here = workspace(request)
        practice = service.begin(
            author=person(request),
            organisation=here.organisation,
            is_observed=request.POST.get("origin") == "observed",
        )
        return redirect("practices:write", pk=practice.pk, step="what")
    return render(request, "practices/new.html", {"total": figures.validated()})


@require_safe
@signed_in
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet (as it was sent, for validators), what was decided about it, and what can be done with it now."""
    practice = own(request, pk)
    writes = bool(standing(practice, request.user) - {Standing.VALIDATOR})
    context = {
        "practice": practice,
        "sheet": as_stands(practice) if writes else as_sent(practice),
        "steps": [told(step) for step in pages.history(practice)],
        "versions": practice.versions.count(),
        "actions": available_actions(practice, request.user),
        "missing": missing(practice) if practice.is_open and writes else [],
        "may_write": practice.is_open and writes,
        "may_delete": practice.is_open and practice.published_id is None and writes,
    }
    return render(request, "practices/sheet.html", context)


def own(request: HttpRequest, pk: int) -> GoodPractice:
    """A sheet that the person writes or validates; a 404 for everybody else. Validators read it as it was sent."""
    mine = GoodPractice.objects.written_by(request.user) | GoodPractice.objects.validated_by(request.user)
    rows = GoodPractice.objects.filter(pk__in=mine.values("pk"))
    rows = rows.select_related("author", "organisation", "published", "place", "host")
    writes = GoodPractice.objects.written_by(request.user).filter(pk=OuterRef("pk"))
    practice = get_object_or_404(rows.annotate(writes=Exists(writes)), pk=pk)
    if not writes_in(practice):
        practice.title = as_sent(practice).content["title"]
    return practice


def writes_in(practice: GoodPractice) -> bool:
    """Whether the person who asked for `own` writes the sheet, rather than validating it only."""
    return bool(getattr(practice, "writes", False))


def written(request: HttpRequest, pk: int) -> GoodPractice:
    """A sheet that the person writes."""
    rows = GoodPractice.objects.filter(pk__in=GoodPractice.objects.written_by(request.user).values("pk"))
    return get_object_or_404(
        rows.select_related("author", "organisation", "published", "place", "host__organisation"), pk=pk
    )


def told(step: Any) -> dict[str, Any]:
    """One line of the history, for the timeline."""
    return histories.line(step, ACTIONS, DONE, "validate")


DONE = {
    "submit": pgettext_lazy("history", "Sent for validation"),
    "withdraw": pgettext_lazy("history", "Taken back"),
    "revise": pgettext_lazy("history", "A new version was begun"),
    "discard": pgettext_lazy("history", "The new version was given up"),
    "validate": pgettext_lazy("history", "Validated"),
    "send_back": pgettext_lazy("history", "Sent back to be completed"),
    "archive": pgettext_lazy("history", "Archived"),
    "restore": pgettext_lazy("history", "Shown again"),
}


def said(action: str) -> str:
    """What has just happened, in a sentence."""
    return {
        "submit": _("The practice has been sent to the validators. Their answer will come by e-mail."),
        "withdraw": _("The sheet is yours again: change it, then send it."),
        "revise": _("A new version is begun. Readers go on seeing the validated one until the new one is."),
        "discard": _("The new version is given up: the sheet is again the one that readers see."),
        "validate": _("The practice is validated: everybody can read it, and its authors are told."),
        "send_back": _("The sheet has been sent back with your words."),
        "archive": _("The practice is archived: it is no longer shown."),
        "restore": _("The practice is shown again."),
    }[action]


def notice(request: HttpRequest, action: str) -> None:
    messages.success(request, said(action))
