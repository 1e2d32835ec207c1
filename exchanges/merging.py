"""When two sheets of hosts become one, the structure of the one that goes is that of the one that stays."""

from __future__ import annotations

from exchanges.enums import StructureState
from exchanges.models import ImmersionOffer, ImmersionWish, Structure
from hosts.models import HostInstitution, HostSite

ORDER = [StructureState.APPROVED, StructureState.ASKED, StructureState.LEFT, StructureState.REFUSED]


def follow(twin: HostInstitution, survivor: HostInstitution, sites: dict[int, HostSite]) -> None:
    """Offers and wishes move along; where both took part, the better state of the two stays."""
    for structure in Structure.objects.filter(institution=twin).select_for_update():
        known = Structure.objects.filter(space=structure.space_id, institution=survivor).select_for_update().first()
        for old, new in sites.items():
            ImmersionOffer.objects.filter(structure=structure, site=old).update(site=new)
        if known is None:
            structure.institution = survivor
            structure.save(update_fields=["institution"])
            continue
        ImmersionOffer.objects.filter(structure=structure).update(structure=known)
        ImmersionWish.objects.filter(structure=structure).update(structure=known)
        if ORDER.index(StructureState(structure.state)) < ORDER.index(StructureState(known.state)):
            known.state, known.reason = structure.state, structure.reason
            known.decided_at, known.decided_by = structure.decided_at, structure.decided_by
            known.save()
        # Requests of other parts of the space may still name it: it stays, out of the space.
        structure.state, structure.decided_at = StructureState.LEFT, structure.decided_at or structure.asked_at
        structure.save()
