"""How the trace says what was done to the pages of the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "site_page.changed": _("Page of the site changed"),
    "site_settings.changed": _("Details of whoever runs the site changed"),
}
