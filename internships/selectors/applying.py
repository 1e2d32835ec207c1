"""How a person may apply: to which host or offer, for which periods, in which frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.workspace import Workspace
from hosts.enums import HostState
from hosts.models import HostInstitution, HostSite, OfferPeriod, PlacementOffer
from hosts.slots import Way
from internships.enums import Sender
from internships.models import Application, Enrolment, PlacementKind
from internships.rights import may_enter
from internships.selectors.reach import can_be_written_to


def way(workspace: Workspace, institution: HostInstitution, offer: PlacementOffer | None) -> Way | None:
    """What the page of a host or an offer says to this reader about applying."""
    user = workspace.user
    if user is not None:
        if workspace.belongs_to(institution.organisation_id):
            return Way(text=_("People who look for a placement apply here; you answer them under “Applications”."))
        known = mine(user, institution, offer)
        if known is not None:
            return Way(
                text=_("You have written to this host already.") if offer is None else _("You have applied already."),
                action=_("See my application"),
                address=reverse("internships:application", args=[known.pk]),
            )
    placing = _way_to_place(workspace, institution) if offer is None else None
    if placing is not None:
        return placing
    if institution.state != HostState.PUBLISHED and (user is None or institution.discovered_by_id != user.pk):
        return None
    return _way_for_others(institution, offer)


def _way_to_place(workspace: Workspace, institution: HostInstitution) -> Way | None:
    """« Placer quelqu'un ici », for a school or an employer that has agreed on it with the host."""
    if workspace.user is None or institution.state != HostState.PUBLISHED or not may_enter(workspace):
        return None
    return Way(
        text=_("Once it is agreed with the host, enter the placement here: everybody concerned is told at once."),
        action=_("Place a trainee here") if workspace.is_school else _("Place somebody here"),
        address=f"{reverse('internships:placement_new')}?hote={institution.slug}",
        second=_("Ask for a placement for myself"),
        second_address=apply_address(institution, None),
    )


def _way_for_others(institution: HostInstitution, offer: PlacementOffer | None) -> Way:
    found_it = f"{apply_address(institution, None)}&trouve=1"
    if institution.asleep_since is not None:
        return Way(
            text=_("This host has not answered lately, so it takes no new applications for now."),
            second=_("It has already said yes to me"),
            second_address=found_it,
        )
    if not can_be_written_to(institution):
        return Way(
            text=_(
                "Nobody of this host can be written to through Escale yet. Phone it or go there; once somebody says "
                "yes, declare it here with their e-mail address: they confirm by a link, without an account."
            ),
            action=_("It has said yes: declare my placement"),
            address=found_it,
        )
    if offer is not None:
        return Way(
            text=_("You say which days suit you and why you would like to come. The host answers within two weeks."),
            action=_("Apply"),
            address=apply_address(institution, offer),
        )
    return Way(
        text=_("You can also write to this host without an offer: say when, and what you would like to see or learn."),
        action=_("Ask for a placement"),
        address=apply_address(institution, None),
        second=_("It has already said yes to me"),
        second_address=found_it,
    )


def apply_address(institution: HostInstitution, offer: PlacementOffer | None) -> str:
    route = reverse("internships:apply")
    return f"{route}?offre={offer.pk}" if offer is not None else f"{route}?hote={institution.slug}"


def mine(user: User, institution: HostInstitution, offer: PlacementOffer | None) -> Application | None:
    """The person's application that is still open to this offer, or to this host without an offer."""
    open_ones = Application.objects.active().filter(person=user, institution=institution, offer=offer)
    return open_ones.order_by("-pk").first()


def open_periods(offer: PlacementOffer) -> list[OfferPeriod]:
    """Periods that are not over and have a seat left."""
    today = timezone.localdate()
    return [period for period in offer.periods.order_by("start") if period.end >= today and period.seats_left > 0]


def open_sites(institution: HostInstitution, offer: PlacementOffer | None) -> list[HostSite]:
    """Where it may take place; several are asked about."""
    own = list(offer.sites.filter(active=True)) if offer is not None else []
    return own or list(institution.sites.filter(active=True).order_by("-is_main", "pk"))


def enrolments(person: User) -> QuerySet[Enrolment]:
    """The classes in which the person is now."""
    current = Enrolment.objects.current().filter(person=person, cohort__archived_at__isnull=True)
    return current.select_related("cohort__school", "cohort__kind__regime", "cohort__course").order_by("-cohort__start")


def kinds(country: str, *, enrolled: bool, young: bool = False) -> list[PlacementKind]:
    """Kinds in use in that country; for those whom a school has enrolled, only the ones outside school besides.

    A pupil under 18 is not asked whether they are a professional in post.
    """
    rows = PlacementKind.objects.filter(active=True).select_related("regime").order_by("position", "pk")
    found = [kind for kind in rows if kind.country == country] or list(rows)
    if young:
        found = [kind for kind in found if kind.sender != Sender.EMPLOYER]
    return [kind for kind in found if kind.sender != Sender.SCHOOL] if enrolled else found


@dataclass(frozen=True)
class Target:
    """What one applies to."""

    institution: HostInstitution
    offer: PlacementOffer | None = None


def target(user: Any, *, offer: str, host: str) -> Target | None:
    """The open offer or the host that the address names, as far as the person may see it."""
    rows = HostInstitution.objects.filter(Q(state=HostState.PUBLISHED) | Q(discovered_by=user.pk))
    rows = rows.exclude(state__in=[HostState.MERGED, HostState.REFUSED, HostState.ARCHIVED])
    if offer.isdecimal():
        found = PlacementOffer.objects.visible_to(user).filter(pk=offer, institution__in=rows)
        one = found.select_related("institution__organisation").first()
        return Target(one.institution, one) if one else None
    institution = rows.select_related("organisation").filter(slug=host).first() if host else None
    return Target(institution) if institution else None
