"""Which mentions and signatories the agreements of a kind have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

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
    own = list(kind.mentions.all())  # type: ignore[attr-defined]
    rows = own or list(KindMention.objects.filter(kind__code=model_kind(kind)))
    known = ((row, mentions.find(row.code)) for row in rows)
    return [KindLine(_as_written(mention, kind), row.side, row.required) for row, mention in known if mention]


def _as_written(mention: Mention, kind: PlacementKind) -> Mention:
    """Where the kind needs an objective (E7), the mention follows from the SMART objectives: nobody types it."""
    if mention.code == mentions.OBJECTIVES and kind.needs_objective:
        return replace(mention, computed=True)
    return mention


def signatory_lines(kind: PlacementKind, *, minor: bool) -> list[KindSignatory]:
    """Who signs agreements of a kind, in the order of the steps; as of the kind it resembles where it has no list."""
    whens = (When.ALWAYS, When.MINOR if minor else When.ADULT)
    own = list(kind.signatories.all())  # type: ignore[attr-defined]
    lines = own or list(KindSignatory.objects.filter(kind__code=model_kind(kind)))
    return [line for line in lines if line.when in whens]


class Content:
    """What the agreement of a placement consists of by its kind, read once by whoever asks for several of these."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement

    @cached_property
    def all_lines(self) -> list[KindLine]:
        return mention_lines(self.placement.kind)

    @cached_property
    def sides(self) -> list[str]:
        """The parties: an employer only where one sends the person."""
        sides = {line.side for line in self.all_lines}
        if self.placement.kind.sender != Sender.SCHOOL and self.placement.sending_organisation_id is None:
            sides.discard(Side.EMPLOYER)
        return [side for side in Side if side in sides]

    @cached_property
    def lines(self) -> list[KindLine]:
        """The mentions, without those of a party that there is not."""
        return [line for line in self.all_lines if line.side in self.sides]


def sides_of(placement: Placement) -> list[str]:
    """The parties of a placement's agreement."""
    return Content(placement).sides


def lines_of(placement: Placement) -> list[KindLine]:
    """The mentions of a placement's agreement."""
    return Content(placement).lines


def is_minor(placement: Placement) -> bool:
    """Under eighteen on the first day; whose date of birth is unknown counts as of age unless a guardian is named."""
    born = placement.person.birth_date
    if born is None:
        return bool(placement.person.guardians.all())
    start = placement.start
    return (start.year - born.year - ((start.month, start.day) < (born.month, born.day))) < 18
