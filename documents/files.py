"""Private files: stored once under the hash of their content, handed out only to those who may read them.

The bytes are written, whole and flushed to the disk, before the row that names them. Bytes without a row (the
transaction was rolled back, the process died) are swept away later by `documents.sweep`.
"""

from __future__ import annotations

import errno
import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents import images, kinds, scanner
from documents.kinds import FileRefused
from documents.models import StoredFile

__all__ = [
    "FileRefused",
    "StorageProblem",
    "may_read",
    "register_access",
    "store",
    "store_file",
    "store_image",
    "store_upload",
]

NAME_LENGTH = 120
BLOCK = 1 << 20
Access = Callable[[Any, StoredFile], bool]
_access: list[Access] = []


class StorageProblem(ValidationError):
    """The file could not be kept; nothing of it was. The message is for the person who sent it."""


def register_access(rule: Access) -> Access:
    """Adds a rule `(user, file) -> bool`. A file may be read when one rule says so; without any, by nobody."""
    if rule not in _access:
        _access.append(rule)
    return rule


def may_read(user: Any, file: StoredFile) -> bool:
    original = file.original or file
    return any(rule(user, original) for rule in _access)


def store(*, content: bytes, name: str, media_type: str | None = None, user: User | None = None) -> StoredFile:
    """Keeps bytes of ours (a document we made, an image re-encoded). What people send goes to `store_upload`.

    Raises StorageProblem when the storage has no room or does not answer.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = f"{digest[:2]}/{digest[2:4]}/{digest}"
    with transaction.atomic():
        hold(digest)
        write(path, content)
        return StoredFile.objects.create(
            sha256=digest,
            size=len(content),
            media_type=media_type or kinds.detect(content, name),
            name=safe_name(name),
            path=path,
            uploaded_by=user,
        )


def store_file(*, path: Path, name: str, media_type: str, user: User | None = None) -> StoredFile:
    """Keeps a file of ours that lies on the disk, without ever holding it whole in memory."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    sha256 = digest.hexdigest()
    target = f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
    with transaction.atomic():
        hold(sha256)
        with path.open("rb") as file:
            write(target, File(file), size=size)
        return StoredFile.objects.create(
            sha256=sha256, size=size, media_type=media_type, name=safe_name(name), path=target, uploaded_by=user
        )


def hold(digest: str) -> None:
    """Keeps the sweeper away from those bytes until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(digest)])


def lock_number(digest: str) -> int:
    return int(digest[:16], 16) - 2**63


def write(path: str, content: bytes | File[Any], *, size: int = -1) -> None:
    """Writes the bytes, or a file of that `size`, unless they are there already, whole."""
    file = ContentFile(content) if isinstance(content, bytes) else content
    size = len(content) if isinstance(content, bytes) else size
    try:
        if default_storage.exists(path) and default_storage.size(path) == size:
            return
        default_storage.save(path, file)
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageProblem(
                _("There is no room left to keep files. Nothing was saved; please tell the administrators.")
            ) from problem
        raise StorageProblem(_("The file could not be kept. Nothing was saved; please try again later.")) from problem


def store_upload(
    upload: UploadedFile, *, allowed: Collection[str] = kinds.DEFAULT, user: User | None = None, largest: int = 0
) -> StoredFile:
    """Checks what a person sent (kind by its bytes, size, one kind only, no macros, virus scanner) and keeps it.

    `allowed` lists media types (`documents.kinds`); `largest` overrides the size limit of the kind, in bytes.
    Images are re-encoded. Raises FileRefused or StorageProblem, both ValidationErrors with a sentence to show.
    """
    content, media_type = checked(upload, allowed=allowed, largest=largest)
    name = safe_name(upload.name or "")
    if media_type in kinds.IMAGES:
        content, media_type = images.reencode(content)
    name = str(PurePosixPath(name).with_suffix(kinds.KINDS[media_type].extension))
    return store(content=content, name=name, media_type=media_type, user=user)


def checked(upload: UploadedFile, *, allowed: Collection[str], largest: int = 0) -> tuple[bytes, str]:
    """The content of an upload and its media type, once every check has passed; nothing is stored."""
    most = largest or max(kinds.KINDS[media_type].largest for media_type in allowed)
    if (upload.size or 0) > most:
        raise FileRefused(too_large(most))
    content = upload.read()
    media_type = kinds.detect(content, upload.name or "")
    if media_type not in allowed:
        words = ", ".join(sorted({kinds.KINDS[known].words for known in allowed}))
        raise FileRefused(_("This kind of file is not accepted here. Choose one of: %(kinds)s.") % {"kinds": words})
    most = largest or kinds.KINDS[media_type].largest
    if len(content) > most:
        raise FileRefused(too_large(most))
    scanner.check(content)
    return content, media_type


def too_large(most: int) -> str:
    return _("This file is too large: %(size)s MB at most.") % {"size": max(1, most // kinds.MB)}


def store_image(upload: UploadedFile, *, user: User | None = None) -> StoredFile:
    """Checks and re-encodes a picture (no metadata, at most 1,600 pixels wide or high), with smaller sizes beside it.

    The pages show `file.url` or `file.thumbnail_url`.
    """
    content, _media_type = checked(upload, allowed=kinds.IMAGES)
    return keep_image(content, name=upload.name or "image", user=user)


def keep_image(content: bytes, *, name: str, user: User | None = None) -> StoredFile:
    """The same for picture bytes at hand."""
    name = str(PurePosixPath(safe_name(name)).with_suffix(".webp"))
    with transaction.atomic():
        picture = images.reencode(content)
        original = store(content=picture[0], name=name, media_type=picture[1], user=user)
        for width in images.SMALLER:
            smaller = images.reencode(picture[0], side=width)
            variant = store(content=smaller[0], name=name, media_type=smaller[1], user=user)
            StoredFile.objects.filter(pk=variant.pk).update(original=original, width=width)
    return original


def safe_name(name: str) -> str:
    """A name fit for a download: the last part of a path, without control or reserved characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = re.sub(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]', "", last).strip(" .")
    if not last:
        return "document"
    path = PurePosixPath(last)
    return path.stem[: NAME_LENGTH - len(path.suffix[:10])] + path.suffix[:10]
