"""The first cards of the pilot's dashboard: who waits for an answer, what there is, the rules of the space."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchanges import panels
from exchanges.access import Seat
from exchanges.panels import Panel
from exchanges.selectors import spaces


def ground(seat: Seat) -> Iterable[Panel]:
    figures = spaces.figures(seat.space)
    space = seat.space
    asked = ngettext("%(n)d asks to take part", "%(n)d ask to take part", figures.asked) % {"n": figures.asked}
    yield Panel(
        title=_("Structures"),
        address=reverse("exchanges:structures"),
        text=asked if figures.asked else _("Nobody waits for an answer."),
        icon="building-2",
        figure=figures.asked or None,
        urgent=bool(figures.asked),
        place=10,
    )
    sent = ngettext("%(n)d sheet to publish", "%(n)d sheets to publish", figures.waiting) % {"n": figures.waiting}
    yield Panel(
        title=_("Offers of immersion"),
        address=reverse("exchanges:queue"),
        text=sent if figures.waiting else _("No sheet waits for you."),
        icon="file-check",
        figure=figures.waiting or None,
        urgent=bool(figures.waiting),
        place=11,
    )
    yield Panel(
        title=_("What is offered and wished for"),
        address=reverse("exchanges:discover"),
        text=_("The list that professionals read."),
        icon="compass",
        lines=((_("The wishes"), f"{reverse('exchanges:discover')}?liste=souhaits"),),
        place=12,
    )
    rules = _("%(least)d to %(most)d days; rings of %(ring)d structures at most; an offer in return is %(required)s.")
    values = {"least": space.least_days, "most": space.most_days, "ring": space.ring_size}
    yield Panel(
        title=_("Settings of the space"),
        address=reverse("exchanges:settings"),
        text=rules % {**values, "required": _("required") if space.reciprocity_required else _("not required")},
        icon="settings",
        place=90,
    )


def register() -> None:
    panels.register(ground)
