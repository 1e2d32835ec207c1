"""Names of the countries in which stays take place, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNTRIES: dict[str, str | Promise] = {
    "FR": _("France"),
    "BE": _("Belgium"),
    "CH": _("Switzerland"),
    "LU": _("Luxembourg"),
    "DE": _("Germany"),
    "ES": _("Spain"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "IT": _("Italy"),
    "MA": _("Morocco"),
    "MG": _("Madagascar"),
    "NL": _("Netherlands"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "SN": _("Senegal"),
    "TN": _("Tunisia"),
    "CA": _("Canada"),
}


def country_name(code: str) -> str:
    return str(COUNTRIES.get(code, code))
