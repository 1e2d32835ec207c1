"""Drawing an agreement up and completing it, side by side (E10, T3). Nobody types what Escale knows already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements import numbering
from agreements.enums import AgreementState
from agreements.locking import locked
from agreements.models import Agreement, AgreementPart, part_key
from agreements.selectors.completeness import Missing, missing
from agreements.selectors.kinds import KindLine, lines_of, parties_of
from agreements.services import prefill
from agreements.terms import fingerprint, plain
from documents import verification
from internships.enums import PlacementState
from internships.models import Placement

__all__ = ["Missing", "StaleTerms", "complete_part", "draw_up", "missing", "save_part"]


class StaleTerms(Exception):
    """Somebody else changed the same part meanwhile. `recorded` is what is kept now, by code."""

    def __init__(self, recorded: dict[str, Any]) -> None:
        super().__init__("changed meanwhile")
        self.recorded = recorded


@dataclass(frozen=True)
class Seen:
    """What the form knew when it was drawn: the version, a fingerprint of the part, and which page it is."""

    version: int
    base: str = ""
    page: str = ""


@transaction.atomic
def draw_up(*, placement_id: int, actor: User | None, language: str = "fr") -> Agreement:
    """The agreement of a placement, being completed: with its parts, first terms and proposed signatories.

    Drawn up already, it is given back as it stands. Raises Refused for a cancelled placement.
    """
    from agreements.services import signatories

    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
    if placement.state == PlacementState.CANCELLED:
        raise Refused(_("This placement is cancelled: it needs no agreement."))
    standing = placement.agreements.originals().exclude(state=AgreementState.CANCELLED).first()
    if standing:
        return standing
    agreement = Agreement.objects.create(
        number=numbering.agreement(),
        code=verification.new_code(),
        placement=placement,
        language=language,
        terms=prefill.first_terms(placement, language=language),
        created_by=actor,
    )
    make_parts(agreement)
    signatories.propose(agreement)
    audit.record(
        action="agreement.drawn_up", actor=actor, target=agreement, organisation=placement.sending_organisation
    )
    return agreement


def make_parts(agreement: Agreement) -> list[AgreementPart]:
    """One part for each party that has none, with the address to ask where it has no account."""
    from agreements.selectors.contacts import address_of

    known, placement = {part.key for part in agreement.parts.all()}, agreement.placement
    parties = [(side, host, host.pk if host else None) for side, host in parties_of(placement)]
    return AgreementPart.objects.bulk_create(
        AgreementPart(
            agreement=agreement, side=side, institution=host, contact_email=address_of(placement, side, number)
        )
        for side, host, number in parties
        if part_key(side, number) not in known
    )


def part_of(agreement: Agreement, side: str, institution: int | None = None) -> AgreementPart:
    """The part of a side under its lock; of one of the hosts where there are several."""
    rows = agreement.parts.select_for_update(of=("self",)).filter(side=side)
    return (rows.filter(institution=institution) if institution else rows).get()


@transaction.atomic
def save_part(
    *,
    agreement_id: int,
    side: str,
    terms: Mapping[str, Any],
    version: int,
    actor: User | None,
    base: str = "",
    page: str = "",
    link: PersonalLink | None = None,
    autosave: bool = False,
    institution: int | None = None,
) -> Agreement:
    """Records what one party writes; `terms` are values by code, those of other sides are ignored. `institution` names
    the host where there are several.

    Raises StaleTerms when somebody else changed the same part since the form was drawn, Refused once the document
    was sent for signature.
    """
    agreement = editable(agreement_id)
    part = part_of(agreement, side, institution)
    lines = [line for line in lines_of(agreement.placement) if line.part == part.key and not line.mention.computed]
    values = {line.key: plain(line.mention, terms[line.code]) for line in lines if line.code in terms}
    _check(agreement, part, values, Seen(version, base, page), lines)
    changed = [line.code for line in lines if _differs(agreement, values, line.key)]
    part.edited_from = page
    if not changed:
        part.save(update_fields=["edited_from"])
        return agreement
    agreement.terms = {**agreement.terms, **values}
    agreement.version += 1
    agreement.save(update_fields=["terms", "version", "updated_at"])
    if part.completed_at and any(one.part == part.key for one in missing(agreement)):
        part.completed_at, part.completed_by = None, None
    part.save(update_fields=["edited_from", "completed_at", "completed_by"])
    prefill.remember(agreement.placement, lines, agreement.terms, actor)
    if not autosave:
        audit.record(
            action="agreement.part_saved",
            actor=actor,
            target=agreement,
            organisation=agreement.placement.sending_organisation,
            data={"part": part.key, "mentions": changed, **({"link": link.pk} if link else {})},
        )
    return agreement


@transaction.atomic
def complete_part(
    *,
    agreement_id: int,
    side: str,
    actor: User | None,
    link: PersonalLink | None = None,
    institution: int | None = None,
) -> AgreementPart:
    """A party says that its part is right. Tells whoever leads the agreement.

    Raises Refused, naming what is missing.
    """
    from agreements.notifications import content as notifications

    agreement = editable(agreement_id)
    part = part_of(agreement, side, institution)
    lacking = [one for one in missing(agreement) if one.part == part.key and one.in_part]
    if lacking:
        words = ", ".join(one.label for one in lacking)
        raise Refused(_("Something is still missing: %(mentions)s.") % {"mentions": words})
    if part.completed_at:
        return part
    part.completed_at, part.completed_by = timezone.now(), actor
    part.save(update_fields=["completed_at", "completed_by"])
    audit.record(
        action="agreement.part_completed",
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"part": part.key, **({"link": link.pk} if link else {})},
    )
    notifications.part_completed(agreement, part, by=actor)
    return part


def editable(agreement_id: int) -> Agreement:
    """The agreement under its lock, while it is being completed."""
    agreement = locked(agreement_id)
    if agreement.state != AgreementState.PREPARING:
        raise Refused(
            _(
                "The document was made from what was written before: it can no longer be changed here. "
                "Whoever leads the agreement can take it back, which voids the signatures given so far."
            )
        )
    return agreement


def _check(
    agreement: Agreement, part: AgreementPart, values: dict[str, Any], seen: Seen, lines: list[KindLine]
) -> None:
    if seen.version == agreement.version or (seen.page and seen.page == part.edited_from):
        return
    if seen.base and seen.base == fingerprint(agreement.terms, [line.key for line in lines]):
        return
    if not any(_differs(agreement, values, key) for key in values):
        return
    raise StaleTerms({line.code: agreement.terms.get(line.key, "") for line in lines})


def _differs(agreement: Agreement, values: dict[str, Any], key: str) -> bool:
    return key in values and (agreement.terms.get(key) or "") != (values[key] or "")
