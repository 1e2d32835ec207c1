"""The sheet that people fill in by hand: its column names in the reader's language, and one example."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import tables

FRENCH = (
    "Numéro", "Nom", "Raison sociale", "SIRET", "Catégorie", "Secteur", "Public accueilli", "Effectif", "Présentation",
    "Adresse", "Code postal", "Commune", "Pays", "Latitude", "Longitude", "Téléphone", "Courriel", "Site web",
    "Contact", "Fonction du contact", "Repas", "Hébergement", "Accès fauteuil", "Transports", "Langues", "Adhésion",
)  # fmt: skip
ENGLISH = (
    "Number", "Name", "Legal name", "Company number", "Category", "Sector", "Public served", "Staff number",
    "Presentation", "Address", "Postcode", "Town", "Country", "Latitude", "Longitude", "Telephone", "E-mail",
    "Website", "Contact person", "Function", "Meals", "Lodging", "Wheelchair access", "Transport", "Languages",
    "Membership",
)  # fmt: skip
EXAMPLE = (
    "A-001", "Maison des Tilleuls", "Association Les Tilleuls", "", "Foyer de vie", "Médico-social",
    "Adultes en situation de handicap", "24", "", "12 rue des Tilleuls", "35000", "Rennes", "France", "", "",
    "02 99 00 00 00", "accueil@example.org", "https://www.example.org", "", "", "oui", "non", "oui",
    "Bus 12, arrêt Tilleuls", "français", "membre potentiel",
)  # fmt: skip


def sheet(request: HttpRequest) -> HttpResponseBase:
    """The empty sheet, as `?format=` says (XLSX otherwise)."""
    titles = list(ENGLISH if get_language() == "en" else FRENCH)
    form = tables.export_format(request) or "xlsx"
    return tables.export(request, name=_("Sheet of hosts"), columns=titles, rows=[EXAMPLE], format=form)
