"""Which files people may hand in, told by their first bytes and their structure, never by their name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PDF = "application/pdf"
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"

IMAGES = frozenset({JPEG, PNG, WEBP})
TABLES = frozenset({CSV, XLSX, ODS})
PAPERS = frozenset({PDF, DOCX, ODT})
DEFAULT = PAPERS | IMAGES

MB = 1_000_000


@dataclass(frozen=True)
class Kind:
    words: str
    extension: str
    largest: int


KINDS: dict[str, Kind] = {
    PDF: Kind("PDF", ".pdf", 15 * MB),
    JPEG: Kind("JPEG", ".jpg", 15 * MB),
    PNG: Kind("PNG", ".png", 15 * MB),
    WEBP: Kind("WebP", ".webp", 15 * MB),
    DOCX: Kind("Word", ".docx", 15 * MB),
    XLSX: Kind("Excel", ".xlsx", 30 * MB),
    ODT: Kind("OpenDocument", ".odt", 15 * MB),
    ODS: Kind("OpenDocument", ".ods", 30 * MB),
    CSV: Kind("CSV", ".csv", 60 * MB),
}
# A compressed file that grows beyond this is made to fill the memory.
LARGEST_UNPACKED = 400 * MB
LARGEST_RATIO = 200


class FileRefused(ValidationError):
    """The file is not one we take; the message tells its owner why."""


def detect(content: bytes, name: str) -> str:
    """The media type of the content. `name` only tells a table of text from any other text.

    Raises FileRefused for what is empty, unknown, or two kinds of file at once.
    """
    if not content:
        raise FileRefused(_("This file is empty. Choose another one."))
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content)
    for magic, media_type in ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG)):
        if content.startswith(magic):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if name.lower().endswith((".csv", ".tsv", ".txt")) and is_text(content):
        return CSV
    raise FileRefused(_("We cannot tell what this file is. Save it again in a usual format, such as PDF."))


def is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as spreadsheets save « Unicode text »
        return True
    return b"\x00" not in content[:100_000] and not content[:1000].lstrip().lower().startswith((b"<", b"{\\rtf"))


def check_pdf(content: bytes) -> None:
    """A PDF that ends as one, and holds neither an archive at its end nor a page at its start."""
    tail = content[-70_000:]
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise FileRefused(_("This PDF is cut short. Save or scan it again."))
    if b"PK\x05\x06" in tail or tail[end + 5 :].strip(b"\r\n\t \x00"):
        raise FileRefused(_("This file is a PDF and something else at once. Save it again as a plain PDF."))
    start = content[:2000].lower()
    if b"<script" in start or b"<html" in start:
        raise FileRefused(_("This file is a PDF and something else at once. Save it again as a plain PDF."))


def office_kind(content: bytes) -> str:
    """Which office document an archive is; refused when it is another archive, holds macros, or is a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            check_archive(content, archive, entries)
            return kind_of_archive(archive, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as problem:
        raise FileRefused(_("This file is damaged. Save it again, then send the new one.")) from problem


def check_archive(content: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    comment = archive.comment
    if comment or not content[-22:].startswith(b"PK\x05\x06"):
        raise FileRefused(_("This file holds more than its document. Save it again, then send the new one."))
    if len(entries) > 5000 or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise FileRefused(_("This file is too large once unpacked. Split it, or send it as PDF."))
    if any(entry.file_size > LARGEST_RATIO * max(entry.compress_size, 5000) for entry in entries):
        raise FileRefused(_("This file is too large once unpacked. Split it, or send it as PDF."))
    names = [entry.filename for entry in entries]
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise FileRefused(_("This file is damaged. Save it again, then send the new one."))
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
        raise FileRefused(_("This file holds macros, which we do not take. Save it without them, or as PDF."))


def kind_of_archive(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        stated = archive.read("mimetype").decode("ascii", "replace").strip()
        if stated in (ODT, ODS):
            return stated
    raise FileRefused(_("We do not take archives. Send the documents one by one."))
