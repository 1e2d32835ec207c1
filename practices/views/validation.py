"""Validation: the queue, and a practice beside the checklist (E1)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import with_role
from accounts.enums import Role
from accounts.idempotency import once
from hosts.views.people import person
from practices import content
from practices.differences import compare
from practices.enums import PracticeState
from practices.models import CheckItem, GoodPractice
from practices.selectors import pages
from practices.selectors.completeness import personal_words
from practices.selectors.sheet import Sheet, of_version
from practices.services import practices as service
from practices.views.mine import notice, told
from practices.views.search import dressed
from practices.workflow import NotPossible, available_actions

PER_PAGE = 25
TABS = {
    PracticeState.SUBMITTED: pgettext_lazy("practices", "Waiting"),
    PracticeState.RETURNED: pgettext_lazy("practices", "Sent back"),
    PracticeState.VALIDATED: pgettext_lazy("practices", "Validated"),
    PracticeState.ARCHIVED: pgettext_lazy("practices", "Archived"),
}
validator = with_role(Role.PRACTICE_VALIDATOR, Role.NETWORK_ADMIN)


@require_safe
@validator
def queue(request: HttpRequest) -> HttpResponse:
    """The practices that wait, oldest first; the other states in tabs."""
    state = request.GET.get("state", PracticeState.SUBMITTED)
    state = state if state in pages.TABS else PracticeState.SUBMITTED
    counts = pages.queue_counts(request.user)
    context = {
        "page": Paginator(pages.queue(request.user, state), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": TABS[one], "count": counts.get(one, 0)} for one in pages.TABS],
        "state": str(state),
    }
    return render(request, "practices/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@validator
@once
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    """The version that was sent, beside the points to check; validates it, or sends it back with a reason."""
    practice = waiting(request, pk)
    error, met = "", frozenset(request.POST.getlist("met"))
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    code = 200
    if request.method == "POST" and action in service.DECISIONS:
        read = _number(request.POST.get("version", ""))
        try:
            service.act(practice_id=pk, action=action, actor=person(request), reason=reason, met=met, read=read)
        except service.Unread as problem:
            # The points were ticked for another text.
            error, code, met = str(problem), 409, frozenset()
        except (NotPossible, service.ReasonNeeded, service.Unchecked) as problem:
            error, code = str(problem), 422
        else:
            notice(request, action)
            return redirect("practices:queue")
    context = {**examined(practice), "error": error, "met": met, "reason": reason, "action": action}
    context["actions"] = {one.code: one for one in available_actions(practice, request.user)}
    return render(request, "practices/examine.html", context, status=code)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 7 else 0


def waiting(request: HttpRequest, pk: int) -> GoodPractice:
    rows = GoodPractice.objects.filter(pk__in=GoodPractice.objects.validated_by(request.user).values("pk"))
    return get_object_or_404(rows.select_related("author", "organisation", "published", "territory"), pk=pk)


def examined(practice: GoodPractice) -> dict[str, Any]:
    """The sheet as it was sent, what changed since the validated version, what looks personal, what is close."""
    version = practice.versions.first()
    if version is not None:
        version.practice = practice
    sheet = of_version(version) if version else Sheet(practice, content.freeze(practice))
    before = practice.published
    changed = []
    if before is not None and version is not None and before.pk != version.pk:
        before.practice = practice
        changed = compare(of_version(before), sheet)
    return {
        "practice": practice,
        "sheet": sheet,
        "version": version,
        "items": CheckItem.objects.in_use(),
        "changed": changed,
        "before": before,
        "personal": personal_words(sheet.content),
        "close": dressed(pages.close_to(sheet)),
        "steps": [told(step) for step in pages.history(practice)],
    }
