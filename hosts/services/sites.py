"""The places where a host welcomes people: adding, changing, closing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from hosts import versions
from hosts.models import HostInstitution, HostSite
from hosts.services.indexing import reindex_institution
from hosts.territories import territory_of
from hosts.versions import Edit


class LastSite(Exception):
    """A host keeps at least one open site; the message says what to do instead."""


@transaction.atomic
def add_site(*, institution: HostInstitution, actor: User | None, data: Mapping[str, Any]) -> HostSite:
    """Adds a site; the first one is the main one."""
    institution = HostInstitution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    site = HostSite(institution=institution, **data)
    site.is_main = not institution.sites.filter(is_main=True).exists()
    locate(site)
    site.save()
    _follow(institution, site, actor, "host.site_added")
    return site


@transaction.atomic
def update_site(*, site_id: int, actor: User | None, data: Mapping[str, Any], edit: Edit | None = None) -> HostSite:
    """Changes a site. With `edit`, raises versions.StaleEdit when somebody else changed the same fields meanwhile."""
    site = _locked(site_id)
    if edit is not None:
        versions.check(site, edit, data)
    moved = any(name in data and data[name] != getattr(site, name) for name in ("place", "postcode", "city", "country"))
    placed = any(name in data and data[name] != getattr(site, name) for name in ("latitude", "longitude"))
    for name, value in data.items():
        setattr(site, name, value)
    if moved and not placed:
        site.latitude = site.longitude = None
    locate(site)
    versions.touch(site, edit)
    site.save()
    _follow(site.institution, site, actor, "host.site_changed")
    return site


@transaction.atomic
def make_main(*, site_id: int, actor: User) -> HostSite:
    """Makes an open site the main one: its commune decides the territory."""
    site = _locked(site_id)
    HostSite.objects.filter(institution=site.institution, is_main=True).update(is_main=False)
    site.is_main, site.active = True, True
    site.save(update_fields=["is_main", "active"])
    _follow(site.institution, site, actor, "host.site_main")
    return site


@transaction.atomic
def close_site(*, site_id: int, actor: User) -> HostSite:
    """Closes a site: it leaves the public page and its offers, and stays in what was signed. Another becomes main."""
    site = _locked(site_id)
    others = HostSite.objects.filter(institution=site.institution, active=True).exclude(pk=site.pk)
    heir = others.order_by("pk").first()
    if heir is None:
        raise LastSite(_("A host keeps at least one site. Add the new one first, or archive the sheet."))
    was_main = site.is_main
    site.active, site.is_main = False, False
    site.save(update_fields=["active", "is_main"])
    if was_main:
        heir.is_main = True
        heir.save(update_fields=["is_main"])
    _follow(site.institution, heir if was_main else site, actor, "host.site_closed")
    return site


@transaction.atomic
def reopen_site(*, site_id: int, actor: User) -> HostSite:
    site = _locked(site_id)
    site.active = True
    site.save(update_fields=["active"])
    _follow(site.institution, site, actor, "host.site_reopened")
    return site


def place_first_site(institution: HostInstitution, data: Mapping[str, Any]) -> HostSite:
    """The site that comes with a new sheet, inside the transaction that makes it."""
    site = HostSite(institution=institution, is_main=True, **data)
    locate(site)
    site.save()
    settle(institution, site)
    return site


def locate(site: HostSite) -> None:
    """Without a position of its own, a site takes its commune's centre and is flagged approximate."""
    if site.place is not None:
        site.country = site.place.country
        site.city = site.city or site.place.name
        if not site.postcode and site.place.postcodes:
            site.postcode = site.place.postcodes[0]
    if site.latitude is None or site.longitude is None:
        site.latitude = site.place.latitude if site.place else None
        site.longitude = site.place.longitude if site.place else None
        site.approximate = True
    if site.latitude is None or site.longitude is None:
        site.latitude = site.longitude = None


def settle(institution: HostInstitution, site: HostSite) -> None:
    """The main site's département decides which territory looks after the host (S11)."""
    territory = territory_of(site) if site.is_main else None
    organisation = institution.organisation
    if territory is not None and organisation.territory_id != territory.pk:
        organisation.territory = territory
        organisation.save(update_fields=["territory"])


def _locked(site_id: int) -> HostSite:
    """The site, with its host's row locked first: two changes of sites never cross."""
    institution = HostSite.objects.values_list("institution_id", flat=True).get(pk=site_id)
    HostInstitution.objects.select_for_update(of=("self",)).get(pk=institution)
    sites = HostSite.objects.select_for_update(of=("self",)).select_related("institution__organisation", "place")
    return sites.get(pk=site_id)


def _follow(institution: HostInstitution, site: HostSite, actor: User | None, action: str) -> None:
    settle(institution, site)
    audit.record(
        action=action,
        actor=actor,
        target=institution,
        organisation=institution.organisation,
        data={"site": site.pk},
    )
    reindex_institution(institution)
