"""Commands on placements: the only code that writes them."""

from internships.services.placements.creation import SiteData, create
from internships.services.placements.dates import change_dates, prolong
from internships.services.placements.ending import cancel, stop

__all__ = ["SiteData", "cancel", "change_dates", "create", "prolong", "stop"]
