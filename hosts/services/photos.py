"""Pictures of a host: added, ordered, removed."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from documents import files
from documents.models import StoredFile
from hosts.models import HostInstitution, HostPhoto
from hosts.services.indexing import reindex_institution

MOST = 8


class TooManyPhotos(Exception):
    """A page shows a few pictures well, not many."""


@transaction.atomic
def add_photo(*, institution: HostInstitution, actor: User, upload: UploadedFile, alternative: str) -> HostPhoto:
    """Stores a picture, re-encoded, after the others. Raises documents.files.FileRefused with a sentence to show."""
    HostInstitution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    number = institution.photos.count()
    if number >= MOST:
        raise TooManyPhotos(_("%(most)d photos at most: remove one first.") % {"most": MOST})
    stored = files.store_image(upload, user=actor)
    photo = HostPhoto.objects.create(institution=institution, file=stored, alternative=alternative, position=number)
    _follow(institution, actor, "host.photo_added", photo.pk)
    return photo


@transaction.atomic
def describe_photo(*, photo: HostPhoto, actor: User, alternative: str) -> HostPhoto:
    photo.alternative = alternative
    photo.save(update_fields=["alternative"])
    _follow(photo.institution, actor, "host.photo_described", photo.pk)
    return photo


@transaction.atomic
def move_photo(*, photo: HostPhoto, actor: User, earlier: bool) -> None:
    """Moves a picture one place towards the beginning or the end; the first one stands on lists."""
    HostInstitution.objects.select_for_update(of=("self",)).get(pk=photo.institution_id)
    photos = list(photo.institution.photos.all())
    index = photos.index(photo)
    other = index - 1 if earlier else index + 1
    if not 0 <= other < len(photos):
        return
    photos[index], photos[other] = photos[other], photos[index]
    _number(photos)
    _follow(photo.institution, actor, "host.photo_moved", photo.pk)


@transaction.atomic
def delete_photo(*, photo: HostPhoto, actor: User) -> None:
    """Takes a picture away; nobody may read its file any more, and the sweeper removes it."""
    institution, number = photo.institution, photo.pk
    photo.delete()
    _number(list(institution.photos.all()))
    _follow(institution, actor, "host.photo_deleted", number)


def may_read(user: Any, file: StoredFile) -> bool:
    """Whoever may see the sheet may see its pictures."""
    visible = HostInstitution.objects.visible_to(user)
    return HostPhoto.objects.filter(file=file, institution__in=visible).exists()


def _number(photos: list[HostPhoto]) -> None:
    for position, photo in enumerate(photos):
        if photo.position != position:
            photo.position = position
            photo.save(update_fields=["position"])


def _follow(institution: HostInstitution, actor: User, action: str, number: int) -> None:
    organisation = institution.organisation
    audit.record(action=action, actor=actor, target=institution, organisation=organisation, data={"photo": number})
    reindex_institution(institution)
