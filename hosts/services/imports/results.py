"""What an import finds for each line before it writes: new, changed, unchanged, passed over, to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Membership
from hosts.enums import HostState, RowOutcome
from hosts.models import HostInstitution, PlacementOffer, RegisterEntry
from hosts.services.imports.drafts import Draft

ORGANISATION = ("name", "legal_name", "siret")
INSTITUTION = ("activity", "sector", "public_served", "presentation", "staff_number", "website", "languages")
SITE = ("address", "postcode", "city", "country", "telephone", "meals", "lodging", "wheelchair", "transport_details")
# These only make sense together: the building where it stands, and how well that is known.
POSITION = ("latitude", "longitude", "approximate", "place")
CONTACT = ("email", "contact_name", "contact_function")


@dataclass
class Result:
    """A line, what becomes of it, and for a known one what is to change."""

    draft: Draft
    outcome: str
    entry: RegisterEntry | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    archive: bool = False
    institution: HostInstitution | None = None
    twin_id: int | None = None


class Sorter:
    """Tells what becomes of lines by what the database holds, a batch at a time: two queries for five hundred lines."""

    def __init__(self, register: str, territory_id: int | None) -> None:
        self.register, self.territory_id = register, territory_id

    def sort(self, drafts: Iterable[Draft]) -> list[Result]:
        drafts = list(drafts)
        wanted = [draft.identifier for draft in drafts if not draft.error and (not draft.skipped or draft.closed)]
        entries = self._entries(wanted)
        return [self._one(draft, entries.get(draft.identifier)) for draft in drafts]

    def _entries(self, identifiers: list[str]) -> dict[str, RegisterEntry]:
        used = Membership.objects.current().filter(organisation=OuterRef("site__institution__organisation"))
        offers = PlacementOffer.objects.filter(institution=OuterRef("site__institution"))
        found = (
            RegisterEntry.objects.filter(register=self.register, identifier__in=identifiers)
            .select_related("site__place", "site__institution__organisation", "site__institution__sector")
            .annotate(in_use=Exists(used), with_offers=Exists(offers))
        )
        return {entry.identifier: entry for entry in found}

    def _one(self, draft: Draft, entry: RegisterEntry | None) -> Result:
        if draft.error:
            return Result(draft, RowOutcome.ERROR)
        if draft.skipped and not (draft.closed and entry):
            return Result(draft, RowOutcome.SKIPPED)
        if entry is None:
            return Result(draft, RowOutcome.CREATED)
        institution = entry.site.institution
        result = Result(draft, RowOutcome.SKIPPED, entry, institution=institution)
        if reason := self._untouchable(institution):
            draft.note(reason)
        elif draft.closed:
            self._close(result)
        else:
            self._compare(result)
        return result

    def _untouchable(self, institution: HostInstitution) -> str:
        if institution.state == HostState.REFUSED:
            return "refused_sheet"
        if institution.state == HostState.MERGED:
            return "merged_sheet"
        theirs = institution.organisation.territory_id
        return "other_territory" if self.territory_id is not None and theirs not in (None, self.territory_id) else ""

    @staticmethod
    def _close(result: Result) -> None:
        """A sheet that the register says is closed is archived, unless people count on it here."""
        entry: Any = result.entry
        if result.institution is None or result.institution.state != HostState.PUBLISHED:
            return
        if entry.in_use or entry.with_offers:
            result.draft.note("closed_in_use")
            return
        result.draft.problems = [problem for problem in result.draft.problems if problem.code != "closed"]
        result.draft.note("archived")
        result.archive, result.outcome = True, RowOutcome.UPDATED

    @staticmethod
    def _compare(result: Result) -> None:
        """Three ways: a value follows the register unless someone changed it since the register last spoke."""
        entry = result.entry
        if entry is None or entry.checksum == result.draft.checksum():
            result.outcome = RowOutcome.UNCHANGED
            return
        kept = []
        for group in _groups():
            new = {name: result.draft.values.get(name) for name in group}
            before = {name: entry.values.get(name) for name in group}
            if new == before:
                continue
            now = {name: current(entry, name) for name in group}
            if now == new:
                continue
            if all(_same(now[name], before[name]) for name in group):
                result.changes.update(new)
            else:
                kept.append("address" if group == POSITION else group[0])
        if kept:
            result.draft.note("kept", fields=kept)
        result.outcome = RowOutcome.UPDATED if result.changes else RowOutcome.UNCHANGED


def _groups() -> list[tuple[str, ...]]:
    return [*((name,) for name in (*ORGANISATION, *INSTITUTION, *SITE)), POSITION, CONTACT]


def _same(now: Any, before: Any) -> bool:
    return bool(now == before or (not now and not before))


def current(entry: RegisterEntry, name: str) -> Any:
    """What the sheet holds today for a value of a draft."""
    site = entry.site
    institution = site.institution
    if name in ORGANISATION:
        return getattr(institution.organisation, name)
    if name == "sector":
        return institution.sector.code if institution.sector else ""
    if name == "place":
        return f"{site.place.country}:{site.place.code}" if site.place else ""
    if name in CONTACT:
        # People may have added contacts; ours is only replaced where it still stands (see writing.py).
        return entry.values.get(name)
    return getattr(institution if name in INSTITUTION else site, name)
