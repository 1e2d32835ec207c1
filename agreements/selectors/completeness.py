"""What an agreement still lacks before its document can be made, and which side gives it (D124-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import mentions, terms
from agreements.enums import Side, SignatoryState
from agreements.mentions import OBJECTIVES
from agreements.models import Agreement, part_key
from agreements.selectors.kinds import Content, KindLine, with_host
from agreements.selectors.needed import gaps
from internships.enums import Sender, SupervisorCapacity
from internships.lawcases import Case
from internships.models import Placement
from internships.selectors.objectives import of_placement as objectives_of
from internships.selectors.plans import sites_of


@dataclass(frozen=True)
class Missing:
    """One thing that is missing; `code` names a mention or `signatory`; `in_part` ones are typed in the side's part."""

    side: str
    code: str
    label: str
    article: str = ""
    in_part: bool = True
    host: int | None = None
    host_name: str = ""
    # Where it is written, if that is neither the part nor the page of the placement.
    address: str = ""

    @property
    def part(self) -> str:
        """The key of the part in which it is missing."""
        return part_key(self.side, self.host)

    @property
    def side_label(self) -> str:
        return with_host(str(Side(self.side).label), self.host_name)


def missing(agreement: Agreement, *, case: Case | None = None) -> list[Missing]:
    """Everything that is missing, in the order of the mentions, then the signatories.

    `case`: what the law looks at, where the page has read it already.
    """
    placement = agreement.placement
    content = Content(placement)
    found = []
    if placement.kind.sender == Sender.SCHOOL and placement.sending_organisation_id is None:
        words = _("No school sends this trainee: this kind of placement needs one.")
        found.append(Missing(Side.SCHOOL, "school", words, in_part=False))
    for line in content.lines:
        if not line.required or line.code == OBJECTIVES:
            continue
        mention = line.mention
        if mention.computed:
            lacks = COMPUTED.get(mention.code)
            if lacks and lacks(placement, line.host):
                found.append(_of(line, in_part=False))
        elif not terms.given(mention, agreement.terms.get(line.key)):
            found.append(_of(line))
    objectives = _objectives(agreement, content)
    return [*found, *objectives, *_stipend(agreement, content, case), *nobody_signs(agreement, content)]


def _objectives(agreement: Agreement, content: Content) -> list[Missing]:
    """At least one SMART objective where the kind needs it (E7); elsewhere something written, where it is required."""
    placement = agreement.placement
    line = next((one for one in content.lines if one.code == OBJECTIVES), None)
    needed = placement.kind.needs_objective
    if not needed and (line is None or not line.required):
        return []
    if objectives_of(placement):
        return []
    if not needed and agreement.terms.get(OBJECTIVES):
        return []
    words = _("At least one SMART objective of the trainee") if needed else str(mentions.ALL[OBJECTIVES].label)
    address = f"{reverse('internships:objective_new')}?stage={placement.pk}"
    return [Missing(Side.TRAINEE, OBJECTIVES, words, in_part=not needed, address=address)]


def _of(line: KindLine, *, in_part: bool = True) -> Missing:
    mention = line.mention
    return Missing(
        line.side,
        mention.code,
        str(mention.label),
        mention.article,
        in_part=in_part,
        host=line.host,
        host_name=line.host_name,
    )


def _stipend(agreement: Agreement, content: Content, case: Case | None) -> list[Missing]:
    """How each host pays the stipend that it owes must be said."""
    from agreements.stipends import of_placement

    if not agreement.placement.kind.has_stipend:
        return []
    unsaid = [line for line in content.lines if line.code == "stipend_payment" and not agreement.terms.get(line.key)]
    owed = of_placement(agreement.placement, agreement.terms, case=case) if unsaid else None
    paying = {one.institution for one in owed.hosts if one.amount} if owed else set()
    return [_of(line) for line in unsaid if line.host in paying]


def nobody_signs(agreement: Agreement, content: Content | None = None) -> list[Missing]:
    """Capacities in which somebody must sign, and that nobody stands for: all that an amendment may lack."""
    content = content or Content(agreement.placement)
    sides = content.sides
    lacking = [
        Missing(one.side, "signatory", str(one.sentence), in_part=False, host=one.host, host_name=one.host_name)
        for one in gaps(agreement, content.hosts)
        if agreement.is_amendment or one.side in sides
    ]
    standing = [one for one in agreement.signatories.all() if one.state != SignatoryState.DELEGATED and one.name]
    if not lacking and not any(one.required for one in standing):
        words = _("Nobody is to sign this agreement. Name those who must sign it.")
        side = next((one for one in (Side.SCHOOL, Side.EMPLOYER) if one in sides), Side.HOST)
        host = content.hosts[0].pk if side == Side.HOST else None
        lacking.append(Missing(side, "signatory", words, in_part=False, host=host))
    return lacking


def _nobody(capacity: str) -> Callable[[Placement, int | None], bool]:
    def lacks(placement: Placement, host: int | None) -> bool:
        people = [one for one in placement.supervisors.all() if one.capacity == capacity and one.until is None]
        return not any(
            host is None or one.placement_site is None or one.placement_site.institution_id == host for one in people
        )

    return lacks


def _no_hours(placement: Placement, host: int | None) -> bool:
    return not any(site.week.all() for site in sites_of(placement) if host in (None, site.institution_id))


COMPUTED: dict[str, Callable[[Placement, int | None], bool]] = {
    "tutor": _nobody(SupervisorCapacity.TUTOR),
    "referent": _nobody(SupervisorCapacity.REFERENT_TEACHER),
    "presence": _no_hours,
}
