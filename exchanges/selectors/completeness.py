"""What is missing to a sheet before it can be sent to the pilot, by step of the form."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchanges.models import ImmersionOffer
from hosts.selectors.completeness import Missing

Test = Callable[[ImmersionOffer], bool]

TESTS: tuple[tuple[str, str | Promise, Test], ...] = (
    ("lieu", _("Give the offer a title"), lambda one: _said(one.title, 3)),
    ("observer", _("Describe the missions that can be observed"), lambda one: _said(one.observable_missions, 20)),
    ("observer", _("Name the posts that can be observed"), lambda one: _said(one.observable_posts, 3)),
    ("observer", _("Say what is proposed: meetings, places, people to see"), lambda one: _said(one.contents, 10)),
    ("quand", _("Give a period to come, and its seats"), lambda one: _ahead(one)),
    ("quand", _("Keep to the number of days of the space"), lambda one: _within(one)),
    ("accueil", _("Name the contact"), lambda one: _said(one.contact_name, 2)),
    ("accueil", _("Give an e-mail address or a telephone number"), lambda one: _reachable(one)),
    ("effets", _("Say what the structure expects of it"), lambda one: _said(one.effects_structure, 10)),
    ("effets", _("Say what the person received may expect"), lambda one: _said(one.effects_person, 10)),
)


def _said(text: str, least: int) -> bool:
    return len(text.strip()) >= least


def _reachable(offer: ImmersionOffer) -> bool:
    return bool(offer.contact_email or offer.contact_telephone)


def _ahead(offer: ImmersionOffer) -> bool:
    return any(window.end >= timezone.localdate() for window in offer.windows.all())


def _within(offer: ImmersionOffer) -> bool:
    space = offer.structure.space
    return space.least_days <= offer.least_days <= offer.most_days <= space.most_days


def missing(offer: ImmersionOffer) -> list[Missing]:
    """In the order of the steps; nothing when it may be sent."""
    return [Missing(step, label) for step, label, there in TESTS if not there(offer)]
