"""Texts of the library: written, put in a new version, published, withdrawn; commitments followed up (A1)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from documents import files
from hosts import versions
from hosts.versions import Edit
from practices import library_scopes
from practices.editing import edits_everywhere, territories_of
from practices.library_enums import CommitmentState, LibraryAudience, LibraryState
from practices.models import CommitmentStep, LibraryCommitment, LibraryDocument, LibraryVersion

FIELDS = ("kind", "title", "summary", "territory", "audience", "scope")


def _locked(document_id: int, actor: User) -> LibraryDocument:
    """Under its row lock, for those who keep it."""
    rows = LibraryDocument.objects.kept_by(actor)
    found = LibraryDocument.objects.select_for_update(no_key=True).filter(pk=document_id, pk__in=rows.values("pk"))
    document = found.first()
    if document is None:
        raise Refused(_("Somebody else looks after this text."))
    return document


@transaction.atomic
def add(*, actor: User, values: Mapping[str, Any], version: Mapping[str, Any]) -> LibraryDocument:
    """A document with its first version: `values` by FIELDS; `version` as `add_version` takes it. Not published yet."""
    document = LibraryDocument(created_by=actor, **{name: values[name] for name in FIELDS if name in values})
    _check_place(document, actor)
    document.save()
    _write_version(document, actor, version)
    _trace("library.added", document, actor)
    return document


def _check_place(document: LibraryDocument, actor: User) -> None:
    """Each one publishes where they look after something."""
    if document.audience == LibraryAudience.SCOPED:
        if document.scope not in library_scopes.writable_by(actor):
            raise Refused(_("Choose a space that you look after."))
        return
    document.scope = ""
    if document.territory_id is None and not edits_everywhere(actor):
        raise Refused(_("Choose your territory: texts for everywhere are published by the whole network."))
    if document.territory_id and not territories_of(actor).filter(pk=document.territory_id).exists():
        raise Refused(_("Choose a territory that you look after."))


@transaction.atomic
def update(*, document_id: int, actor: User, changes: Mapping[str, Any], edit: Edit) -> LibraryDocument:
    """Its kind, words and readers: new ones read what it says from now on, not before. Raises StaleEdit."""
    document = _locked(document_id, actor)
    versions.check(document, edit, changes)
    readers = (document.audience, document.scope)
    for name in FIELDS:
        if name in changes:
            setattr(document, name, changes[name])
    _check_place(document, actor)
    # What was public may be read by whomever it is restricted to.
    if readers not in ((LibraryAudience.PUBLIC, ""), (document.audience, document.scope)) and document.published_at:
        document.published_at = timezone.now()
    versions.touch(document, edit)
    document.save()
    _trace("library.edited", document, actor)
    return document


@transaction.atomic
def add_version(*, document_id: int, actor: User, version: Mapping[str, Any]) -> LibraryVersion:
    """A newer text: `dated_on`, `upload` and/or `text`, `note`. Those before it stay and can be read.

    Raises FileRefused, StorageProblem or Refused.
    """
    document = _locked(document_id, actor)
    made = _write_version(document, actor, version)
    _trace("library.version_added", document, actor, number=made.number)
    return made


def _write_version(document: LibraryDocument, actor: User, version: Mapping[str, Any]) -> LibraryVersion:
    upload: UploadedFile | None = version.get("upload")
    text = str(version.get("text") or "").strip()
    if upload is None and not text:
        raise Refused(_("Add a file, or write the text."))
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    made = LibraryVersion.objects.create(
        document=document,
        number=last + 1,
        dated_on=version["dated_on"],
        file=files.store_upload(upload, user=actor) if upload else None,
        text=text,
        note=str(version.get("note") or ""),
        made_by=actor,
    )
    document.current, document.dated_on = made, made.dated_on
    versions.touch(document, None)
    document.save()
    return made


@transaction.atomic
def publish(*, document_id: int, actor: User) -> LibraryDocument:
    """Those for whom it is meant read it from now on; what it said before, unpublished, is not for them."""
    document = _locked(document_id, actor)
    if document.state == LibraryState.PUBLISHED:
        return document
    if document.current_id is None:
        raise Refused(_("Add a file, or write the text."))
    document.state, document.state_reason = LibraryState.PUBLISHED, ""
    document.published_at = timezone.now()
    versions.touch(document, None)
    document.save()
    _trace("library.published", document, actor)
    return document


@transaction.atomic
def withdraw(*, document_id: int, actor: User, reason: str) -> LibraryDocument:
    """Nobody but those who keep it reads it any more; its versions stay."""
    document = _locked(document_id, actor)
    reason = reason.strip()[:500]
    if not reason:
        raise Refused(_("Say why, in a sentence."))
    if document.state != LibraryState.PUBLISHED:
        raise Refused(_("This text is not published."))
    document.state, document.state_reason = LibraryState.WITHDRAWN, reason
    versions.touch(document, None)
    document.save()
    audit.record(action="library.withdrawn", actor=actor, target=document, text=reason)
    return document


@transaction.atomic
def delete_draft(*, document_id: int, actor: User) -> None:
    """A text that was never published."""
    document = _locked(document_id, actor)
    if document.published_at is not None:
        raise Refused(_("A text that was published is withdrawn, not deleted."))
    _trace("library.deleted", document, actor)
    document.delete()


# Commitments


@transaction.atomic
def save_commitment(
    *, document_id: int, actor: User, values: Mapping[str, Any], commitment_id: int | None = None
) -> LibraryCommitment:
    """Adds a line, or rewords one: `objective`, `commitment`, `who`, `due`. How far it is has its own command."""
    document = _locked(document_id, actor)
    if not document.has_commitments:
        raise Refused(_("Only a protocol has objectives and commitments."))
    if commitment_id is None:
        last = document.commitments.aggregate(last=Max("position"))["last"] or 0
        row = LibraryCommitment(document=document, position=last + 1)
    else:
        row = document.commitments.get(pk=commitment_id)
    for name in ("objective", "commitment", "who", "due"):
        setattr(row, name, values[name])
    row.save()
    _trace("library.commitment_written", document, actor, commitment=row.pk)
    return row


@transaction.atomic
def follow_commitment(
    *,
    document_id: int,
    commitment_id: int,
    actor: User,
    state: str,
    state_on: datetime.date,
    evidence: str = "",
    upload: UploadedFile | None = None,
) -> LibraryCommitment:
    """Says how far it is from a day on. What is kept or given up shows it, or says why."""
    document = _locked(document_id, actor)
    row = document.commitments.get(pk=commitment_id)
    evidence = evidence.strip()
    closing = state in (CommitmentState.KEPT, CommitmentState.DROPPED)
    if closing and not evidence and upload is None and not row.evidence_file_id:
        raise Refused(_("Say what shows it, or why it was given up; or add a document."))
    if state_on > timezone.localdate():
        raise Refused(_("Choose today or a day before."))
    source, row.state, row.state_on, row.evidence = row.state, state, state_on, evidence
    if upload is not None:
        row.evidence_file = files.store_upload(upload, user=actor)
    row.save()
    CommitmentStep.objects.create(
        commitment=row, source=source, target=state, state_on=state_on, evidence=evidence, actor=actor
    )
    _trace("library.commitment_followed", document, actor, commitment=row.pk, to=state)
    return row


@transaction.atomic
def remove_commitment(*, document_id: int, commitment_id: int, actor: User) -> None:
    """A line written by mistake, of which nothing was said yet."""
    document = _locked(document_id, actor)
    row = document.commitments.get(pk=commitment_id)
    if row.steps.exists():
        raise Refused(_("What was followed up stays: say that it was given up, and why."))
    _trace("library.commitment_removed", document, actor, commitment=row.pk)
    row.delete()


def _trace(action: str, document: LibraryDocument, actor: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, target=document, data=data or None)
