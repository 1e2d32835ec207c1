"""Many agreements in one ZIP, and in one PDF to print: written to the disk as they come."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.enums import VersionState
from agreements.models import AgreementVersion, BulkItem, BulkJob
from documents import files
from documents.models import StoredFile

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

STANDING = (VersionState.READY, VersionState.SEALED)


@dataclass(frozen=True)
class Sheet:
    """The document of one agreement, as it stands."""

    name: str
    title: str
    path: str


def bind(job: BulkJob) -> None:
    """Makes both files from the documents of the job, in the order of names. Without any document: none."""
    sheets = list(_sheets(job))
    if not sheets:
        return
    stem = slugify(job.cohort.name if job.cohort else job.organisation.name) or "conventions"
    with tempfile.TemporaryDirectory(prefix="escale-bulk-") as folder:
        archive, printable = Path(folder) / "conventions.zip", Path(folder) / "conventions.pdf"
        write_archive(archive, sheets)
        write_printable(printable, sheets)
        name = _("agreements") + f"-{stem}"
        job.archive = files.store_file(
            path=archive, name=f"{name}.zip", media_type="application/zip", user=job.asked_by
        )
        job.printable = files.store_file(
            path=printable, name=f"{name}.pdf", media_type="application/pdf", user=job.asked_by
        )


def _sheets(job: BulkJob) -> Iterator[Sheet]:
    items = job.items.filter(problem="", agreement__isnull=False).select_related("placement__person")
    order: dict[int, BulkItem] = {
        item.agreement_id: item  # type: ignore[misc]
        for item in items.order_by("placement__person__sort_name", "pk")
    }
    rows = AgreementVersion.objects.filter(agreement__in=order, state__in=STANDING)
    made = {version.agreement_id: version for version in rows.select_related("agreement", "file", "sealed_file")}
    for number, (agreement_id, item) in enumerate(order.items(), start=1):
        version = made.get(agreement_id)
        file: StoredFile | None = (version.sealed_file or version.file) if version else None
        if version is not None and file is not None and not default_storage.exists(file.path):
            # Without its bytes it would hold all the others back for hours.
            item.problem = _("The document could not be read. Tell the administrators.")
            item.save(update_fields=["problem"])
        elif version is not None and file is not None:
            person = item.placement.person
            # The number comes first: two people of one name are two files.
            name = f"{number:03d}-{slugify(f'{person.last_name} {person.first_name}')}-{version.agreement.number}.pdf"
            yield Sheet(files.safe_name(name), f"{person.last_name} {person.first_name}", file.path)


def write_archive(target: Path, sheets: list[Sheet]) -> None:
    """PDFs are compressed already: they are only put together."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for sheet in sheets:
            with default_storage.open(sheet.path) as source, archive.open(sheet.name, "w") as entry:
                _copy(source, entry)


def write_printable(target: Path, sheets: list[Sheet]) -> None:
    """Each agreement begins on a right-hand page, so that both sides of the paper can be printed."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for sheet in sheets:
        with default_storage.open(sheet.path) as source:
            reader = PdfReader(source)
            writer.append(reader, outline_item=sheet.title, import_outline=False)
            if len(reader.pages) % 2:
                writer.add_blank_page()
            _let_go(writer, reader)
    writer.add_metadata({"/Title": _("Agreements to print")})
    with target.open("wb") as file:
        writer.write(file)
    writer.close()


def _let_go(writer: PdfWriter, reader: PdfReader) -> None:
    """Forgets what was read: the copied pages hold on to their reader, and 500 agreements came to more than 1 GB."""
    writer.reset_translation(reader)
    reader.resolved_objects.clear()
    reader.xref.clear()
    reader.xref_objStm.clear()
    reader.flattened_pages = None


def _copy(source: Any, target: Any) -> None:
    while block := source.read(files.BLOCK):
        target.write(block)
