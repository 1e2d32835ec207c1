from __future__ import annotations

from hosts.models import Diploma, HostInstitution, Interest, Level, Occupation, PlacementOffer, Position, Sector
from hosts.models.reference import Term

# By the word in the address; in the order of the screen.
LISTS: dict[str, type[Term]] = {
    "secteurs": Sector,
    "metiers": Occupation,
    "niveaux": Level,
    "diplomes": Diploma,
    "places-dans-l-equipe": Position,
    "interets": Interest,
}


def add(name: str, model: type[Term]) -> None:
    """A list of a higher app, kept on the same screens; `name` is the word in the address."""
    LISTS[name] = model


def hosts_of(term: Term) -> list[int]:
    """The hosts whose sheet or offers bear the entry: what search must learn when it is renamed."""
    if isinstance(term, Sector):
        hosts = HostInstitution.objects.filter(sector=term)
    elif isinstance(term, Occupation):
        offers = PlacementOffer.objects.filter(occupation=term).values("institution")
        hosts = HostInstitution.objects.filter(occupations=term) | HostInstitution.objects.filter(pk__in=offers)
    elif isinstance(term, Level):
        hosts = HostInstitution.objects.filter(offers__levels=term)
    elif isinstance(term, Diploma):
        hosts = HostInstitution.objects.filter(offers__diplomas=term)
    else:
        return []
    return list(hosts.order_by("pk").values_list("pk", flat=True).distinct())
