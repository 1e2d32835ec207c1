"""When two sheets of hosts become one, requests and what is owed follow to the structure that stays (B2).

Lines of the ledger are never changed: those of the structure that goes are undone and written anew.
"""

from __future__ import annotations

from django.db.models import Q

from exchanges.models import ImmersionOffer, ImmersionRequest, LedgerEntry, Structure
from exchanges.services import ledger
from hosts.models import HostInstitution, HostSite


def follow(twin: HostInstitution, survivor: HostInstitution, sites: dict[int, HostSite]) -> None:
    """A waiver falls with the debt it closed: the pilot sees that debt again."""
    for gone in Structure.objects.filter(institution=twin):
        stays = Structure.objects.filter(space=gone.space_id, institution=survivor).first()
        if stays is not None:
            _move(gone, stays)


def _move(gone: Structure, stays: Structure) -> None:
    """Requests and offers first, so that whatever is written anew names the structure that stays."""
    ImmersionRequest.objects.filter(structure=gone).update(structure=stays)
    ImmersionOffer.objects.filter(structure=gone).update(structure=stays)
    lines = LedgerEntry.objects.standing().filter(Q(creditor=gone) | Q(debtor=gone))
    for number in lines.order_by("request").values_list("request", flat=True).distinct():
        made = ImmersionRequest.objects.select_related("offer").get(pk=number)
        ledger.unbook(request=made, actor=None)
        if made.structure_id != made.offer.structure_id:
            ledger.book(request=made, actor=None)
