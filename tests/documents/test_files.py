"""Stored files: by the hash of their content, whole or not at all, private (quality.md, uploads)."""

from __future__ import annotations

import datetime
import errno
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from documents import files, kinds, sweeper
from documents.models import StoredFile
from hosts.models.institutions import HostPhoto
from tests import factories
from tests.documents import samples
from tests.documents.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "documents.storage.PrivateFolder", "OPTIONS": {"location": str(tmp_path)}},
    }
    return tmp_path


def test_content_is_stored_once_under_its_hash(folder: Path) -> None:
    first = files.store(content=samples.PDF, name="a.pdf")
    second = files.store(content=samples.PDF, name="b.pdf")
    digest = hashlib.sha256(samples.PDF).hexdigest()
    assert first.path == second.path == f"{digest[:2]}/{digest[2:4]}/{digest}"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [digest]
    assert first.read() == samples.PDF
    assert (folder / first.path).stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_nothing_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: disk full while storing."""

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.StorageProblem, match="place"):
        files.store(content=samples.PDF, name="a.pdf")
    assert not StoredFile.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_cut_short_are_written_again(folder: Path) -> None:
    stored = files.store(content=samples.PDF, name="a.pdf")
    (folder / stored.path).write_bytes(b"cut")
    files.store(content=samples.PDF, name="a.pdf")
    assert stored.read() == samples.PDF


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (samples.PDF, "cv.pdf", kinds.PDF),
        (samples.PDF, "cv.exe", kinds.PDF),
        (samples.docx(), "cv.docx", kinds.DOCX),
        (samples.odt(), "cv.odt", kinds.ODT),
    ],
)
def test_the_kind_is_told_by_the_bytes(content: bytes, name: str, media_type: str) -> None:
    stored = files.store_upload(upload(content, name))
    assert stored.media_type == media_type
    assert stored.name == f"cv{kinds.KINDS[media_type].extension}"


GOOD_ZIP = samples.archive({"a.txt": b"hello"})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.pdf"),
        (b"MZ\x90\x00 program", "cv.pdf"),
        (b"<html><script>alert(1)</script>", "cv.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.svg"),
        (samples.PDF + GOOD_ZIP, "polyglot.pdf"),
        (samples.PDF[:-6], "cut.pdf"),
        (b"%PDF-1.7 <script>alert(1)</script>\n%%EOF", "polyglot.pdf"),
        (samples.PDF + b"MZ\x90 program", "polyglot.pdf"),
        (GOOD_ZIP, "archive.zip"),
        (b"#!/bin/sh\n" + samples.docx(), "polyglot.docx"),
        (samples.docx() + b"trailing", "polyglot.docx"),
        (samples.docx(**{"word/vbaProject.bin": b"macro"}), "macros.docx"),
        (samples.docx(**{"../../etc/passwd": b"x"}), "climbing.docx"),
        (samples.docx(**{"word/bomb.xml": b"0" * 20_000_000}), "bomb.docx"),
        (samples.docx()[:-40], "damaged.docx"),
        (samples.EICAR, "eicar.pdf"),
    ],
)
def test_what_is_refused(content: bytes, name: str) -> None:
    """Fault: uploads (polyglot, bomb, empty, disguised)."""
    with pytest.raises(files.FileRefused):
        files.store_upload(upload(content, name))
    assert not StoredFile.objects.exists()


def test_a_kind_that_is_not_asked_for_is_refused_with_the_ones_that_are() -> None:
    with pytest.raises(files.FileRefused) as refused:
        files.store_upload(upload(samples.PDF, "a.pdf"), allowed=kinds.TABLES)
    assert "CSV" in refused.value.messages[0]


def test_too_large() -> None:
    with pytest.raises(files.FileRefused):
        files.store_upload(upload(samples.PDF + b"\n" * 100, "a.pdf"), largest=50)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\cv.pdf", "cv.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("..", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    """Fault: uploads (`../`)."""
    file = upload(samples.PDF, "x.pdf")
    file._name = name
    assert files.store_upload(file).name == kept


def test_pictures_are_drawn_again() -> None:
    """EXIF with a position must not leave the phone it was taken with."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "at home"
    content = samples.picture(2000, 1000, exif=exif) + b"<script>trailing</script>"
    stored = files.store_image(upload(content, "photo.jpg"))
    kept = stored.read()
    picture = Image.open(io.BytesIO(kept))
    assert (picture.format, picture.size) == ("WEBP", (800, 1600))
    assert not picture.getexif()
    assert b"script" not in kept
    assert stored.name == "photo.webp"
    variant = stored.variants.get()
    assert Image.open(io.BytesIO(variant.read())).size == (320, 640)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L"])
def test_every_mode_of_picture_is_taken(mode: str) -> None:
    assert files.store_image(upload(samples.picture(format="PNG", mode=mode), "a.png")).size


def test_a_picture_bomb_is_refused() -> None:
    """Fault: uploads (bomb): 100 million pixels in a few kilobytes."""
    content = samples.picture(10_000, 10_000, format="PNG", mode="1")
    assert len(content) < 100_000
    with pytest.raises(files.FileRefused):
        files.store_image(upload(content, "a.png"))


@pytest.mark.parametrize("content", [samples.PDF, samples.picture()[:200], b"\xff\xd8\xff nothing", b""])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(files.FileRefused):
        files.store_image(upload(content, "a.jpg"))


def owner_only(user: Any, file: StoredFile) -> bool:
    return file.uploaded_by_id is not None and file.uploaded_by_id == user.pk


@pytest.fixture
def owners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_access", [owner_only])


def test_only_those_who_may_read_get_it(owners: None) -> None:
    owner, other = factories.user(), factories.user()
    stored = files.store_upload(upload(samples.PDF, "cv.pdf"), user=owner)
    client = Client()
    assert client.get(stored.url).status_code == 404
    client.force_login(other)
    assert client.get(stored.url).status_code == 404
    client.force_login(owner)
    response = client.get(stored.url)
    assert response.status_code == 200
    assert response.getvalue() == samples.PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"].startswith("private")
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_without_any_rule_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_access", [])
    stored = files.store(content=samples.PDF, name="a.pdf")
    assert Client().get(stored.url).status_code == 404


def test_pictures_are_shown_in_the_page_with_a_small_size(owners: None) -> None:
    owner = factories.user()
    stored = files.store_image(upload(samples.picture(1200, 600), "a.jpg"), user=owner)
    client = Client()
    assert client.get(stored.thumbnail_url).status_code == 404
    client.force_login(owner)
    response = client.get(stored.thumbnail_url)
    assert response.headers["Content-Disposition"].startswith("inline")
    assert Image.open(io.BytesIO(response.getvalue())).size == (640, 320)
    again = client.get(stored.thumbnail_url, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_bytes_that_are_gone_are_a_404(owners: None, folder: Path) -> None:
    owner = factories.user()
    stored = files.store(content=samples.PDF, name="a.pdf", user=owner)
    (folder / stored.path).unlink()
    client = Client()
    client.force_login(owner)
    assert client.get(stored.url).status_code == 404


def age(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))


def test_the_sweeper_takes_only_what_nothing_needs(folder: Path) -> None:
    lost = files.store(content=samples.PDF, name="lost.pdf")
    kept = files.store(content=samples.PDF + b"\n", name="kept.pdf")
    HostPhoto.objects.create(institution=factories.host(), file=kept)
    later = timezone.now() + sweeper.GRACE + datetime.timedelta(hours=1)
    assert sweeper.sweep() == (0, 0)
    assert sweeper.sweep(later) == (1, 1)
    assert not default_storage.exists(lost.path)
    assert kept.read()


def test_the_sweeper_leaves_bytes_that_another_row_names(folder: Path) -> None:
    files.store(content=samples.PDF, name="lost.pdf")
    kept = files.store(content=samples.PDF, name="kept.pdf")
    HostPhoto.objects.create(institution=factories.host(), file=kept)
    assert sweeper.sweep(timezone.now() + sweeper.GRACE * 2) == (1, 0)
    assert kept.read() == samples.PDF


def test_both_problems_are_shown_like_any_wrong_input() -> None:
    assert issubclass(files.FileRefused, ValidationError)
    assert issubclass(files.StorageProblem, ValidationError)
