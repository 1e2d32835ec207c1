"""Which mentions and signatories the agreements of a kind have."""

from __future__ import annotations

from dataclasses import dataclass

from agreements import mentions
from agreements.enums import Side, When
from agreements.mentions import Mention
from agreements.models import KindMention, KindSignatory
from agreements.reference import model_kind
from internships.enums import Sender
from internships.models import Placement, PlacementKind


@dataclass(frozen=True)
class KindLine:
    """A mention as one kind carries it."""

    mention: Mention
    side: str
    required: bool

    @property
    def code(self) -> str:
        return self.mention.code


def mention_lines(kind: PlacementKind) -> list[KindLine]:
    """The mentions of a kind in their order; those of the kind it resembles where it has none of its own."""
    rows = list(KindMention.objects.filter(kind=kind)) or list(KindMention.objects.filter(kind__code=model_kind(kind)))
    known = ((row, mentions.find(row.code)) for row in rows)
    return [KindLine(mention, row.side, row.required) for row, mention in known if mention]


def signatory_lines(kind: PlacementKind, *, minor: bool) -> list[KindSignatory]:
    """Who signs agreements of a kind, in the order of the steps; as of the kind it resembles where it has no list."""
    whens = (When.ALWAYS, When.MINOR if minor else When.ADULT)
    rows = KindSignatory.objects.order_by("step", "pk")
    lines = list(rows.filter(kind=kind)) or list(rows.filter(kind__code=model_kind(kind)))
    return [line for line in lines if line.when in whens]


def sides_of(placement: Placement) -> list[str]:
    """The parties of a placement's agreement: an employer only where one sends the person."""
    sides = {line.side for line in mention_lines(placement.kind)}
    if placement.kind.sender != Sender.SCHOOL and placement.sending_organisation_id is None:
        sides.discard(Side.EMPLOYER)
    return [side for side in Side if side in sides]


def lines_of(placement: Placement) -> list[KindLine]:
    """The mentions of a placement's agreement: without those of a party that there is not."""
    sides = sides_of(placement)
    return [line for line in mention_lines(placement.kind) if line.side in sides]


def is_minor(placement: Placement) -> bool:
    """Under eighteen on the first day; whose date of birth is unknown counts as of age unless a guardian is named."""
    born = placement.person.birth_date
    if born is None:
        return placement.person.guardians.exists()
    start = placement.start
    return (start.year - born.year - ((start.month, start.day) < (born.month, born.day))) < 18
