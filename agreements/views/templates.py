"""The texts of agreements, on screen: the network's for its administrators, a school's own for its coordinators."""

from __future__ import annotations

import difflib
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import with_role
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.workspace import Workspace
from agreements import documents, mentions, samples, text, variables
from agreements.forms.templates import CopyForm, TextForm
from agreements.models import AgreementTemplate, TemplateVersion
from agreements.selectors.kinds import mention_lines
from agreements.selectors.templates import shipped_for
from agreements.services import templates as service
from agreements.views.parts import person

writers = with_role(Role.NETWORK_ADMIN, Role.COORDINATOR, Role.HEAD)


def workspace(request: HttpRequest) -> Workspace:
    return request.workspace  # type: ignore[attr-defined, no-any-return]


def texts_of(request: HttpRequest) -> QuerySet[AgreementTemplate]:
    """Those that the person may write: the network's, or those of the school they act for."""
    here = workspace(request)
    rows = AgreementTemplate.objects.filter(active=True).select_related("kind__regime", "organisation")
    if here.organisation and here.organisation.kind == OrganisationKind.NETWORK:
        # What holds for the whole site is for administrators without a territory.
        return rows.filter(organisation=None) if here.territory_id is None else rows.none()
    return rows.filter(organisation=here.organisation)


def text_of(request: HttpRequest, pk: int) -> AgreementTemplate:
    return get_object_or_404(texts_of(request), pk=pk)


@require_safe
@writers
def texts(request: HttpRequest) -> HttpResponse:
    """All texts one may write, by kind of placement."""
    versions = Prefetch("versions", TemplateVersion.objects.select_related("created_by"))
    rows = list(texts_of(request).prefetch_related(versions))
    here = workspace(request)
    return render(
        request,
        "agreements/texts.html",
        {"texts": rows, "is_school": here.is_school, "form": CopyForm() if here.is_school else None},
    )


@require_POST
@writers
@once
def copy(request: HttpRequest) -> HttpResponse:
    """A school makes one of the network's texts its own."""
    here = workspace(request)
    form = CopyForm(request.POST)
    if here.organisation is None or not here.is_school:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Choose a kind of placement, a document and a language."))
        return redirect("agreements:texts")
    chosen = form.cleaned_data
    source = shipped_for(chosen["kind"], chosen["purpose"], chosen["language"])
    if source is None:
        messages.error(request, _("The network has no such text yet."))
        return redirect("agreements:texts")
    made = service.own_copy(source=source, organisation=here.organisation, actor=person(request))
    return redirect("agreements:text", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes a text, with its preview. The preview is the same POST, without saving."""
    template = text_of(request, pk)
    latest = template.versions.first()
    body = latest.body if latest else ""
    initial = {"body": body, "seen": latest.number if latest else 0}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    wants_preview = "preview" in request.POST
    if request.method == "POST" and (wants_preview or request.headers.get("HX-Request")):
        body = request.POST.get("body", "")[:60_000]
        if request.headers.get("HX-Request"):
            return render(request, "agreements/text_preview.html", preview(template, body))
    elif request.method == "POST" and form.is_valid():
        answer = _write(request, template, form)
        if answer is not None:
            return answer
    context = {
        **frame(template),
        "form": form,
        "latest": latest,
        **preview(template, request.POST.get("body", body)[:60_000]),
    }
    return render(
        request, "agreements/text_edit.html", context, status=422 if form.errors and not wants_preview else 200
    )


def _write(request: HttpRequest, template: AgreementTemplate, form: TextForm) -> HttpResponse | None:
    try:
        service.write(
            template_id=template.pk,
            body=form.cleaned_data["body"],
            note=form.cleaned_data["note"],
            actor=person(request),
            seen=form.cleaned_data["seen"] or 0,
        )
    except service.StaleText as stale:
        context = {
            **frame(template),
            "form": form,
            "current": stale.current,
            "comparison": compare(stale.current.body, form.cleaned_data["body"]),
        }
        return render(request, "agreements/text_stale.html", context, status=409)
    except Refused as problem:
        form.add_error("body", str(problem))
        return None
    messages.success(request, _("A new version is in use for the agreements drawn up from now on."))
    return redirect("agreements:text", pk=template.pk)


def frame(template: AgreementTemplate) -> dict[str, Any]:
    return {
        "template": template,
        "variables": list(variables.ALL.values()),
        "conditions": list(variables.CONDITIONS.values()),
        "names": [{"name": one.name, "words": str(one.words)} for one in variables.ALL.values()],
    }


def preview(template: AgreementTemplate, body: str) -> dict[str, Any]:
    """The text with the made-up agreement, what is wrong in it, and which mentions it does not say."""
    wrong = text.problems(body)
    sample = sample_of(template)
    numbered = template.purpose != AgreementTemplate.Purpose.CERTIFICATE
    shown = text.render(body, sample, draw=documents.drawing(sample), numbered=numbered)
    return {"wrong": wrong, "shown": shown, "unsaid": unsaid(template, body)}


def sample_of(template: AgreementTemplate) -> dict[str, Any]:
    made = samples.snapshot(template.kind, template.language)
    if template.purpose == AgreementTemplate.Purpose.AMENDMENT:
        made["amendment"] = samples.amendment()
    if template.purpose == AgreementTemplate.Purpose.CERTIFICATE:
        made.update(samples.certificate())
    return made


def unsaid(template: AgreementTemplate, body: str) -> list[mentions.Mention]:
    """Mentions that agreements of this kind must carry and whose variable the text does not use (D124-4)."""
    if template.purpose != AgreementTemplate.Purpose.AGREEMENT:
        return []
    said = {variables.ALL[name].mention for name in text.names(body)}
    by_variable = {one.mention for one in variables.ALL.values() if one.mention}
    return [
        line.mention
        for line in mention_lines(template.kind)
        if line.required and line.code in by_variable and line.code not in said
    ]


@require_safe
@writers
def sample_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version as a document, with made-up people."""
    template = text_of(request, pk)
    latest = template.versions.first()
    if latest is None:
        raise Http404
    draw = documents.certificate if template.purpose == AgreementTemplate.Purpose.CERTIFICATE else documents.render
    content = draw(sample_of(template), latest.body, template.language)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="exemple-{template.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@writers
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a text; `de` and `a` compare two of them."""
    template = text_of(request, pk)
    rows = list(template.versions.select_related("created_by"))
    before, after = (_number(request.GET.get(name, "")) for name in ("de", "a"))
    by_number = {row.number: row for row in rows}
    if before not in by_number or after not in by_number:
        before, after = (rows[1].number, rows[0].number) if len(rows) > 1 else (0, 0)
    comparison = compare(by_number[before].body, by_number[after].body) if before and after else []
    context = {**frame(template), "versions": rows, "before": before, "after": after, "comparison": comparison}
    return render(request, "agreements/text_history.html", context)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 7 else 0


def compare(before: str, after: str) -> list[dict[str, str]]:
    """Line by line: kept, added, removed."""
    kinds = {" ": "span", "+": "ins", "-": "del"}
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [{"kind": kinds[line[0]], "words": line[2:]} for line in lines if line[0] in kinds]


@require_POST
@writers
@once
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    template = text_of(request, pk)
    version = get_object_or_404(template.versions, number=number)
    service.restore(version=version, actor=person(request))
    messages.success(request, _("Version %(number)s is in use again, as a new one.") % {"number": number})
    return redirect("agreements:text_history", pk=pk)


@require_POST
@writers
@once
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """A school goes back to the network's text."""
    try:
        service.retire(template=text_of(request, pk), actor=person(request))
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Your agreements use the network’s text again."))
    return redirect("agreements:texts")
