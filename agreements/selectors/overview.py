"""The page of an agreement: where it stands, whose turn it is, what is missing and on which side."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import tracewords
from accounts.along import Branch, along
from accounts.models import AuditEntry
from agreements.enums import AgreementState, Side, SignatoryState
from agreements.models import Agreement, AgreementPart
from agreements.selectors.completeness import Missing
from agreements.selectors.contacts import parts_with_people
from agreements.selectors.kinds import hosts_of, with_host
from internships.selectors.plans import site_rows


@dataclass(frozen=True)
class PartLine:
    """One side's part on the page."""

    part: AgreementPart
    missing: list[Missing]
    may_edit: bool
    reachable: bool
    own: bool = False
    elsewhere: list[Missing] = field(default_factory=list)

    several: bool = False

    @property
    def label(self) -> str:
        return with_host(str(Side(self.part.side).label), str(self.part.institution) if self.several else "")

    @property
    def kind(self) -> str:
        return "done" if self.part.completed_at else "waiting"

    @property
    def words(self) -> str:
        if self.part.completed_at:
            return _("Complete")
        number = len(self.missing)
        if number:
            return ngettext("%(number)s thing missing", "%(number)s things missing", number) % {"number": number}
        return _("Nothing is missing, to be confirmed")


def for_page(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with all that their pages say of them, of their placement and of its kind, in two queries."""
    rows = agreements.select_related(
        "placement__person",
        "placement__sending_organisation__training",
        "placement__kind__regime",
        "amends",
        "version_in_force",
    )
    return along(
        rows,
        Branch("parts", related=("completed_by",)),
        Branch("signatories", related=("user", "delegated_from")),
        "amendments",
        "placement__interruptions",
        Branch("placement__supervisors", related=("placement_site",)),
        "placement__person__guardians",
        "placement__kind__mentions",
        "placement__kind__signatories",
    ).prefetch_related(Prefetch("placement__sites", site_rows()))


def part_lines(
    agreement: Agreement, lacking: list[Missing], *, mine: frozenset[str], leads: bool, by_host: bool = False
) -> list[PartLine]:
    """The parts in the order of the sides, and of the hosts; `mine` are the keys of those that are the reader's own.

    `by_host`: a host leads, and leaves the part of another to the people that this one has here.
    """
    order = list(Side)
    parts = list(agreement.parts.all())
    hosts = {host.pk: host for host in hosts_of(agreement.placement)}
    for part in parts:
        if part.institution_id in hosts:
            part.institution = hosts[part.institution_id]
    several = sum(part.side == Side.HOST for part in parts) > 1
    people = parts_with_people(agreement.placement, parts)
    return [
        PartLine(
            part=part,
            missing=[one for one in lacking if one.part == part.key and one.in_part],
            elsewhere=[one for one in lacking if one.part == part.key and not one.in_part],
            may_edit=part.key in mine or (leads and not (by_host and part.side == Side.HOST and part.key in people)),
            reachable=bool(part.contact_email) or part.key in people,
            own=part.key in mine,
            several=several and part.side == Side.HOST,
        )
        for part in sorted(parts, key=lambda one: (order.index(Side(one.side)), one.pk))
    ]


def sentence(agreement: Agreement, lacking: list[Missing]) -> str:
    """Where the agreement stands and whose turn it is, in one sentence."""
    state = agreement.state
    if state == AgreementState.PREPARING:
        if not lacking:
            return _("Nothing is missing: the document can be made and sent for signature.")
        sides = dict.fromkeys(one.side_label for one in lacking)
        return _("Something is still missing: %(sides)s.") % {"sides": ", ".join(sides)}
    if state == AgreementState.RENDERING:
        return _("The document is being made. It is ready in a moment.")
    if state == AgreementState.SIGNING:
        names = [one.name for one in agreement.signatories.all() if one.state == SignatoryState.ASKED]
        if names:
            return _("Waiting for the signature of %(names)s.") % {"names": ", ".join(names)}
        return _("Being signed.")
    if state == AgreementState.SEALING:
        return _("Everybody has signed. The document is being sealed.")
    if state == AgreementState.CANCELLED:
        return _("This agreement is cancelled.")
    return _("Signed by all and sealed: it is in force.")


def history(agreement: Agreement) -> list[dict[str, object]]:
    """What was done to it, latest first, for the parties: the trace without its details."""
    rows = AuditEntry.objects.filter(
        target_type=agreement._meta.label_lower, target_id=str(agreement.pk)
    ).select_related("actor")
    events = []
    for one in rows.order_by("-pk")[:30]:
        if one.action != "agreement.part_saved":
            by = str(one.actor) if one.actor else ""
            events.append({"title": tracewords.sentence(one.action), "when": one.at, "by": by, "state": "done"})
    return events
