"""Who may read the files of the library, of innovations and of articles: whoever reads what shows them. One query."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q

from documents.models import StoredFile
from practices.models import Article, Innovation, LibraryCommitment, LibraryDocument, LibraryVersion


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
    return StoredFile.objects.filter(wanted, pk=file.pk).exists()
