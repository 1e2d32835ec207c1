"""The fourteen lines of the sheet « offre accueil », in the order of the paper form (BEPRIP); screen and PDF read them.

A line says `texts` (paragraphs), `windows`, `papers`, or is empty: it then stands with a dash, as on the paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchanges.models import ImmersionOffer, OfferAttachment, OfferWindow
from internships.words import said

LABELS: tuple[tuple[str, str | Promise], ...] = (
    ("structure", gettext_lazy("Name of the host structure")),
    ("place", gettext_lazy("Establishment or place concerned")),
    ("missions", gettext_lazy("Missions that can be observed")),
    ("posts", gettext_lazy("Profiles of posts that can be observed")),
    ("observer", gettext_lazy("Profile of the observer")),
    ("periods", gettext_lazy("Possible periods")),
    ("length", gettext_lazy("Length of the stay")),
    ("contents", gettext_lazy("Contents proposed (meetings, places, etc.)")),
    ("contact", gettext_lazy("Contact within the structure")),
    ("documents", gettext_lazy("Supporting documents available")),
    ("conditions", gettext_lazy("Particular conditions, if any")),
    ("effects_structure", gettext_lazy("Effects expected (for the host structure)")),
    ("effects_person", gettext_lazy("Effects expected (for the person received)")),
    ("written", gettext_lazy("Sheet written on … by …")),
)


@dataclass
class Line:
    """One line. `email` and `telephone` make links on screen."""

    number: int
    code: str
    label: str | Promise
    texts: list[str] = field(default_factory=list)
    windows: list[OfferWindow] = field(default_factory=list)
    papers: list[OfferAttachment] = field(default_factory=list)
    email: str = ""
    telephone: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.windows or self.papers or self.email or self.telephone)


def lines(offer: ImmersionOffer) -> list[Line]:
    """All fourteen, always."""
    texts = {
        "structure": [offer.structure.name],
        "place": [where(offer), offer.place_details],
        "missions": [offer.observable_missions],
        "posts": [offer.observable_posts],
        "observer": [offer.observer_profile],
        "periods": [offer.period_details],
        "length": [length(offer)],
        "contents": [offer.contents],
        "contact": [", ".join(filter(None, [offer.contact_name, offer.contact_function]))],
        "documents": [offer.support_details],
        "conditions": [offer.conditions],
        "effects_structure": [offer.effects_structure],
        "effects_person": [offer.effects_person],
        "written": [written(offer)],
    }
    made = []
    for number, (code, label) in enumerate(LABELS, start=1):
        line = Line(number, code, label, [text.strip() for text in texts[code] if text.strip()])
        if code == "periods":
            line.windows = list(offer.windows.all())
        elif code == "documents":
            line.papers = list(offer.attachments.all())
        elif code == "contact":
            line.email, line.telephone = offer.contact_email, offer.contact_telephone
        made.append(line)
    return made


def where(offer: ImmersionOffer) -> str:
    """The site, with its address; the structure's main one where none was chosen."""
    site = offer.site or offer.structure.institution.sites.filter(active=True).first()
    if site is None:
        return ""
    parts = [site.name, site.address, f"{site.postcode} {site.city}".strip()]
    return ", ".join(part for part in parts if part)


def length(offer: ImmersionOffer) -> str:
    if offer.least_days == offer.most_days:
        return ngettext("%(n)d day", "%(n)d days", offer.least_days) % {"n": offer.least_days}
    return _("%(least)d to %(most)d days") % {"least": offer.least_days, "most": offer.most_days}


def written(offer: ImmersionOffer) -> str:
    day = said(offer.written_on)
    if offer.written_by is None:
        return _("Sheet written on %(day)s") % {"day": day}
    return _("Sheet written on %(day)s by %(name)s") % {"day": day, "name": offer.written_by.get_full_name()}
