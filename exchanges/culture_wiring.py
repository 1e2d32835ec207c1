"""Plugs the tools, the questionnaires and the network into the rest; called once, when the site starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from exchanges.access import Seat
    from exchanges.panels import Panel


def register() -> None:
    from accounts import tracewords
    from exchanges import (
        culture_parts,
        culture_reminders,
        culture_todos,
        culture_words,
        library,
        panels,
        request_parts,
        tabs,
    )
    from messaging import inbox
    from practices import library_scopes

    tracewords.add(culture_words.WORDS)
    culture_reminders.register()
    inbox.register(culture_todos.images)
    inbox.register(culture_todos.charter)
    library_scopes.register("exchanges", readable=library.readable, writable=library.writable)
    tabs.add(gettext_lazy("How we see each other"), "exchanges:images", place=60, when=tabs.works)
    tabs.add(gettext_lazy("Network"), "exchanges:network", place=70)
    tabs.add(gettext_lazy("Tools"), "exchanges:tools", place=80)
    panels.register(piloting)
    request_parts.register(culture_parts.section)


def piloting(seat: Seat) -> Iterable[Panel]:
    """On the pilot's dashboard: who has not validated, the questionnaire, the network."""
    from exchanges.panels import Panel
    from exchanges.selectors import charters

    current = charters.current(seat.space)
    standing = charters.standing(current) if current else None
    words = _("There is no cahier des charges yet: write the first version.")
    if standing is not None:
        words = _("%(validated)d of %(total)d structures validated the version in force.") % {
            "validated": len(standing.validations),
            "total": standing.total,
        }
    yield Panel(
        title=_("Cahier des charges"),
        address=reverse("exchanges:charter" if current else "exchanges:charter_write"),
        text=words,
        icon="scroll-text",
        urgent=current is None,
        lines=((_("Prepare the next version"), reverse("exchanges:charter_write")),) if current else (),
        place=60,
    )
    yield Panel(
        title=_("Network"),
        address=reverse("exchanges:network"),
        text=_("New partnerships, links between sectors, pictures that changed."),
        icon="waypoints",
        lines=((_("Questionnaire on the partner"), reverse("exchanges:questions")),),
        place=70,
    )
