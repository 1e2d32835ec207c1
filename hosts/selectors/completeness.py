"""What is missing: to a host sheet so that people want to come, to an offer so that it may be published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hosts.models import HostInstitution, HostSite, PlacementOffer


@dataclass(frozen=True)
class Missing:
    """One thing to add, in the section or step where it is entered."""

    section: str
    label: str | Promise


@dataclass(frozen=True)
class Completeness:
    done: int
    total: int
    missing: tuple[Missing, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total)


HostTest = Callable[[HostInstitution, list[HostSite]], bool]


def _any_access(name: str) -> HostTest:
    return lambda host, sites: any(getattr(site, name) for site in sites)


# Section, what to add, and whether it is there.
HOST_TESTS: tuple[tuple[str, str | Promise, HostTest], ...] = (
    ("identity", _("Choose the sector"), lambda host, sites: bool(host.sector_id)),
    ("identity", _("Say what kind of structure it is"), lambda host, sites: bool(host.activity)),
    ("presentation", _("Present the structure in a few sentences"), lambda host, sites: len(host.presentation) >= 80),
    ("presentation", _("Say whom you serve"), lambda host, sites: bool(host.public_served)),
    ("presentation", _("Choose the occupations to discover"), lambda host, sites: bool(host.occupations.all())),
    ("sites", _("Give the address of a site"), lambda host, sites: any(site.address for site in sites)),
    ("sites", _("Choose the commune, so that search finds you"), lambda host, sites: any(s.place_id for s in sites)),
    ("sites", _("Say whether public transport serves the site"), _any_access("public_transport")),
    ("sites", _("Say whether wheelchairs have access"), _any_access("wheelchair")),
    ("contacts", _("Name a contact person"), lambda host, sites: bool(host.contacts.all())),
    ("photos", _("Add a photo"), lambda host, sites: bool(host.photos.all())),
)


def host_completeness(institution: HostInstitution) -> Completeness:
    """How complete a sheet is. Reads the sheet's prefetched relations where there are any."""
    sites = [site for site in institution.sites.all() if site.active]
    missing = [Missing(section, label) for section, label, test in HOST_TESTS if not test(institution, sites)]
    return Completeness(len(HOST_TESTS) - len(missing), len(HOST_TESTS), tuple(missing))


def offer_missing(offer: PlacementOffer) -> list[Missing]:
    """What an offer still needs before it may be published, by step of the wizard."""
    return [*_what(offer), *_for_whom(offer), *_when(offer)]


def _what(offer: PlacementOffer) -> Iterable[Missing]:
    if not offer.title.strip():
        yield Missing("what", _("Give the offer a title"))
    if len(offer.description.strip()) < 20:
        yield Missing("what", _("Describe the placement in a sentence or two"))
    if not offer.position_id:
        yield Missing("what", _("Choose the place the trainee takes in the team"))


def _for_whom(offer: PlacementOffer) -> Iterable[Missing]:
    if not offer.levels.all() and not offer.diplomas.all():
        yield Missing("whom", _("Choose a level or a course"))


def _when(offer: PlacementOffer) -> Iterable[Missing]:
    if not [site for site in offer.sites.all() if site.active]:
        yield Missing("when", _("Choose where it takes place"))
    periods = list(offer.periods.all())
    if not periods:
        yield Missing("when", _("Add a period"))
    elif all(period.end < timezone.localdate() for period in periods):
        yield Missing("when", _("Add a period that is not over"))
