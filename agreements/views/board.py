"""« Suivi »: who needs me today. Columns by state, the same as a table, figures for a territory (S4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import moderator, with_role
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation
from accounts.models.pupils import PUPIL_ROLES
from accounts.views.members import acted_for
from agreements import board_words
from agreements.exports import BOARD, figures_columns
from agreements.forms.board import BoardFilter
from agreements.selectors import board as selectors
from agreements.selectors.board import Board, Line
from agreements.services import nudges
from agreements.stages import Stage
from documents.tables import export, export_format
from hosts.views.people import person, workspace

FIGURES_PER_PAGE = 40
# The table stands in the address; the columns are what one sees first on a wide screen.
TABLE = "tableau"
# Ticked at once: a page of lines, or a class twice over.
MOST_CHOSEN = 500
NAMED = 12


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of lines that the statement has cut already."""

    def __init__(self, lines: list[Line], total: int, per_page: int) -> None:
        super().__init__(lines, per_page)
        self.total = total

    @property
    def count(self) -> int:  # type: ignore[override]
        return self.total


@require_safe
@with_role(*PUPIL_ROLES)
def board(request: HttpRequest) -> HttpResponseBase:
    """The school's trainees by state, with what is late and whose turn it is."""
    school = acted_for(request)
    form = BoardFilter(request.GET, school=school)
    asked = form.asked
    if export_format(request):
        return export(request, name=_("follow-up"), columns=BOARD, rows=selectors.lines([school], asked))
    as_table = request.GET.get("vue") == TABLE or bool(asked.stage)
    found = selectors.page([school], asked) if as_table else selectors.columns([school], asked)
    context = {
        "form": form,
        "asked": asked,
        "board": found,
        "stages": _stages(found, asked.stage, columns=not as_table),
        "as_table": as_table,
        "manages": workspace(request).has_role(Role.COORDINATOR, Role.HEAD),
        **(_pages(found, asked.stage, asked.page) if as_table else {}),
    }
    return render(request, "agreements/board.html", context)


def _stages(found: Board, current: str, *, columns: bool) -> list[dict[str, Any]]:
    return [
        {
            "code": stage.value,
            "label": stage.label,
            "count": found.count(stage),
            "lines": (lines := [described(line) for line in found.of(stage)] if columns else []),
            "more": found.count(stage).total > len(lines),
            "current": stage.value == current,
        }
        for stage in Stage
    ]


def _pages(found: Board, stage: str, number: int) -> dict[str, Any]:
    total = found.count(stage).total if stage else found.total
    pages = Pages(found.lines, total, selectors.PER_PAGE)
    page = pages.page(min(number, pages.num_pages))
    return {"page": page, "lines": [described(line) for line in found.lines]}


def described(line: Line) -> dict[str, Any]:
    """A line with its words, for the templates."""
    turn = board_words.turn(line)
    return {
        "line": line,
        "address": _address(line),
        "turn": turn.words,
        "ours": turn.ours,
        "late": board_words.late(line),
        "dates": board_words.dates(line),
    }


def _address(line: Line) -> str:
    """All that is under way for the trainee; the placement itself outside any cohort."""
    if line.enrolment_id:
        return reverse("internships:enrolment", args=[line.enrolment_id])
    try:
        return reverse("internships:placement", args=[line.placement_id])
    except NoReverseMatch:
        return ""


@require_POST
@with_role(*PUPIL_ROLES)
def remind(request: HttpRequest) -> HttpResponse:
    """Writes to whom the next step of each ticked line is due, at most once a day each."""
    school = acted_for(request)
    lines = selectors.chosen(school, request.POST.getlist("line")[:MOST_CHOSEN])
    if not lines:
        messages.warning(request, _("Tick at least one line."))
        return redirect(_back(request))
    outcome = nudges.remind_all(lines=lines, school=school, actor=person(request))
    for level, words in told(outcome):
        messages.add_message(request, level, words)
    return redirect(_back(request))


def told(outcome: nudges.Outcome) -> Iterator[tuple[int, str]]:
    """What reminders did, in sentences."""
    if outcome.sent:
        yield (
            messages.SUCCESS,
            ngettext("%(count)d reminder is on its way.", "%(count)d reminders are on their way.", outcome.sent)
            % {"count": outcome.sent},
        )
    if outcome.already:
        yield (
            messages.INFO,
            ngettext(
                "%(count)d person was reminded today already: no second letter.",
                "%(count)d people were reminded today already: no second letter.",
                outcome.already,
            )
            % {"count": outcome.already},
        )
    if outcome.ours:
        yield messages.INFO, _("It is your turn for: %(names)s.") % {"names": ", ".join(outcome.ours[:NAMED])}
    if outcome.unreachable:
        names = ", ".join(outcome.unreachable[:NAMED])
        yield messages.WARNING, _("Nobody to write to for: %(names)s.") % {"names": names}
    for words in outcome.refused[:NAMED]:
        yield messages.WARNING, words


def _back(request: HttpRequest) -> str:
    """The table with the filters one came from."""
    target = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if own else f"{reverse('agreements:board')}?vue={TABLE}"


@require_safe
@moderator
def territory(request: HttpRequest) -> HttpResponseBase:
    """Figures per school and cohort of the territory one is in charge of; no names (S11)."""
    schools = list(
        Organisation.objects.overseen_by(request.user).filter(kind=OrganisationKind.TRAINING, verified_at__isnull=False)
    )
    rows = selectors.figures(schools)
    query = request.GET.get("q", "").strip()[:80].casefold()
    if query:
        rows = [row for row in rows if query in row.school.casefold() or query in row.cohort.casefold()]
    if export_format(request):
        return export(request, name=_("follow-up of the territory"), columns=figures_columns(), rows=rows)
    totals = [sum(row.by_stage[number] for row in rows) for number in range(len(Stage))]
    context = {
        "page": Paginator(rows, FIGURES_PER_PAGE).get_page(request.GET.get("page")),
        "stages": list(zip(Stage.labels, totals, strict=True)),
        "labels": Stage.labels,
        "total": sum(totals),
        "late": sum(row.late for row in rows),
        "schools": len({row.school_id for row in rows}),
        "query": request.GET.get("q", "").strip()[:80],
    }
    return render(request, "agreements/board_territory.html", context)
