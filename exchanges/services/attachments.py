"""« Documents d'appui » of a sheet: added, and taken away."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import audit
from documents import files
from documents.models import StoredFile
from exchanges.access import Seat, seat_in
from exchanges.models import ExchangeSpace, ImmersionOffer, OfferAttachment
from exchanges.services.offers import writable
from exchanges.workflow import NotPossible

MOST = 6


@transaction.atomic
def add(*, offer_id: int, seat: Seat, upload: UploadedFile, title: str) -> OfferAttachment:
    """Stores a document after the others. Raises NotPossible, FileRefused or StorageProblem."""
    offer = writable(offer_id, seat)
    number = offer.attachments.count()
    if number >= MOST:
        raise NotPossible(_("%(most)d documents at most: remove one first.") % {"most": MOST})
    stored = files.store_upload(upload, user=seat.user)
    row = OfferAttachment.objects.create(offer=offer, file=stored, title=title.strip()[:160], position=number)
    audit.record(
        action="immersion_offer.document_added",
        actor=seat.user,
        target=offer,
        organisation=offer.structure.organisation,
        data={"document": row.pk},
    )
    return row


@transaction.atomic
def remove(*, offer_id: int, seat: Seat, number: int) -> None:
    """Takes a document off the sheet; its bytes are swept away once nobody holds them."""
    offer = writable(offer_id, seat)
    if offer.attachments.filter(pk=number).delete()[0]:
        audit.record(
            action="immersion_offer.document_removed",
            actor=seat.user,
            target=offer,
            organisation=offer.structure.organisation,
            data={"document": number},
        )


def may_read(user: Any, file: StoredFile) -> bool:
    """The picture of a space is for everybody with a seat there; a document, for whoever sees its sheet."""
    if not user.is_authenticated:
        return False
    shown = Q(image=file) | Q(structures__offers__attachments__file=file)
    for space in ExchangeSpace.objects.filter(shown).distinct():
        seat = seat_in(user, space)
        if seat and space.image_id == file.pk:
            return True
        if ImmersionOffer.objects.visible_to(seat).filter(attachments__file=file).exists():
            return True
    return False
