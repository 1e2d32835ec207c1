"""One side's part: completed online, saved as it is written, by an account or by a personal link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.access import signed_in
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements import terms
from agreements.enums import AgreementState, Side
from agreements.forms.parts import PartForm
from agreements.models import Agreement, AgreementPart
from agreements.selectors.completeness import missing
from agreements.selectors.facts import facts
from agreements.selectors.kinds import lines_of
from agreements.selectors.overview import for_page
from agreements.selectors.standing import may_write
from agreements.services import drafting
from agreements.stipends import of_placement
from agreements.views.parts import person, shown, standing_of
from hosts.forms.versions import kept
from internships.lawcases import Case
from internships.selectors.objectives import of_placement as objectives_of
from internships.timetable import presence


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def part(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    """The part of a side: for its own people, and for whoever leads, who may write what was told by telephone."""
    agreement = shown(request, pk)
    one = next((part for part in agreement.parts.all() if part.side == side), None)
    if one is None or not may_write(agreement, request.user, side, standing_of(request, agreement)):
        raise Http404
    return _serve(request, agreement, one, actor=person(request), link=None)


def by_link(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The same for someone without an account, once the code was given."""
    one = links.get_target(link)
    if not isinstance(one, AgreementPart) or one.contact_email.casefold() != link.email.casefold():
        return render(request, "agreements/part_over.html", status=404)
    agreement = for_page(Agreement.objects.all()).get(pk=one.agreement_id)
    return _serve(request, agreement, one, actor=None, link=link)


def _serve(
    request: HttpRequest, agreement: Agreement, part: AgreementPart, *, actor: User | None, link: PersonalLink | None
) -> HttpResponse:
    if agreement.state != AgreementState.PREPARING:
        return render(
            request, "agreements/part_closed.html", {**_about(agreement, part, link), "said": _said(agreement, part)}
        )
    case = Case(agreement.placement)
    lines = [line for line in lines_of(agreement.placement) if line.side == part.side]
    form = PartForm(request.POST if request.method == "POST" else None, agreement=agreement, lines=lines)
    if request.method == "POST":
        answer = _save(request, form, agreement, part, actor=actor, link=link)
        if answer is not None:
            return answer
    lacking = [one for one in missing(agreement, case=case) if one.side == part.side]
    context = {**_about(agreement, part, link), "form": form, "missing": lacking, **_computed(agreement, part, case)}
    return render(request, "agreements/part.html", context, status=422 if form.errors else 200)


def _save(
    request: HttpRequest,
    form: PartForm,
    agreement: Agreement,
    part: AgreementPart,
    *,
    actor: User | None,
    link: PersonalLink | None,
) -> HttpResponse | None:
    """Records, and answers; None when the form is shown again with its errors."""
    autosave = bool(request.POST.get("autosave"))
    if not form.is_valid() and not autosave:
        return None
    try:
        saved = drafting.save_part(
            agreement_id=agreement.pk,
            side=part.side,
            terms=form.values,
            actor=actor,
            link=link,
            autosave=autosave,
            **form.edit,
        )
        if autosave:
            marks = form.marks(saved, page=form.edit["page"])
            return render(request, "hosts/autosave.html", {"marks": marks, "waiting": bool(form.errors)})
        if "complete" in request.POST:
            drafting.complete_part(agreement_id=agreement.pk, side=part.side, actor=actor, link=link)
            messages.success(request, _("Thank you: your part is complete."))
        else:
            messages.success(request, _("Saved."))
    except drafting.StaleTerms as stale:
        return _stale(request, form, stale)
    except Refused as problem:
        messages.error(request, str(problem))
        return redirect(request.path)
    if link is None and "complete" in request.POST:
        return redirect("agreements:detail", pk=agreement.pk)
    return redirect(request.path)


def _stale(request: HttpRequest, form: PartForm, stale: drafting.StaleTerms) -> HttpResponse:
    """Both versions side by side; what was typed is kept in the form. Status 409."""
    if request.POST.get("autosave"):
        return render(request, "hosts/autosave.html", {"stale": True}, status=409)
    form.agreement.refresh_from_db()
    context = {
        "rows": form.differences(stale.recorded),
        "kept": kept(request, form.marks(form.agreement)),
        "back": request.path,
    }
    return render(request, "hosts/stale_edit.html", context, status=409)


def _about(agreement: Agreement, part: AgreementPart, link: PersonalLink | None) -> dict[str, object]:
    return {
        "agreement": agreement,
        "part": part,
        "side": Side(part.side).label,
        "facts": facts(agreement),
        "link": link,
        "back": "" if link else reverse("agreements:detail", args=[agreement.pk]),
    }


def _computed(agreement: Agreement, part: AgreementPart, case: Case) -> dict[str, object]:
    """What follows from the timetable, or from the trainee's objectives, shown beside what is typed."""
    if part.side == Side.TRAINEE:
        return {"objectives": objectives_of(agreement.placement)}
    if part.side != Side.HOST:
        return {}
    placement = agreement.placement
    return {"presence": presence(placement), "stipend": of_placement(placement, agreement.terms, case=case)}


def _said(agreement: Agreement, part: AgreementPart) -> list[dict[str, str]]:
    return [
        {"label": str(line.mention.label), "words": words}
        for line in lines_of(agreement.placement)
        if line.side == part.side and (words := terms.words(line.mention, agreement.terms.get(line.code)))
    ]
