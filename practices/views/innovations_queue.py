"""The network's side (E18): what waits, the interview, the story, publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from documents import richtext
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from hosts.views.people import person
from practices.forms.innovations import InterviewForm, StoryForm
from practices.innovation_enums import InnovationState
from practices.innovation_workflow import available_actions
from practices.models import Innovation
from practices.selectors import innovations as selectors
from practices.services import innovations as service
from practices.views.innovations_own import told_step
from practices.views.validation import validator

PER_PAGE = 25
TABS = {
    InnovationState.DECLARED: pgettext_lazy("innovations", "Declared"),
    InnovationState.PLANNED: pgettext_lazy("innovations", "Interviews"),
    InnovationState.WRITTEN: pgettext_lazy("innovations", "Written"),
    InnovationState.PUBLISHED: pgettext_lazy("innovations", "Published"),
    InnovationState.RETURNED: pgettext_lazy("innovations", "Sent back"),
    InnovationState.WITHDRAWN: pgettext_lazy("innovations", "Withdrawn"),
}


@require_safe
@validator
def innovation_queue(request: HttpRequest) -> HttpResponse:
    """Declared ones first; interviews by their day; the rest in tabs."""
    state = request.GET.get("state", InnovationState.DECLARED)
    state = state if state in selectors.TABS else InnovationState.DECLARED
    counts = selectors.queue_counts(request.user)
    context = {
        "page": Paginator(selectors.queue(request.user, state), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": TABS[one], "count": counts.get(one, 0)} for one in selectors.TABS],
        "state": str(state),
    }
    return render(request, "practices/innovations/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@validator
@once
def innovation_examine(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet beside what comes next: interview, story, publication, or back with a reason."""
    rows = Innovation.objects.select_related(
        "organisation", "practice", "host__organisation", "photo", "interview_by", "territory"
    )
    found = get_object_or_404(rows.filter(pk__in=Innovation.objects.examined_by(request.user).values("pk")), pk=pk)
    asked = request.POST.get("action", "")
    interview = InterviewForm(
        request.POST if asked == "plan" else None, innovation=found, person=person(request), initial=_planned(found)
    )
    story = StoryForm(request.POST if asked in ("write", "keep") else None, instance=found)
    error = ""
    if request.method == "POST":
        try:
            if answer := _done(request, found, asked, interview, story):
                return answer
        except StaleEdit as problem:
            return stale(request, story, problem.current, back=request.path)
        except Refused as problem:
            error = str(problem)
    # A form that was refused has written into the row it was given.
    fresh = rows.get(pk=pk) if request.method == "POST" else found
    context = {
        "innovation": fresh,
        "parts": selectors.parts(fresh),
        "told": richtext.render(fresh.story) if fresh.story else "",
        "people": list(fresh.people.select_related("user")),
        "steps": [told_step(one) for one in selectors.history(fresh)],
        "actions": {one.code: one for one in available_actions(fresh, request.user)},
        "interview": interview,
        "story": story,
        "error": error,
        "reason": request.POST.get("reason", ""),
    }
    refused = error or interview.errors or story.errors
    return render(request, "practices/innovations/examine.html", context, status=422 if refused else 200)


def _planned(innovation: Innovation) -> dict[str, Any]:
    if innovation.interview_at is None:
        return {}
    at = timezone.localtime(innovation.interview_at)
    return {
        "day": at.date(),
        "hour": at.strftime("%H:%M"),
        "minutes": innovation.interview_minutes,
        "where": innovation.interview_where,
    }


def _done(
    request: HttpRequest, found: Innovation, asked: str, interview: InterviewForm, story: StoryForm
) -> HttpResponse | None:
    """Does what was asked; None where a form has to be filled in again."""
    actor, pk = person(request), found.pk
    if asked == "plan":
        if not interview.is_valid():
            return None
        data = interview.cleaned_data
        more = {"minutes": data["minutes"], "where": data["where"], "by": data["by"]}
        service.plan(innovation_id=pk, actor=actor, at=interview.at, **more)
        messages.success(request, _("The interview is planned: everybody concerned has been told."))
    elif asked in ("write", "keep"):
        if not story.is_valid():
            return None
        words = story.cleaned_data["story"]
        service.write_up(innovation_id=pk, actor=actor, story=words, edit=story.edit, draft=asked == "keep")
        said = _("Your words are kept.") if asked == "keep" else _("The story has been put to those it names.")
        messages.success(request, said)
    elif asked in ("publish", "send_back", "withdraw"):
        service.act(innovation_id=pk, action=asked, actor=actor, reason=request.POST.get("reason", ""))
        messages.success(request, DONE[asked])
        return redirect("practices:innovation_queue")
    else:
        return None
    return redirect("practices:innovation_examine", pk=pk)


DONE = {
    "publish": pgettext_lazy("innovation", "It is published: everybody named has been told."),
    "send_back": pgettext_lazy("innovation", "It has been sent back with your words."),
    "withdraw": pgettext_lazy("innovation", "It is withdrawn."),
}
