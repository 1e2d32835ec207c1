"""Lists of evaluations: a school's own with what it may read, a territory's in numbers and states (E11, E20, S11)."""

from __future__ import annotations

import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import moderator, with_role
from accounts.models.pupils import PUPIL_ROLES
from accounts.views.members import acted_for
from documents.tables import export, export_format
from internships import exports_evaluations as columns
from internships.dashboard import LATE_AFTER
from internships.filters_evaluations import OverseenEvaluationFilter, SchoolEvaluationFilter
from internships.models import Evaluation
from internships.selectors import evaluation_lists as selectors
from internships.views.common import person, workspace

PER_PAGE = 30


@require_safe
@with_role(*PUPIL_ROLES)
def evaluations(request: HttpRequest) -> HttpResponseBase:
    """Who has answered about our trainees' placements, and what did they say?"""
    school = acted_for(request)
    everything = selectors.of_school(school, person(request))
    chosen = SchoolEvaluationFilter(request.GET, queryset=everything, school=school)
    if export_format(request):
        rows = selectors.lines(selectors.with_answers(chosen.qs).iterator(chunk_size=500))
        return export(request, name=_("evaluations"), columns=columns.SCHOOL, rows=rows)
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": chosen,
        "lines": [{"line": one, "late": is_late(one.evaluation)} for one in selectors.lines(page)],
    }
    return render(request, "internships/evaluations/list.html", context)


@require_safe
@moderator
def overseen(request: HttpRequest) -> HttpResponseBase:
    """Which evaluations were opened, sent, forgotten? No names and no answers: their school knows."""
    territory = workspace(request).territory_id
    chosen = OverseenEvaluationFilter(request.GET, queryset=selectors.overseen(territory), territory=territory)
    if export_format(request):
        return export(request, name=_("evaluations"), columns=columns.OVERSEEN, rows=chosen.qs)
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": chosen,
        "lines": [{"line": selectors.Line(one, False), "late": is_late(one)} for one in page],
    }
    return render(request, "internships/evaluations/overseen.html", context)


def is_late(evaluation: Evaluation) -> bool:
    """Nobody answered although the last reminder has gone out."""
    today: datetime.date = timezone.localdate()
    return not evaluation.is_sent and evaluation.placement.end < today - LATE_AFTER
