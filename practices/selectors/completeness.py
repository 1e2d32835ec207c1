"""What is missing to a sheet before it can be sent for validation, by step of the form."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hosts.selectors.completeness import Missing
from hosts.selectors.moderation import PERSONAL
from practices.content import LONG_TEXTS
from practices.models import GoodPractice

Test = Callable[[GoodPractice], bool]

# Step, what to add, and whether it is there.
TESTS: tuple[tuple[str, str | Promise, Test], ...] = (
    ("what", _("Give it a title"), lambda one: len(one.title.strip()) >= 3),
    ("what", _("Say in one sentence what it is about"), lambda one: len(one.summary.strip()) >= 20),
    ("what", _("Choose a sector"), lambda one: one.sectors.exists()),
    ("what", _("Choose whom it is for"), lambda one: one.audiences.exists()),
    ("where", _("Say where it takes place: a host, or the name of the structure"), lambda one: bool(_where(one))),
    ("where", _("Choose the commune"), lambda one: bool(one.place_id or one.city)),
    ("story", _("Describe the context in a few sentences"), lambda one: len(one.context.strip()) >= 40),
    ("story", _("Describe what is done in a few sentences"), lambda one: len(one.description.strip()) >= 80),
    ("worth", _("Say what it changes, and for whom"), lambda one: len(one.effects.strip()) >= 40),
    ("worth", _("Say how the effects are known"), lambda one: bool(one.evidence)),
    ("people", _("Say in which language it is written"), lambda one: bool(one.languages)),
)


def _where(practice: GoodPractice) -> object:
    return practice.host_id or practice.structure.strip()


def missing(practice: GoodPractice) -> list[Missing]:
    """In the order of the steps; nothing when it may be sent."""
    return [Missing(step, label) for step, label, there in TESTS if not there(practice)]


# A first name followed by an age, as one tells of a child one accompanies.
TOLD_OF = re.compile(r"\b[A-ZÉÈÀ][a-zéèêëàâîïôöûüç]+,? (?:\d{1,2} ans|âgée? de)")


def personal_words(texts: dict[str, str]) -> list[str]:
    """What looks like data about a person in the long texts (B16): telephone, e-mail address, name with an age."""
    found: list[str] = []
    for name in LONG_TEXTS:
        for pattern in (PERSONAL, TOLD_OF):
            found += [match.group() for match in pattern.finditer(texts.get(name, ""))]
    return list(dict.fromkeys(found))[:8]
