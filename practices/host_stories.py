"""What innovations and testimonials add to the pages of hosts (E16, T14)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hosts.models import HostInstitution
from hosts.slots import Section, SectionItem
from practices.innovation_enums import InnovationKind
from practices.models import Innovation, Testimonial
from practices.network_enums import Voice

SHOWN = 3


def innovations(institution: HostInstitution) -> Section | None:
    """What a stay there led to."""
    found: list[dict[str, Any]] = getattr(institution, "innovations_told", [])
    if not found:
        return None
    items = [
        SectionItem(
            title=one["title"],
            text=one["summary"],
            note=str(InnovationKind(one["kind"]).label),
            address=reverse("practices:innovation", args=[one["slug"]]),
        )
        for one in found
    ]
    return Section(title=_("What stays here led to"), items=items, anchor="innovations")


def testimonials(institution: HostInstitution) -> Section | None:
    """What people say of it."""
    found: list[dict[str, Any]] = getattr(institution, "testimonials_told", [])
    if not found:
        return None
    address = f"{reverse('practices:testimonials')}?hote={institution.slug}"
    items = [
        SectionItem(title=_signed(one), text=f"« {Truncator(one['words']).words(60)} »", address=address)
        for one in found[:SHOWN]
    ]
    more = _("Read everything that is said of it") if len(found) > SHOWN else ""
    return Section(title=_("What they say of it"), items=items, anchor="temoignages", more=more, more_address=address)


def _signed(one: dict[str, Any]) -> str:
    voice = str(Voice(one["voice"]).label)
    return f"{one['name']} · {voice}" if one["name"] else voice


def follow_merge(twin: HostInstitution, survivor: HostInstitution, sites: object) -> None:
    """Two sheets became one: what is told of the one that goes is told of the one that stays."""
    for model in (Innovation, Testimonial):
        model._default_manager.filter(Q(host=twin)).update(host=survivor)
