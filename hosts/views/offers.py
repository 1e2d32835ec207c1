"""The offers of one's host: the list, and what may be done with each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_of, with_role
from accounts.enums import OrganisationKind, Role
from accounts.idempotency import once
from documents.tables import export, export_format
from hosts.enums import HostState, OfferSituation
from hosts.exports import OFFERS
from hosts.models import HostInstitution, OfferPeriod, PlacementOffer
from hosts.selectors.completeness import offer_missing
from hosts.services import offers as service
from hosts.views.people import person, workspace
from hosts.workflow import NotPossible

PER_PAGE = 20
TABS = {
    OfferSituation.DRAFT: pgettext_lazy("offers", "Drafts"),
    OfferSituation.OPEN: pgettext_lazy("offers", "Published"),
    OfferSituation.FULL: pgettext_lazy("offers", "Full"),
    OfferSituation.PAST: pgettext_lazy("offers", "Past"),
    OfferSituation.PAUSED: pgettext_lazy("offers", "Paused"),
    OfferSituation.WITHDRAWN: pgettext_lazy("offers", "Withdrawn"),
}


@require_safe
@member_of(OrganisationKind.HOST)
def my_offers(request: HttpRequest) -> HttpResponseBase:
    """The host's offers by situation; full and past ones are so by themselves."""
    here = workspace(request)
    institution = HostInstitution.objects.filter(organisation=here.organisation).first()
    if institution is None:
        return redirect("hosts:my_host")
    offers: Any = PlacementOffer.objects.filter(institution=institution).with_situation()
    counts = dict(offers.order_by().values_list("situation").annotate(Count("pk")))
    chosen = request.GET.get("situation", "")
    if chosen in OfferSituation.values:
        offers = offers.filter(situation=chosen)
    query = request.GET.get("q", "").strip()
    if query:
        offers = offers.filter(title__icontains=query)
    rows = _with_periods(offers).order_by("-updated_at", "pk")
    if export_format(request):
        return export(request, name=_("Our offers"), columns=OFFERS, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "institution": institution,
        "page": page,
        "tabs": _tabs(counts),
        "situation": chosen,
        "query": query,
        "total": sum(counts.values()),
        "manages": here.has_role(Role.HOST_MANAGER),
        "unseen": institution.state != HostState.PUBLISHED,
    }
    return render(request, "hosts/offer_list.html", context)


@require_POST
@with_role(Role.HOST_MANAGER)
@once
def offer_new(request: HttpRequest) -> HttpResponse:
    """A new draft, and on to the first step."""
    institution = get_object_or_404(
        HostInstitution.objects.managed_by(request.user).exclude(state__in=[HostState.MERGED, HostState.REFUSED]),
        organisation=workspace(request).organisation,
    )
    offer = service.create_draft(institution=institution, actor=person(request))
    return redirect("hosts:offer_edit", pk=offer.pk, step="what")


ACTIONS = ("publier", "retirer", "renouveler", "dupliquer", "supprimer")


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.HOST_MANAGER)
@once
def offer_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then publishes, withdraws, renews, copies or deletes an offer of one's host."""
    offer = own_offer(request, pk)
    if action not in ACTIONS:
        raise Http404
    if request.method != "POST":
        missing = offer_missing(offer) if action == "publier" else []
        context = {"offer": offer, "action": action, "missing": missing, **words(action)}
        return render(request, "hosts/offer_act.html", context)
    try:
        return redirect(_run(request, offer, action))
    except service.Incomplete as problem:
        messages.error(request, _("Something is missing before this offer can be published."))
        return redirect(f"{reverse('hosts:offer_edit', args=[pk, 'review'])}#{problem.missing[0].section}")
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect("hosts:my_offers")


def own_offer(request: HttpRequest, pk: int) -> PlacementOffer:
    """An offer of a host that the person manages; otherwise a 404."""
    own = HostInstitution.objects.managed_by(request.user)
    offers = PlacementOffer.objects.filter(institution__in=own).with_situation()
    return get_object_or_404(offers.select_related("institution__organisation"), pk=pk)


def words(action: str) -> dict[str, str]:
    """The question, its explanation and the button of each action."""
    question, explanation, yes = {
        "publier": (
            _("Publish this offer?"),
            _("People who look for a placement will find it at once. Your whole team is told."),
            _("Publish the offer"),
        ),
        "retirer": (
            _("Withdraw this offer?"),
            _("It is no longer shown. Who was accepted stays accepted, and you may publish it again."),
            _("Withdraw the offer"),
        ),
        "renouveler": (
            _("Renew this offer?"),
            _("A draft is made for the next year: the same words, the same periods a year later, all seats free."),
            _("Prepare the renewal"),
        ),
        "dupliquer": (
            _("Copy this offer?"),
            _("A draft is made with the same words, to change as you like."),
            _("Make a copy"),
        ),
        "supprimer": (
            _("Delete this draft?"),
            _("It was never published: nothing of it stays."),
            _("Delete the draft"),
        ),
    }[action]
    return {"question": question, "explanation": explanation, "yes": yes}


def _run(request: HttpRequest, offer: PlacementOffer, action: str) -> str:
    """Does it, says it, and returns where to go."""
    actor = person(request)
    if action == "publier":
        service.publish(offer_id=offer.pk, actor=actor)
        messages.success(request, _("The offer is published, and your team is told."))
        return reverse("hosts:offer", args=[offer.pk])
    if action == "retirer":
        service.withdraw(offer_id=offer.pk, actor=actor)
        messages.success(request, _("The offer is withdrawn."))
        return reverse("hosts:my_offers")
    if action == "supprimer":
        service.delete_draft(offer_id=offer.pk, actor=actor)
        messages.success(request, _("The draft is deleted."))
        return reverse("hosts:my_offers")
    make = service.renew if action == "renouveler" else service.duplicate
    made = make(offer_id=offer.pk, actor=actor)
    messages.success(request, _("Here is the draft. Look through it, then publish it."))
    return reverse("hosts:offer_edit", args=[made.pk, "review" if action == "renouveler" else "what"])


def _tabs(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"value": str(one), "label": TABS[one], "count": counts.get(str(one), 0)} for one in OfferSituation]


def _with_periods(offers: QuerySet[PlacementOffer]) -> QuerySet[PlacementOffer]:
    return offers.prefetch_related(Prefetch("periods", OfferPeriod.objects.order_by("start")), "sites").annotate(
        renewed=Count("renewals", distinct=True)
    )
