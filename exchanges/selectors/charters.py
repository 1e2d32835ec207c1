"""What the pages of the cahier des charges read (B9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchanges.access import Seat
from exchanges.models import CharterValidation, CharterVersion, ExchangeSpace, Structure
from exchanges.models.spaces import JOINING_ROLES
from practices.differences import Difference, pieces

HEADING = re.compile(r"^#{1,4}\s+(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Standing:
    """Who validated a version, and which structures have not yet."""

    validations: list[CharterValidation]
    missing: list[Structure]

    @property
    def total(self) -> int:
        return len(self.validations) + len(self.missing)


def current(space: ExchangeSpace) -> CharterVersion | None:
    return CharterVersion.objects.in_force().filter(space=space).first()


def in_force(spaces: Iterable[ExchangeSpace]) -> list[CharterVersion]:
    """The version in force of each space that has one. One query."""
    rows = CharterVersion.objects.in_force().filter(space__in=[one.pk for one in spaces])
    return list(rows.order_by("space_id", "-number").distinct("space_id").select_related("space"))


def published(space: ExchangeSpace) -> list[CharterVersion]:
    """Every version that was in force, the latest first."""
    return list(CharterVersion.objects.in_force().filter(space=space).select_related("published_by"))


def standing(charter: CharterVersion) -> Standing:
    """Structures that take part today, one way or the other. Two queries."""
    rows = Structure.objects.approved().filter(space=charter.space_id).select_related("institution__organisation")
    structures = {one.pk: one for one in rows}
    validations = []
    for row in charter.validations.filter(structure__in=list(structures)):
        row.structure = structures.pop(row.structure_id)
        validations.append(row)
    return Standing(validations, list(structures.values()))


def committed_by(seat: Seat) -> list[Structure]:
    """The structures that the person may commit: looked after, human resources, signatory. One query."""
    from accounts.models import Membership

    seats = Membership.objects.current().filter(user=seat.user, role__in=JOINING_ROLES)
    bodies = set(seats.values_list("organisation", flat=True))
    return [one for one in seat.structures if one.institution.organisation_id in bodies]


def compare(before: CharterVersion, after: CharterVersion) -> list[Difference]:
    """Part by part under its heading, in the order of the later text; what went comes last."""
    was, now = sections(before.text), sections(after.text)
    titles = [*now, *(title for title in was if title not in now)]
    return [
        Difference(title, title or _("First words"), list(pieces(was.get(title, ""), now.get(title, ""))))
        for title in titles
        if was.get(title, "") != now.get(title, "")
    ]


def sections(text: str) -> dict[str, str]:
    """The parts of a text by their headings; two of the same name are read as one."""
    found: dict[str, str] = {}
    parts = HEADING.split(text)
    # What stands before the first heading, then headings and their words by turns.
    for title, words in zip(["", *parts[1::2]], parts[::2], strict=True):
        if words.strip():
            known = found.get(title.strip(), "")
            found[title.strip()] = f"{known}\n\n{words.strip()}".strip()
        elif title:
            found.setdefault(title.strip(), "")
    return found
