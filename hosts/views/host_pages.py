"""The public page of a host, and what recognises it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.contributions import given
from hosts import figures, slots
from hosts.enums import HostState, MembershipStatus, Standing
from hosts.models import HostInstitution
from hosts.selectors.pages import host_page, open_offers, shown
from hosts.selectors.standing import standing
from hosts.words import language_choices


@require_safe
@public
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Would I like it there, can I get there, how do I apply (E3, S2, S5, S7). A merged sheet leads to its survivor."""
    institution = slots.annotated(host_page(request.user)).filter(slug=slug).first()
    if institution is None or institution.state == HostState.MERGED:
        return _survivor(request, slug)
    where = standing(institution, request.user, request.workspace.memberships)  # type: ignore[attr-defined]
    sites = shown(institution.sites.all(), institution)
    record = figures.record(institution.pk)
    rate, trainees = record.reply_rate, record.trainees
    schools = sorted({q.school.name for site in sites for q in site.qualified_by})  # type: ignore[attr-defined]
    # How many it hosted comes with its record.
    gave = given(organisations=[institution.organisation_id]).organisation(institution.organisation_id)
    gifts = [gift for gift in gave if gift.code != "hosted"]
    member = institution.membership_status == MembershipStatus.MEMBER
    languages = dict(language_choices())
    context = {
        "institution": institution,
        "organisation": institution.organisation,
        "sites": sites,
        "photos": list(institution.photos.all()),
        "offers": list(open_offers(institution)),
        "schools": schools,
        "languages": [languages.get(code, code) for code in institution.languages],
        "reply_rate": rate,
        "trainees_hosted": trainees,
        "hosting_since": institution.hosting_since,
        "gifts": gifts,
        "recognition": bool(member or institution.hosting_since or schools or rate or trainees or gifts),
        "is_public": institution.state == HostState.PUBLISHED,
        "more_sections": slots.sections(institution) if institution.state == HostState.PUBLISHED else [],
        "may_edit": bool(where & {Standing.MANAGER, Standing.MODERATOR})
        or (Standing.DISCOVERER in where and institution.state in (HostState.PENDING, HostState.RETURNED)),
        "may_moderate": Standing.MODERATOR in where,
        "belongs": bool(where & {Standing.MANAGER, Standing.MEMBER}),
    }
    response = render(request, "hosts/host_detail.html", context)
    if institution.state != HostState.PUBLISHED:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _survivor(request: HttpRequest, slug: str) -> HttpResponse:
    merged = HostInstitution.objects.filter(slug=slug, state=HostState.MERGED).select_related("merged_into").first()
    survivor = merged.merged_into if merged else None
    if survivor is None or not HostInstitution.objects.visible_to(request.user).filter(pk=survivor.pk).exists():
        raise Http404
    return redirect("hosts:detail", slug=survivor.slug, permanent=True)
