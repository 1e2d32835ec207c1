"""Where a site lies decides its clock and its public holidays: overseas, Alsace-Moselle, Belgium, abroad."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

from hosts.territories import french_department
from internships.models import PlacementSite

# Overseas France by the three figures of its postcodes: clock, and how the calendar of holidays names it.
OVERSEAS = {
    "971": ("America/Guadeloupe", "971"),
    "972": ("America/Martinique", "972"),
    "973": ("America/Cayenne", "973"),
    "974": ("Indian/Reunion", "974"),
    "975": ("America/Miquelon", "PM"),
    "976": ("Indian/Mayotte", "976"),
    "977": ("America/St_Barthelemy", "BL"),
    "978": ("America/Marigot", "MF"),
    "986": ("Pacific/Wallis", "WF"),
    "987": ("Pacific/Tahiti", "PF"),
    "988": ("Pacific/Noumea", "NC"),
}
# Two days more, kept from German law.
ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}
CLOCKS = {
    "BE": "Europe/Brussels",
    "CH": "Europe/Zurich",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "IT": "Europe/Rome",
    "LU": "Europe/Luxembourg",
    "MA": "Africa/Casablanca",
    "MG": "Indian/Antananarivo",
    "NL": "Europe/Amsterdam",
    "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest",
    "SN": "Africa/Dakar",
    "TN": "Africa/Tunis",
}


@dataclass(frozen=True)
class Region:
    """A country, the part of it whose holidays differ, and its clock."""

    country: str
    subdivision: str
    zone_name: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    def holidays(self, start: datetime.date, end: datetime.date) -> dict[datetime.date, str]:
        """Public holidays of those days, with their names in the reader's language."""
        language = "en" if get_language() == "en" else "fr"
        found: dict[datetime.date, str] = {}
        for year in range(start.year, end.year + 1):
            found.update(_of_year(self.country, self.subdivision, year, language))
        return {day: name for day, name in sorted(found.items()) if start <= day <= end}


def region_of(row: PlacementSite) -> Region:
    """The region of a site of a placement; that of its host where no address is known."""
    organisation = row.institution.organisation
    country = row.site.country if row.site else organisation.country
    department = french_department(row.site.postcode) if row.site and country == "FR" else ""
    if department in OVERSEAS:
        zone, subdivision = OVERSEAS[department]
        return Region(country, subdivision, zone)
    subdivision = ALSACE_MOSELLE.get(department, "")
    if organisation.territory and organisation.territory.country == country:
        return Region(country, subdivision, organisation.territory.time_zone)
    return Region(country, subdivision, CLOCKS.get(country, settings.TIME_ZONE))


@functools.lru_cache(maxsize=256)
def _of_year(country: str, subdivision: str, year: int, language: str) -> dict[datetime.date, str]:
    # A tenth of a second to import, for those only who count days.
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        return {}
    spoken = holidays.list_localized_countries(include_aliases=False).get(country, [])
    named = next((one for one in spoken if one.startswith(language)), None)
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=named))
