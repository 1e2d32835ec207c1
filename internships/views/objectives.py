"""« Mes objectifs »: writing them, and the page on which they are talked about (E7)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.along import along
from accounts.errors import Refused
from accounts.idempotency import once
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from internships import disclosure
from internships.enums import Source
from internships.forms.objectives import AttachForm, LevelForm, ObjectiveForm, RemarkForm, ShownObjectivesForm
from internships.models import Application, ObjectiveExample, SmartObjective
from internships.models.objectives import FACETS
from internships.objective_rights import Act, may
from internships.selectors import objective_pages as pages
from internships.selectors import objectives as selectors
from internships.services import objective_notes, objectives
from internships.views.common import person, workspace

# The word in the address → what it does.
ACTS = {
    "remarque": Act.REMARK,
    "accord": Act.AGREE,
    "avancement": Act.PROGRESS,
    "bilan": Act.JUDGE,
    "stage": Act.ATTACH,
    "abandonner": Act.DROP,
    "reprendre": Act.TAKE_UP,
}


@require_safe
@signed_in
def my_objectives(request: HttpRequest) -> HttpResponse:
    """All of one's own: by stay, those not tied to one yet, those given up."""
    return render(request, "internships/objectives/mine.html", pages.mine(person(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def objective_new(request: HttpRequest) -> HttpResponse:
    """Writing one, with an example beside it and hints as one types."""
    who = person(request)
    stays = pages.open_stays(who)
    asked = request.GET.get("stage", "")
    first = next((str(one.pk) for one in stays if str(one.pk) == asked), str(stays[0].pk) if stays else "")
    form = ObjectiveForm(request.POST or None, stays=stays, initial={"placement": first})
    if request.method == "POST" and not _is_asking(request) and form.is_valid() and not form.unseen:
        try:
            made = objectives.add(person=who, values=form.changes, placement_id=form.placement_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your objective is written. You can write the next one."))
            return redirect("internships:objective", pk=made.pk)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def objective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rewording one's own; the earlier wording is kept."""
    found = get_object_or_404(selectors.for_page(SmartObjective.objects.filter(person=person(request))), pk=pk)
    if Act.EDIT not in may(found, person(request), Source.TRAINEE):
        messages.info(request, _("This objective has been judged or given up: its words stay as they are."))
        return redirect("internships:objective", pk=pk)
    form = ObjectiveForm(request.POST or None, instance=found)
    if request.method == "POST" and not _is_asking(request) and form.is_valid() and not form.unseen:
        try:
            objectives.change(objective_id=pk, changes=form.changes, edit=form.edit, actor=person(request))
        except StaleEdit as edit:
            return stale(request, form, edit.current, back=reverse("internships:objective", args=[pk]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new wording is saved; the earlier one is kept below."))
            return redirect("internships:objective", pk=pk)
    return _form_page(request, form)


def _is_asking(request: HttpRequest) -> bool:
    """Hints as one types, or another example: nothing is saved."""
    return "hints" in request.POST or "show_example" in request.POST


def _form_page(request: HttpRequest, form: ObjectiveForm) -> HttpResponse:
    # Bound only to give hints or another example: what is not written yet is no error.
    asking = request.method == "POST" and _is_asking(request)
    if asking and "hints" not in request.POST:
        form = _again(form)
    rows = form.rows()
    codes = [hint.code for row in rows for hint in row["hints"]]
    context: dict[str, Any] = {"form": form, "rows": rows, "seen": " ".join(codes), "asking": asking}
    if asking and "hints" in request.POST:
        return render(request, "internships/objectives/hints.html", context)
    context.update(_examples(request, form))
    context["to_confirm"] = bool(request.method == "POST" and not asking and not form.errors and codes)
    status = 422 if request.method == "POST" and not asking else 200
    return render(request, "internships/objectives/form.html", context, status=status)


def _again(form: ObjectiveForm) -> ObjectiveForm:
    """The same page with what was typed, nothing judged."""
    fresh = ObjectiveForm(instance=form.instance, stays=form.stays, initial=form.typed())
    fresh.initial.update(form.typed())
    return fresh


def _examples(request: HttpRequest, form: ObjectiveForm) -> dict[str, Any]:
    """The example shown beside the form: the one asked for, otherwise one of the field of the stay."""
    known = selectors.examples()
    code = request.POST.get("example") or request.GET.get("exemple", "")
    shown: ObjectiveExample | None = next((one for one in known if one.code == code), None)
    if shown is None:
        sectors = pages.sectors_of(form.instance.placement) or pages.sectors_of(next(iter(form.stays), None))
        shown = next((one for one in known if one.sector_id in sectors), known[0] if known else None)
    facets = {name: shown.facet(name) for name in FACETS} if shown else {}
    return {"examples": known, "example": shown, "facets": facets}


@require_safe
@signed_in
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    """One objective: its facets, who agrees, how far it has come, what was said, how it ended."""
    return _page(request, _seen(request, pk))


@require_POST
@signed_in
@once
def objective_act(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """A remark, an agreement, progress, the last word, another stay, giving up: one table, one POST each."""
    found = _seen(request, pk)
    if act not in ACTS:
        raise Http404
    wanted, who = ACTS[act], person(request)
    source = selectors.source_of(found.placement, who, seats=workspace(request).memberships)
    if wanted not in may(found, who, source):
        raise PermissionDenied
    form = _form_of(wanted, request, found)
    if form is not None and not form.is_valid():
        return _page(request, found, {wanted: form}, status=422)
    try:
        words = _do(wanted, found, request, form.cleaned_data if form else {}, source)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, words)
    return _back(request, found)


def _form_of(wanted: Act, request: HttpRequest, found: SmartObjective) -> Any:
    if wanted == Act.REMARK:
        return RemarkForm(request.POST)
    if wanted in (Act.PROGRESS, Act.JUDGE):
        return LevelForm(request.POST, prefix=wanted.value)
    if wanted == Act.ATTACH:
        return AttachForm(request.POST, stays=pages.open_stays(found.person))
    return None


def _do(wanted: Act, found: SmartObjective, request: HttpRequest, data: dict[str, Any], source: Source | None) -> str:
    """Calls the service and says what happened."""
    one: dict[str, Any] = {"objective_id": found.pk, "actor": person(request)}
    if wanted == Act.REMARK:
        objective_notes.comment(**one, text=data["text"])
        return _("Your remark is written, and those concerned are told.")
    if wanted == Act.AGREE:
        objective_notes.agree(**one)
        return _("You agree to this objective; the trainee is told.")
    if wanted == Act.PROGRESS:
        objective_notes.progress(**one, level=data["level"], text=data["text"])
        return _("Noted.")
    if wanted == Act.JUDGE and source is not None:
        objectives.judge(**one, source=source, level=data["level"], evidence=data["text"])
        return _("Your last word on this objective is kept.")
    if wanted == Act.ATTACH:
        objectives.attach(**one, placement_id=int(data["placement"]) if data["placement"] else None)
        return _("Saved.")
    if wanted == Act.DROP:
        objectives.drop(**one)
        return _("This objective is given up. You can take it up again below.")
    objectives.take_up(**one)
    return _("This objective stands again.")


def _seen(request: HttpRequest, pk: int) -> SmartObjective:
    rows = SmartObjective.objects.visible_to(request.user).select_related(
        "person", "placement__kind", "placement__sending_organisation"
    )
    found = along(selectors.for_page(rows), "versions", "placement__supervisors", selectors.SITES_OF)
    return get_object_or_404(found, pk=pk)


def _page(
    request: HttpRequest, found: SmartObjective, forms: dict[Act, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    context = pages.one(found, person(request), workspace(request).memberships)
    stays = pages.open_stays(found.person) if Act.ATTACH in context["may"] else []
    given = forms or {}
    context["forms"] = {
        "remark": given.get(Act.REMARK) or RemarkForm(),
        "progress": given.get(Act.PROGRESS) or LevelForm(prefix="progress"),
        "judge": given.get(Act.JUDGE) or LevelForm(prefix="judge", initial=pages.last_word(found, context["source"])),
        "attach": given.get(Act.ATTACH)
        or (AttachForm(stays=stays, initial={"placement": str(found.placement_id or "")}) if stays else None),
    }
    return render(request, "internships/objectives/one.html", context, status=status)


def _back(request: HttpRequest, found: SmartObjective) -> HttpResponse:
    """To where it was said: the page of the placement, otherwise the objective."""
    if request.POST.get("from") == "placement" and found.placement_id:
        answer = redirect("internships:placement", pk=found.placement_id)
        answer["Location"] += f"#objectif-{found.pk}"
        return answer
    return redirect("internships:objective", pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def application_objectives(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of one's objectives an application shows to its host."""
    who = person(request)
    found = get_object_or_404(Application.objects.filter(person=who).select_related("institution__organisation"), pk=pk)
    chosen = [str(number) for number in found.objectives.filter(dropped_at=None).values_list("pk", flat=True)]
    form = ShownObjectivesForm(person=who, initial={"objectives": chosen})
    if request.method == "POST":
        form = ShownObjectivesForm(request.POST, person=who)
        if form.is_valid():
            objectives.show_to(application_id=found.pk, objective_ids=form.chosen, actor=who)
            messages.success(request, _("Saved."))
            return redirect("internships:application", pk=pk)
    context = {"form": form, "application": found, "hidden": not disclosure.names_person(found)}
    return render(request, "internships/objectives/choose.html", context, status=422 if form.errors else 200)
