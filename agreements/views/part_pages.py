"""One side's part: completed online, saved as it is written, by an account or by a personal link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
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
from agreements.selectors.kinds import lines_of, with_host
from agreements.selectors.overview import for_page
from agreements.selectors.standing import may_write
from agreements.services import drafting
from agreements.stipends import of_placement
from agreements.views.parts import own_parts, part_of, person, shown, standing_of
from hosts.forms.versions import kept
from internships.lawcases import Case
from internships.selectors import plans
from internships.selectors.objectives import of_placement as objectives_of
from internships.timetable import Presence


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def part(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    """The part of a party: for its own people, and for whoever leads, who may write what was told by telephone."""
    agreement = shown(request, pk)
    who = standing_of(request, agreement)
    mine = own_parts(request, agreement, who)
    one = part_of(agreement, side, mine)
    if not may_write(agreement, request.user, one.key, who, mine):
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
    # Nobody has signed yet: the law is today's.
    case = Case(agreement.placement, signed_on=timezone.localdate())
    lines = [line for line in lines_of(agreement.placement) if line.part == part.key]
    form = PartForm(request.POST if request.method == "POST" else None, agreement=agreement, lines=lines)
    if request.method == "POST":
        answer = _save(request, form, agreement, part, actor=actor, link=link)
        if answer is not None:
            return answer
    lacking = [one for one in missing(agreement, case=case) if one.part == part.key]
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
    whose = _party(agreement, part, actor, link)
    try:
        saved = drafting.save_part(**whose, terms=form.values, autosave=autosave, **form.edit)
        if autosave:
            marks = form.marks(saved, page=form.edit["page"])
            return render(request, "hosts/autosave.html", {"marks": marks, "waiting": bool(form.errors)})
        if "complete" in request.POST:
            drafting.complete_part(**whose)
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


def _party(agreement: Agreement, part: AgreementPart, actor: User | None, link: PersonalLink | None) -> dict[str, Any]:
    """Whose part it is, and who writes, as the services are told."""
    return {
        "agreement_id": agreement.pk,
        "side": part.side,
        "institution": part.institution_id,
        "actor": actor,
        "link": link,
    }


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
        "side": _label(agreement, part),
        "facts": facts(agreement),
        "link": link,
        "back": "" if link else reverse("agreements:detail", args=[agreement.pk]),
    }


def _computed(agreement: Agreement, part: AgreementPart, case: Case) -> dict[str, object]:
    """What follows from the timetable of that host, or from the trainee's objectives, shown beside what is typed."""
    if part.side == Side.TRAINEE:
        return {"objectives": objectives_of(agreement.placement)}
    if part.institution_id is None:
        return {}
    placement = agreement.placement
    owed, there = of_placement(placement, agreement.terms, case=case), Presence()
    for site in plans.sites_of(placement):
        if site.institution_id == part.institution_id:
            there += plans.presence(site)
    return {
        "presence": there,
        "stipend": owed.of(part.institution_id) if owed else None,
    }


def _label(agreement: Agreement, part: AgreementPart) -> str:
    several = sum(one.side == part.side for one in agreement.parts.all()) > 1
    return with_host(str(Side(part.side).label), str(part.institution) if several else "")


def _said(agreement: Agreement, part: AgreementPart) -> list[dict[str, str]]:
    return [
        {"label": str(line.mention.label), "words": words}
        for line in lines_of(agreement.placement)
        if line.part == part.key and (words := terms.words(line.mention, agreement.terms.get(line.key)))
    ]
