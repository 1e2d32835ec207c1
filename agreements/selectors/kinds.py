"""Which mentions and signatories the agreements of a kind have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from accounts.along import came_with
from agreements import mentions, terms
from agreements.enums import Side, When
from agreements.mentions import Mention
from agreements.models import KindMention, KindSignatory, part_key
from agreements.reference import model_kind
from hosts.models import HostInstitution
from internships.enums import Sender
from internships.models import Placement, PlacementKind


@dataclass(frozen=True)
class KindLine:
    """A mention as one kind carries it; in an agreement, as one party of it completes it.

    `host` is the host's number on the hosts' side, `host_name` its name where there are several.
    """

    mention: Mention
    side: str
    required: bool
    host: int | None = None
    host_name: str = ""

    @property
    def code(self) -> str:
        return self.mention.code

    @property
    def key(self) -> str:
        """Under what its value is kept in the terms of the agreement."""
        return terms.key(self.code, self.host)

    @property
    def part(self) -> str:
        """The key of the part it stands in."""
        return part_key(self.side, self.host)

    @property
    def label(self) -> str:
        return with_host(str(self.mention.label), self.host_name)


def with_host(words: str, host: str) -> str:
    """« Hôte (Maison des Tilleuls) » where there are several hosts."""
    return f"{words} ({host})" if host else words


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
        """The mentions, without those of a party that there is not; those of the hosts once for each host."""
        found, several = [], len(self.hosts) > 1
        for line in self.all_lines:
            if line.side == Side.HOST:
                found += [replace(line, host=one.pk, host_name=str(one) if several else "") for one in self.hosts]
            elif line.side in self.sides:
                found.append(line)
        return found

    @cached_property
    def hosts(self) -> list[HostInstitution]:
        return hosts_of(self.placement)


def lines_of(placement: Placement) -> list[KindLine]:
    """The mentions of a placement's agreement, those of the hosts once for each host."""
    return Content(placement).lines


def hosts_of(placement: Placement) -> list[HostInstitution]:
    """The hosts of a placement in the order of its sites, each once."""
    sites = placement.sites.all()
    if not came_with(placement, "sites"):
        sites = sites.select_related("institution__organisation")
    return list({site.institution_id: site.institution for site in sites}.values())


def parties_of(placement: Placement) -> list[tuple[str, HostInstitution | None]]:
    """Who completes a part of the agreement: each side, and on the hosts' side each host."""
    content = Content(placement)
    return [(side, host) for side in content.sides for host in (content.hosts if side == Side.HOST else [None])]


def is_minor(placement: Placement) -> bool:
    """Under eighteen on the first day; whose date of birth is unknown counts as of age unless a guardian is named."""
    born = placement.person.birth_date
    if born is None:
        return bool(placement.person.guardians.all())
    start = placement.start
    return (start.year - born.year - ((start.month, start.day) < (born.month, born.day))) < 18
