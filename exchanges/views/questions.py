"""The questions about the partner, as the pilot writes them on screen (B14)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from exchanges.access import pilot, the_seat
from exchanges.forms.images import AnswersForm, FrameForm, QuestionForm
from exchanges.models import ExchangeSpace, ImageQuestion, ImageVersion
from exchanges.services import questions as service
from hosts.views.people import person

MOVES = {"monter": -1, "descendre": 1}


def _frame(request: HttpRequest) -> dict[str, Any]:
    seat = the_seat(request)
    return {"seat": seat, "space": seat.space, "tab": "exchanges:dashboard"}


def _shown(space: ExchangeSpace) -> tuple[ImageVersion, list[ImageQuestion]]:
    """The draft, or the version in use; the shipped one where the space has none."""
    latest = space.image_versions.first()
    if latest is None:
        return service.shipped()
    return latest, list(latest.questions.all())


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def questions(request: HttpRequest) -> HttpResponse:
    """The questionnaire as it is being written: its first words, its questions in order, its versions."""
    space = the_seat(request).space
    version, rows = _shown(space)
    form = FrameForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and form.is_valid():
        service.describe(space_id=space.pk, actor=person(request), **form.cleaned_data)
        messages.success(request, _("Saved in the draft. It holds once you put it in use."))
        return redirect("exchanges:questions")
    published = list(space.image_versions.filter(published_at__isnull=False))
    context = {
        **_frame(request),
        "form": form,
        "version": version,
        "questions": rows,
        "is_draft": version.pk is not None and version.is_draft,
        "versions": published,
        "current": published[0] if published else None,
        "most": service.MOST_QUESTIONS,
    }
    return render(request, "exchanges/images/questions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def question(request: HttpRequest, place: int | None = None) -> HttpResponse:
    """Adds a question, or changes the one at that place."""
    space = the_seat(request).space
    _version, rows = _shown(space)
    row = next((one for one in rows if one.position == place), None)
    if place is not None and row is None:
        raise Http404
    form = QuestionForm(request.POST if request.method == "POST" else None, question=row)
    shown = _shown_there(request) if request.method == "POST" else (row.pk if row else None) or 0
    if request.method == "POST" and form.is_valid():
        try:
            service.save_question(
                space_id=space.pk,
                data=form.question,
                actor=person(request),
                place=place,
                question=shown,
            )
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Saved in the draft. It holds once you put it in use."))
        return redirect("exchanges:questions")
    context = {**_frame(request), "form": form, "question": row, "shown": shown}
    return render(request, "exchanges/images/question.html", context, status=422 if form.errors else 200)


def _shown_there(request: HttpRequest) -> int:
    """The number of the question that the page showed at that place; none for one that Escale brings along."""
    sent = request.POST.get("question", "")
    return int(sent) if sent.isdecimal() and len(sent) < 12 else 0


@require_POST
@pilot
@once
def question_act(request: HttpRequest, place: int, action: str) -> HttpResponse:
    """Moves a question up or down, or removes it."""
    space, actor, shown = the_seat(request).space, person(request), _shown_there(request)
    try:
        if action in MOVES:
            service.move_question(space_id=space.pk, place=place, question=shown, by=MOVES[action], actor=actor)
        elif action == "retirer":
            service.remove_question(space_id=space.pk, place=place, question=shown, actor=actor)
        else:
            raise Http404
    except Refused as problem:
        messages.error(request, str(problem))
    answer = redirect("exchanges:questions")
    answer["Location"] += "#questions"
    return answer


@require_POST
@pilot
@once
def questions_act(request: HttpRequest, action: str) -> HttpResponse:
    """Puts the draft in use, or gives it up."""
    space, actor = the_seat(request).space, person(request)
    try:
        if action == "publier":
            service.publish(space_id=space.pk, actor=actor)
            messages.success(request, _("In use: questionnaires that open from now on ask these questions."))
        elif action == "abandonner":
            service.drop(space_id=space.pk, actor=actor)
            messages.success(request, _("The draft is gone; the version in use stands."))
        else:
            raise Http404
    except Refused as problem:
        messages.error(request, str(problem))
    return redirect("exchanges:questions")


@require_safe
@pilot
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """A version as those who answer see it; nothing is kept. 0 stands for the one that is shipped."""
    space = the_seat(request).space
    if number:
        version = get_object_or_404(space.image_versions, number=number)
        rows = list(version.questions.all())
    else:
        version, rows = service.shipped()
    context = {**_frame(request), "version": version, "form": AnswersForm(questions=rows)}
    return render(request, "exchanges/images/preview.html", context)
