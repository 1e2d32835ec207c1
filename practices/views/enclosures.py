"""Pictures and documents of a sheet that is being written, and its versions compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.idempotency import once
from hosts.views.people import person
from practices import content
from practices.differences import compare
from practices.forms.writing import AttachmentForm, PhotoForm
from practices.selectors.sheet import Sheet, of_version
from practices.services import enclosures as service
from practices.views.mine import own, writes_in, written
from practices.views.writing import frame
from practices.workflow import NotPossible

# « now » stands for the sheet as it is being written.
NOW = 0


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos and documents, each with its words."""
    practice = written(request, pk)
    if not practice.is_open:
        return redirect("practices:sheet", pk=pk)
    sent = request.method == "POST"
    photo = PhotoForm(request.POST, request.FILES) if sent and "photo" in request.POST else PhotoForm()
    paper = AttachmentForm(request.POST, request.FILES) if sent and "paper" in request.POST else AttachmentForm()
    if photo.is_bound and photo.is_valid() and _add(request, pk, photo, "file"):
        messages.success(request, _("The photo is added."))
        return redirect("practices:pictures", pk=pk)
    if paper.is_bound and paper.is_valid() and _add(request, pk, paper, "document"):
        messages.success(request, _("The document is added."))
        return redirect("practices:pictures", pk=pk)
    context = {
        **frame(practice, "pictures"),
        "photo_form": photo,
        "paper_form": paper,
        "photos": practice.photos.filter(dropped=False).select_related("file"),
        "papers": practice.attachments.filter(dropped=False).select_related("file"),
        "most_photos": service.MOST_PHOTOS,
        "most_papers": service.MOST_ATTACHMENTS,
    }
    return render(request, "practices/write_pictures.html", context)


def _add(request: HttpRequest, pk: int, form: Any, name: str) -> bool:
    """Stores what was sent; False leaves what is wrong with it in the form."""
    data = form.cleaned_data
    try:
        if name == "file":
            service.add_photo(
                practice_id=pk, actor=person(request), upload=data["file"], alternative=data["alternative"]
            )
        else:
            service.add_attachment(practice_id=pk, actor=person(request), upload=data["document"], title=data["title"])
    except ValidationError as problem:
        form.add_error(name, problem)
    except (service.TooMany, NotPossible) as problem:
        form.add_error(None, str(problem))
    else:
        return True
    return False


@require_POST
@signed_in
def file_act(request: HttpRequest, pk: int, kind: str, number: int, action: str) -> HttpResponse:
    """Moves, describes or removes a picture or a document."""
    practice = written(request, pk)
    if kind not in ("photo", "document"):
        raise Http404
    rows: Any = practice.photos if kind == "photo" else practice.attachments
    row = get_object_or_404(rows.filter(dropped=False), pk=number)
    actor = person(request)
    try:
        if action in ("avancer", "reculer"):
            service.move(row=row, actor=actor, earlier=action == "avancer")
        elif action == "decrire":
            _describe(request, row)
        elif action == "supprimer":
            service.remove(row=row, actor=actor)
            messages.success(request, _("The file is removed."))
        else:
            raise Http404
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect("practices:sheet", pk=pk)
    return redirect("practices:pictures", pk=pk)


def _describe(request: HttpRequest, row: Any) -> None:
    words = request.POST.get("words", "").strip()[:160]
    if not words:
        messages.error(request, _("Say in words what it is, for those who cannot see it."))
        return
    service.describe(row=row, actor=person(request), words=words)
    messages.success(request, _("Saved."))


@require_safe
@signed_in
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a practice; `de` and `a` compare two of them, 0 being the sheet as it stands now."""
    practice = own(request, pk)
    rows = list(practice.versions.select_related("made_by", "validated_by"))
    sheets = {row.number: of_version(row) for row in rows}
    writes = writes_in(practice)
    if writes or not rows:
        sheets[NOW] = Sheet(practice, content.freeze(practice))
    for one in sheets.values():
        one.practice = practice
    before, after = (_number(request.GET.get(name, "")) for name in ("de", "a"))
    if before not in sheets or after not in sheets:
        before, after = _usual(practice, [row.number for row in rows], writes=writes)
    context = {
        "practice": practice,
        "versions": rows,
        "writes": writes,
        "before": before,
        "after": after,
        "differences": compare(sheets[before], sheets[after]) if before != after else [],
    }
    return render(request, "practices/versions.html", context)


def _usual(practice: Any, numbers: list[int], *, writes: bool) -> tuple[int, int]:
    """What readers see against what is there now, if it is one's to see; else the last two."""
    if writes and practice.published is not None and practice.is_open:
        return practice.published.number, NOW
    if len(numbers) > 1:
        return numbers[1], numbers[0]
    if not numbers:
        return NOW, NOW
    return numbers[0], NOW if writes else numbers[0]


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 7 else -1
