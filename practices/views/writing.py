"""Writing a practice: five steps that save themselves, pictures and documents, a last look; without JavaScript too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.idempotency import once
from hosts.forms.versions import saved, stale
from hosts.versions import StaleEdit
from hosts.views.people import person
from practices import content
from practices.forms.writing import STEPS, StepForm
from practices.models import GoodPractice
from practices.selectors.completeness import missing, personal_words
from practices.selectors.sheet import Sheet
from practices.selectors.standing import standing
from practices.services import practices as service
from practices.views.mine import notice, own, written
from practices.workflow import ACTIONS, NotPossible, available_actions

ORDER = ("what", "where", "story", "worth", "pictures", "people", "review")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step; a stale edit is a 409 that loses nothing."""
    practice = written(request, pk)
    if not practice.is_open:
        why = _("This sheet is not open for writing: take it back, or begin a new version.")
        if "autosave" in request.POST:
            return render(request, "hosts/autosave.html", {"refused": why})
        messages.info(request, why)
        return redirect("practices:sheet", pk=pk)
    if step == "review" and request.method != "POST":
        return render(request, "practices/write_review.html", review(practice))
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST or None, instance=practice, person=person(request))
    if request.method != "POST":
        return _show(request, practice, step, form)
    autosave = bool(request.POST.get("autosave"))
    if form.is_valid() or autosave:
        return _save(request, practice, step, form, autosave=autosave)
    return _show(request, practice, step, form)


def _save(request: HttpRequest, practice: GoodPractice, step: str, form: StepForm, *, autosave: bool) -> HttpResponse:
    try:
        current = service.update(
            practice_id=practice.pk,
            actor=person(request),
            changes=form.changes,
            edit=form.edit,
            autosave=autosave,
        )
    except StaleEdit as problem:
        back = reverse("practices:write", args=[practice.pk, step])
        return stale(request, form, problem.current, back=back)
    except NotPossible as problem:
        if autosave:
            return render(request, "hosts/autosave.html", {"refused": str(problem)})
        messages.warning(request, str(problem))
        return redirect("practices:sheet", pk=practice.pk)
    if autosave:
        return saved(request, form, current)
    if "later" in request.POST:
        messages.success(request, _("Your draft is kept: you will find it in your practices."))
        return redirect("practices:mine")
    return redirect("practices:write", pk=practice.pk, step=following(step))


def _show(request: HttpRequest, practice: GoodPractice, step: str, form: StepForm) -> HttpResponse:
    recorded = written(request, practice.pk) if form.is_bound else practice
    context = {"form": form, **frame(recorded, step)}
    return render(request, f"practices/write_{step}.html", context)


def review(practice: GoodPractice) -> dict[str, Any]:
    """Everything as it will be shown, and what is missing with the way to it."""
    frozen = content.freeze(practice)
    return {
        **frame(practice, "review"),
        "sheet": Sheet(practice, frozen),
        "missing": missing(practice),
        "personal": personal_words(frozen),
    }


def frame(practice: GoodPractice, step: str) -> dict[str, Any]:
    """What every page of the writer shows."""
    return {
        "practice": practice,
        "step": step,
        "steps": _steps(practice, step),
        "previous": ORDER[ORDER.index(step) - 1] if step != ORDER[0] else "",
        "following": following(step),
    }


def following(step: str) -> str:
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def _steps(practice: GoodPractice, current: str) -> list[dict[str, Any]]:
    labels = {
        "what": _("What"),
        "where": _("Where"),
        "story": _("What they do"),
        "worth": _("Does it work?"),
        "pictures": _("Pictures"),
        "people": _("Authors"),
        "review": _("Review"),
    }
    lacking = {one.section for one in missing(practice)}
    here = ORDER.index(current)
    return [
        {
            "name": name,
            "title": labels[name],
            "address": reverse("practices:write", args=[practice.pk, name]),
            "state": "current" if name == current else "done" if place < here and name not in lacking else "",
        }
        for place, name in enumerate(ORDER)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then does: take back, begin a new version, give it up, archive, show again. The table says who may."""
    practice = own(request, pk)
    step = next((one for one in available_actions(practice, request.user) if one.code == action), None)
    if step is None or action in ("validate", "send_back"):
        known = ACTIONS.get(action)
        if request.method == "POST" and known and known.who & standing(practice, request.user):
            messages.warning(request, _("The state of the sheet has changed meanwhile: here it is."))
            return redirect("practices:sheet", pk=pk)
        raise Http404
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            if action == "submit" and not request.POST.get("nobody"):
                raise Unconfirmed(_("Confirm that nothing in the sheet is about people who are followed up."))
            done = service.act(practice_id=pk, action=action, actor=person(request), reason=reason)
        except service.Incomplete:
            return redirect("practices:write", pk=pk, step="review")
        except (NotPossible, service.ReasonNeeded, Unconfirmed) as problem:
            error = str(problem)
        else:
            notice(request, action)
            return redirect("practices:write", pk=pk, step="what") if done.is_open else redirect("practices:sheet", pk)
    if action == "submit":
        context = {**review(practice), "error": error}
        return render(request, "practices/write_review.html", context, status=422 if error else 200)
    context = {"practice": practice, "action": step, "error": error, "reason": reason}
    return render(request, "practices/act.html", context, status=422 if error else 200)


class Unconfirmed(Exception):
    """Whoever sends a sheet says that it holds nothing about people who are followed up (B16)."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a draft that nobody but its authors ever saw."""
    practice = written(request, pk)
    if not practice.is_open or practice.published_id is not None:
        raise Http404
    if request.method == "POST":
        try:
            service.delete_draft(practice_id=pk, actor=person(request))
        except NotPossible as problem:
            messages.warning(request, str(problem))
            return redirect("practices:sheet", pk=pk)
        messages.success(request, _("The draft is deleted."))
        return redirect("practices:mine")
    return render(request, "practices/delete.html", {"practice": practice})
