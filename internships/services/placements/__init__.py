"""Commands on placements: the only code that writes them."""

from internships.services.placements.absences import add_interruption, remove_interruption
from internships.services.placements.creation import SiteData, create
from internships.services.placements.dates import change_dates, prolong
from internships.services.placements.ending import cancel, stop
from internships.services.placements.notes import add_document, remove_document, set_terms
from internships.services.placements.people import Companion, name_supervisor, replace_supervisor
from internships.services.placements.places import add_site
from internships.services.placements.weeks import clear_special_day, set_special_day, set_week

__all__ = [
    "Companion",
    "SiteData",
    "add_document",
    "add_interruption",
    "add_site",
    "cancel",
    "change_dates",
    "clear_special_day",
    "create",
    "name_supervisor",
    "prolong",
    "remove_document",
    "remove_interruption",
    "replace_supervisor",
    "set_special_day",
    "set_terms",
    "set_week",
    "stop",
]
