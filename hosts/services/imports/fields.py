"""What a column of a register may tell us: the fields, and their words on screen.

How other registers call them stands in hosts/data/import_columns.csv (format « * »).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """`joined`: columns mapped to the same field are put one after the other; otherwise the first filled one counts."""

    code: str
    label: str | Promise
    help: str | Promise = ""
    joined: bool = False


IDENTITY, PLACE, CONTACT, WELCOME = (_("Identity"), _("Place"), _("Contact"), _("Welcome"))
HIDDEN = _("Kept from the public until an application is accepted.")

FIELDS: dict[Promise | str, tuple[Field, ...]] = {
    IDENTITY: (
        Field(
            "identifier",
            _("Number in the register"),
            _("What tells a line from all others, and makes a second import safe."),
        ),
        Field("name", _("Name")),
        Field("legal_name", _("Legal name"), _("The association or authority that runs it.")),
        Field("siret", _("SIRET or company number")),
        Field("category", _("Category"), _("Such as IME, collège, centre social. The sector follows from it.")),
        Field("category_code", _("Code of the category")),
        Field("sector", _("Sector")),
        Field("public_served", _("Public served")),
        Field("capacity", _("Capacity")),
        Field("staff_number", _("Staff number")),
        Field("presentation", _("Presentation"), joined=True),
        Field("status", _("Open or closed")),
        Field("closed_on", _("Closed on")),
        Field("diffusion", _("May be shown"), _("« P » or « N » in SIRENE: kept out.")),
    ),
    PLACE: (
        Field("address", _("Address"), joined=True),
        Field("postcode", _("Postcode")),
        Field("city", _("Town")),
        Field("postcode_city", _("Postcode and town together")),
        Field("commune_code", _("INSEE code of the commune")),
        Field("department", _("Département")),
        Field("country", _("Country")),
        Field("latitude", _("Latitude")),
        Field("longitude", _("Longitude")),
        Field("point", _("Latitude and longitude together")),
        Field("x", _("X coordinate (Lambert)")),
        Field("y", _("Y coordinate (Lambert)")),
        Field("epsg", _("Projection (EPSG code)")),
    ),
    CONTACT: (
        Field("telephone", _("Telephone")),
        Field("email", _("E-mail address"), HIDDEN),
        Field("website", _("Website")),
        Field("contact_name", _("Contact person"), HIDDEN),
        Field("contact_function", _("Function of the contact person")),
    ),
    WELCOME: (
        Field("meals", _("Meals on site")),
        Field("lodging", _("Lodging")),
        Field("wheelchair", _("Wheelchair access")),
        Field("transport_details", _("How to get there")),
        Field("languages", _("Languages")),
        Field("membership", _("Membership")),
    ),
}
BY_CODE: dict[str, Field] = {field.code: field for fields in FIELDS.values() for field in fields}
# One of these must be mapped, or a host could be found neither on a map nor by its town.
SOME_PLACE = ("postcode", "city", "postcode_city", "commune_code", "latitude", "point", "x")
