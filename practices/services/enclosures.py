"""Pictures and documents of a sheet: added, described, put in order, taken away.

What a version shows stays stored when the sheet lets go of it, for the version is still read.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from documents import files
from documents.models import StoredFile
from practices.models import GoodPractice, PracticeAttachment, PracticePhoto, PracticeVersion
from practices.services.practices import locked
from practices.workflow import NotPossible

MOST_PHOTOS, MOST_ATTACHMENTS = 8, 6


class TooMany(Exception):
    """A page shows a few files well, not many."""


@transaction.atomic
def add_photo(*, practice_id: int, actor: User, upload: UploadedFile, alternative: str) -> PracticePhoto:
    """Stores a picture, re-encoded, after the others. Raises FileRefused, StorageProblem, TooMany or NotPossible."""
    practice = _open(practice_id)
    number = practice.photos.filter(dropped=False).count()
    if number >= MOST_PHOTOS:
        raise TooMany(_("%(most)d photos at most: remove one first.") % {"most": MOST_PHOTOS})
    stored = files.store_image(upload, user=actor)
    photo = PracticePhoto.objects.create(practice=practice, file=stored, alternative=alternative, position=number)
    _trace("practice.photo_added", practice, actor, photo.pk)
    return photo


@transaction.atomic
def add_attachment(*, practice_id: int, actor: User, upload: UploadedFile, title: str) -> PracticeAttachment:
    """Stores a document after the others. Raises as `add_photo` does."""
    practice = _open(practice_id)
    number = practice.attachments.filter(dropped=False).count()
    if number >= MOST_ATTACHMENTS:
        raise TooMany(_("%(most)d documents at most: remove one first.") % {"most": MOST_ATTACHMENTS})
    stored = files.store_upload(upload, user=actor)
    made = PracticeAttachment.objects.create(practice=practice, file=stored, title=title, position=number)
    _trace("practice.document_added", practice, actor, made.pk)
    return made


@transaction.atomic
def describe(*, row: PracticePhoto | PracticeAttachment, actor: User, words: str) -> None:
    """Changes the words of a picture, or the title of a document. Versions keep the words they were made with."""
    practice = _open(row.practice_id)
    row = _there(row)
    name = "alternative" if isinstance(row, PracticePhoto) else "title"
    setattr(row, name, words)
    row.save(update_fields=[name])
    _trace("practice.file_described", practice, actor, row.pk)


@transaction.atomic
def move(*, row: PracticePhoto | PracticeAttachment, actor: User, earlier: bool) -> None:
    """One place towards the beginning or the end; the first picture stands on the list."""
    practice = _open(row.practice_id)
    row = _there(row)
    rows: list[Any] = list(type(row).objects.filter(practice=practice, dropped=False))
    index = rows.index(row)
    other = index - 1 if earlier else index + 1
    if not 0 <= other < len(rows):
        return
    rows[index], rows[other] = rows[other], rows[index]
    _number(rows)
    _trace("practice.file_moved", practice, actor, row.pk)


@transaction.atomic
def remove(*, row: PracticePhoto | PracticeAttachment, actor: User) -> None:
    """Takes a file off the sheet; one that no version shows is forgotten, and its bytes are swept away."""
    practice = _open(row.practice_id)
    row = _there(row)
    key = "photos" if isinstance(row, PracticePhoto) else "attachments"
    number = row.pk
    shown = practice.versions.filter(**{f"content__{key}__contains": [{"id": row.pk}]}).exists()
    if shown:
        row.dropped = True
        row.save(update_fields=["dropped"])
    else:
        row.delete()
    _number(list(type(row).objects.filter(practice=practice, dropped=False)))
    _trace("practice.file_removed", practice, actor, number)


def may_read(user: Any, file: StoredFile) -> bool:
    """What a validated version shows is everybody's, what was sent last its validators'; the rest is its writers'."""
    for model, key in ((PracticePhoto, "photos"), (PracticeAttachment, "attachments")):
        for row in model._default_manager.filter(file=file).select_related("practice"):
            practice: GoodPractice = row.practice  # type: ignore[attr-defined]
            shows = Q(pk=practice.published_id, **{f"content__{key}__contains": [{"id": row.pk}]})
            if practice.is_public and PracticeVersion.objects.filter(shows).exists():
                return True
            this = GoodPractice.objects.filter(pk=practice.pk)
            if user.is_authenticated and this.written_by(user).exists():
                return True
            sent = practice.versions.first()
            if sent and any(one["id"] == row.pk for one in sent.content[key]) and this.validated_by(user).exists():
                return True
    return False


def _open(practice_id: int) -> GoodPractice:
    practice = locked(practice_id)
    if not practice.is_open:
        raise NotPossible(_("This sheet is not open for writing: take it back, or begin a new version."))
    return practice


def _there(row: PracticePhoto | PracticeAttachment) -> Any:
    """The row as it is under the lock of its practice: somebody may have removed it meanwhile."""
    found = type(row)._default_manager.filter(pk=row.pk, dropped=False).first()
    if found is None:
        raise NotPossible(_("The state of the sheet has changed meanwhile: here it is."))
    return found


def _number(rows: list[Any]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _trace(action: str, practice: GoodPractice, actor: User, number: int) -> None:
    body = practice.organisation
    audit.record(action=action, actor=actor, target=practice, organisation=body, data={"file": number})
