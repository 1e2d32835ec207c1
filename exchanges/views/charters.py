"""The cahier des charges on screen: read, compared, downloaded, validated, written by the pilot (B9)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from documents import richtext
from exchanges import charter_documents
from exchanges.access import pilot, professional, the_seat
from exchanges.forms.charters import CharterForm
from exchanges.models import CharterVersion
from exchanges.selectors import charters as selectors
from exchanges.services import charters as service
from hosts.views.people import person
from practices.differences import Difference


@require_safe
@professional
def charter(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A version, the one in force unless another is asked for; who validated it, and whose turn it is."""
    seat = the_seat(request)
    known = selectors.published(seat.space)
    current = known[0] if known else None
    shown = current if number is None else next((one for one in known if one.number == number), None)
    if number is not None and shown is None:
        raise Http404
    context: dict[str, Any] = {"charter": shown, "current": current, "versions": known}
    context |= {"seat": seat, "space": seat.space, "tab": "exchanges:tools"}
    if shown is not None:
        standing = selectors.standing(shown)
        waiting = {one.pk for one in standing.missing}
        mine = selectors.committed_by(seat) if shown == current else []
        context |= {
            "html": richtext.render(shown.text),
            "standing": standing,
            "to_validate": [one for one in mine if one.pk in waiting],
        }
    return render(request, "exchanges/charter.html", context)


@require_safe
@professional
def compared(request: HttpRequest) -> HttpResponse:
    """Two versions side by side: `de` and `a`; without them, the one in force and the one before."""
    seat = the_seat(request)
    known = selectors.published(seat.space)
    if len(known) < 2:
        return redirect("exchanges:charter")
    by_number = {one.number: one for one in known}
    before, after = (by_number.get(_number(request.GET.get(name, ""))) for name in ("de", "a"))
    before, after = before or known[1], after or known[0]
    context = {
        "seat": seat,
        "space": seat.space,
        "tab": "exchanges:tools",
        "versions": known,
        "before": before,
        "after": after,
        "differences": selectors.compare(before, after),
    }
    return render(request, "exchanges/charter_versions.html", context)


@require_safe
@professional
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """A version as PDF, with those who validated it."""
    shown = get_object_or_404(CharterVersion.objects.in_force().filter(space=the_seat(request).space), number=number)
    content = charter_documents.render(shown, selectors.standing(shown), get_language() or "fr")
    name = f"{_('cahier-des-charges')}-{number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@professional
@once
def validate(request: HttpRequest, number: int) -> HttpResponse:
    """Validates that version for one of the structures that the person may commit."""
    seat = the_seat(request)
    chosen = _number(request.POST.get("structure", ""))
    structure = next((one for one in selectors.committed_by(seat) if one.pk == chosen), None)
    if structure is None:
        raise Http404
    try:
        service.validate(structure_id=structure.pk, number=number, actor=person(request))
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Validated for %(structure)s. Thank you.") % {"structure": structure})
    return redirect("exchanges:charter")


@require_http_methods(["GET", "HEAD", "POST"])
@pilot
@once
def write(request: HttpRequest) -> HttpResponse:
    """The draft of the next version; `publish` puts it in force once it is saved."""
    space = the_seat(request).space
    draft = CharterVersion.objects.filter(space=space, published_at__isnull=True).first()
    current = selectors.current(space)
    form = CharterForm(request.POST if request.method == "POST" else None, draft=draft, current=current)
    code = 200
    meanwhile: list[Difference] = []
    if request.method == "POST":
        code = 422
        if form.is_valid():
            try:
                _write(request, form, space.pk)
            except service.ChangedMeanwhile as problem:
                form.add_error(None, str(problem))
                code, meanwhile = 409, _theirs(form, draft or current)
            except Refused as problem:
                form.add_error(None, str(problem))
            else:
                return redirect("exchanges:charter" if "publish" in request.POST else "exchanges:charter_write")
    context = {"seat": the_seat(request), "space": space, "tab": "exchanges:tools", "form": form, "draft": draft}
    context |= {"current": current, "meanwhile": meanwhile}
    context["differences"] = selectors.compare(current, draft) if draft and current else []
    return render(request, "exchanges/charter_write.html", context, status=code)


@transaction.atomic
def _write(request: HttpRequest, form: CharterForm, space_id: int) -> None:
    """Saves, and publishes where that was asked for: both or nothing."""
    data, actor = form.cleaned_data, person(request)
    service.write(space_id=space_id, text=data["text"], note=data.get("note", ""), base=data["base"], actor=actor)
    if "publish" in request.POST:
        service.publish(space_id=space_id, actor=actor)
        messages.success(request, _("In force. Each structure is asked by e-mail to validate this version."))
    else:
        messages.success(request, _("Saved in the draft. It holds once you publish it."))


def _theirs(form: CharterForm, known: CharterVersion | None) -> list[Difference]:
    """What saving again would change in what somebody else wrote; the form knows it from now on. Where they published
    or gave up the draft, the next one begins with the version in force."""
    recorded = known.text if known else ""
    form.data = {name: form.data[name] for name in form.data} | {"base": recorded}
    return selectors.compare(CharterVersion(text=recorded), CharterVersion(text=form.cleaned_data["text"]))


@require_POST
@pilot
@once
def drop(request: HttpRequest) -> HttpResponse:
    service.drop(space_id=the_seat(request).space.pk, actor=person(request))
    messages.success(request, _("The draft is gone; the version in force stands."))
    return redirect("exchanges:charter")


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 10 else 0
