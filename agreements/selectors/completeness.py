"""What an agreement still lacks before its document can be made, and which side gives it (D124-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import mentions, terms
from agreements.enums import Side, SignatoryState
from agreements.mentions import OBJECTIVES
from agreements.models import Agreement
from agreements.selectors.kinds import Content
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
    # Where it is written, if that is neither the part nor the page of the placement.
    address: str = ""

    @property
    def side_label(self) -> str:
        return str(Side(self.side).label)


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
            if lacks and lacks(placement):
                found.append(Missing(line.side, mention.code, str(mention.label), mention.article, in_part=False))
        elif not terms.given(mention, agreement.terms.get(mention.code)):
            found.append(Missing(line.side, mention.code, str(mention.label), mention.article))
    objectives = _objectives(agreement, content)
    return [*found, *objectives, *_stipend(agreement, content, case), *_signatories(agreement, content)]


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


def _stipend(agreement: Agreement, content: Content, case: Case | None) -> list[Missing]:
    """How a stipend that is due is paid must be said."""
    from agreements.stipends import of_placement

    if not agreement.placement.kind.has_stipend or agreement.terms.get("stipend_payment"):
        return []
    mention = mentions.ALL["stipend_payment"]
    if not any(line.code == mention.code for line in content.lines):
        return []
    owed = of_placement(agreement.placement, agreement.terms, case=case)
    if owed is None or not owed.amount:
        return []
    return [Missing(Side.HOST, mention.code, str(mention.label), mention.article)]


def _signatories(agreement: Agreement, content: Content) -> list[Missing]:
    """Lines of the kind that must sign and that nobody stands for."""
    from agreements.services.signatories import gaps

    sides = content.sides
    lacking = [
        Missing(one.side, "signatory", str(one.sentence), in_part=False) for one in gaps(agreement) if one.side in sides
    ]
    standing = [one for one in agreement.signatories.all() if one.state != SignatoryState.DELEGATED and one.name]
    if not lacking and not any(one.required for one in standing):
        words = _("Nobody is to sign this agreement. Name those who must sign it.")
        side = next((one for one in (Side.SCHOOL, Side.EMPLOYER) if one in sides), Side.HOST)
        lacking.append(Missing(side, "signatory", words, in_part=False))
    return lacking


def _nobody(capacity: str) -> Callable[[Placement], bool]:
    def lacks(placement: Placement) -> bool:
        return not any(one.capacity == capacity and one.until is None for one in placement.supervisors.all())

    return lacks


def _no_hours(placement: Placement) -> bool:
    return not any(site.week.all() for site in sites_of(placement))


COMPUTED: dict[str, Callable[[Placement], bool]] = {
    "tutor": _nobody(SupervisorCapacity.TUTOR),
    "referent": _nobody(SupervisorCapacity.REFERENT_TEACHER),
    "presence": _no_hours,
}
