"""From a site's address to the territory that looks after it (S11)."""

from __future__ import annotations

from accounts.models import Territory
from hosts.models import HostSite, Place


def department_of(*, country: str, postcode: str, place: Place | None = None) -> str:
    """The official code of the département or province, or an empty string when nothing tells it.

    The gazetteer knows best; a French postcode tells it too, Corsica (2A, 2B) and overseas (three figures) included.
    """
    if place is None and postcode:
        place = Place.objects.filter(country=country, postcodes__contains=[postcode]).order_by("-population").first()
    if place is not None and place.department:
        return place.department
    return french_department(postcode) if country == "FR" else ""


def french_department(postcode: str) -> str:
    """The département that a French postcode tells: Corsica by halves, overseas by three figures."""
    if len(postcode) != 5 or not postcode.isdigit():
        return ""
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    return postcode[:2]


def territory_of(site: HostSite | None) -> Territory | None:
    """The territory whose départements hold the site."""
    if site is None:
        return None
    code = department_of(country=site.country, postcode=site.postcode, place=site.place)
    if not code:
        return None
    return Territory.objects.filter(country=site.country, departments__contains=[code]).order_by("pk").first()
