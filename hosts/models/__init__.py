from hosts.models.claims import HostClaim
from hosts.models.imports import ImportBatch, ImportRow, MappingProfile
from hosts.models.institutions import (
    ContactPerson,
    HostInstitution,
    HostPhoto,
    HostSite,
    RegisterEntry,
    SiteQualification,
)
from hosts.models.offers import OfferPeriod, PlacementOffer
from hosts.models.places import Place
from hosts.models.reference import Acronym, Diploma, Interest, Level, Occupation, Position, Sector
from hosts.models.search import Favourite, SavedSearch, SavedSearchHit, SearchEntry, SearchWord

__all__ = [
    "Acronym",
    "ContactPerson",
    "Diploma",
    "Favourite",
    "HostClaim",
    "HostInstitution",
    "HostPhoto",
    "HostSite",
    "ImportBatch",
    "ImportRow",
    "Interest",
    "Level",
    "MappingProfile",
    "Occupation",
    "OfferPeriod",
    "Place",
    "PlacementOffer",
    "Position",
    "RegisterEntry",
    "SavedSearch",
    "SavedSearchHit",
    "SearchEntry",
    "SearchWord",
    "Sector",
    "SiteQualification",
]
