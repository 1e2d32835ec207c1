"""What belongs to one stay only (T9), and the documents that its parties share (T5)."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from documents import files
from internships import events
from internships.models import Placement, PlacementDocument
from internships.services import locks

MOST_DOCUMENTS = 40


@transaction.atomic
def set_terms(
    *,
    placement_id: int,
    actor: User,
    title: str | None = None,
    supervision_terms: str | None = None,
    prior_learning: str | None = None,
    young_ground: str | None = None,
    agreed: bool = False,
) -> Placement:
    """Notes the title, « conditions d'encadrement spécifiques », « acquis avant le stage », and on what ground a pupil
    under 14 is there. None leaves a value as it is."""
    placement = locks.placement(placement_id)
    given = {
        "title": title,
        "supervision_terms": supervision_terms,
        "prior_learning": prior_learning,
        "young_ground": young_ground,
    }
    changed = [name for name, value in given.items() if value is not None and value.strip() != getattr(placement, name)]
    if not changed:
        return placement
    if not agreed:
        events.ask(placement, change=events.Change.TERMS, actor=actor)
    for name in changed:
        setattr(placement, name, (given[name] or "").strip())
    placement.version += 1
    placement.save()
    audit.record(
        action="placement.terms_set",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"fields": changed},
    )
    events.tell("changed", placement, change=events.Change.TERMS, actor=actor)
    return placement


@transaction.atomic
def add_document(*, placement_id: int, actor: User, upload: UploadedFile, label: str = "") -> PlacementDocument:
    """Shares a document with every party. Raises documents.files.FileRefused or StorageProblem, with a sentence."""
    placement = locks.placement(placement_id)
    if placement.documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("%(most)d documents at most: remove one first.") % {"most": MOST_DOCUMENTS})
    stored = files.store_upload(upload, user=actor)
    made = PlacementDocument.objects.create(placement=placement, file=stored, label=label.strip(), added_by=actor)
    _trace(placement, actor, "placement.document_added", made.pk)
    return made


@transaction.atomic
def remove_document(*, document_id: int, actor: User) -> None:
    """Takes a document away; only who shared it may, and once."""
    one = PlacementDocument.objects.select_related("placement").filter(pk=document_id)
    seen = one.first()
    if seen is not None:
        locks.placement(seen.placement_id)
    # Whoever clicked at the same moment may have done it while this waited for the lock.
    document = one.first()
    if document is None:
        raise Refused(_("This document has been removed already."))
    if document.added_by_id != actor.pk:
        raise Refused(_("Only the person who shared a document can remove it."))
    _trace(document.placement, actor, "placement.document_removed", document.pk)
    document.delete()


def _trace(placement: Placement, actor: User, action: str, document: int) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"document": document},
    )
