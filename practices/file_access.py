"""Who may read the files of practices, of the library, of innovations and of articles: whoever reads what shows them.

One query for all files but those of a practice, whose versions are then looked at.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q

from documents.models import StoredFile
from practices.models import (
    Article,
    Innovation,
    LibraryCommitment,
    LibraryDocument,
    LibraryVersion,
    PracticeAttachment,
    PracticePhoto,
)
from practices.services import enclosures


def may_read(user: Any, file: StoredFile) -> bool:
    texts = LibraryDocument.objects.visible_to(user).values("pk")
    shown = (
        LibraryVersion.objects.filter(file=file, document__in=texts).open_to(user),
        LibraryCommitment.objects.filter(evidence_file=file, document__in=texts),
        Innovation.objects.filter(photo=file).visible_to(user),
        Article.objects.filter(photo=file).visible_to(user),
    )
    wanted = Q()
    for rows in shown:
        wanted |= Q(Exists(rows))
    enclosed = Exists(PracticePhoto.objects.filter(file=file)) | Exists(PracticeAttachment.objects.filter(file=file))
    row = StoredFile.objects.filter(pk=file.pk).annotate(
        shown=ExpressionWrapper(wanted, BooleanField()), enclosed=ExpressionWrapper(enclosed, BooleanField())
    )
    anywhere, of_practice = row.values_list("shown", "enclosed").first() or (False, False)
    return bool(anywhere) or (bool(of_practice) and enclosures.may_read(user, file))
