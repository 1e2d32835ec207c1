"""The private files that a person sent: given out on demand as a list, and let go of at erasure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from documents.models import StoredFile


def export_files(user: User) -> object:
    sent = StoredFile.objects.filter(uploaded_by=user, original=None).order_by("created_at")
    return [
        {"name": one.name, "type": one.media_type, "size": one.size, "sent": one.created_at, "address": one.url}
        for one in sent
    ]


def erase_files(user: User) -> None:
    """Files belong to the object that names them; what nothing names any more is swept away within days."""
    StoredFile.objects.filter(uploaded_by=user).update(uploaded_by=None)


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "files",
        label=_("Files sent"),
        purpose=_("Keep the pictures and documents that people add to a sheet or a file."),
        basis=_("Performance of the service that the person asked for (GDPR art. 6.1.b)"),
        recipients=_("Those who may see the object the file belongs to"),
        retention=_("As long as that object; two days when nothing uses the file"),
        export=export_files,
        erase=erase_files,
    )
