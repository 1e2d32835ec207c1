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
from hosts.models.reference import Acronym, Diploma, Interest, Level, Occupation, Sector

__all__ = [
    "Acronym",
    "ContactPerson",
    "Diploma",
    "HostInstitution",
    "HostPhoto",
    "HostSite",
    "Interest",
    "Level",
    "Occupation",
    "OfferPeriod",
    "Place",
    "PlacementOffer",
    "RegisterEntry",
    "Sector",
    "SiteQualification",
]
