"""Static files as they are served, and compressed pages."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from config.middleware import CompressionMiddleware
from config.statics import ManifestStorage, collect_if_changed, fingerprint


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    }
    # Ours and the fonts: enough to see how it is done.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = settings.STATICFILES_DIRS[:2]
    return tmp_path / "static"


def test_collected_once_and_compressed(collected: Path) -> None:
    collect_if_changed()
    sheet = collected / "css" / "base.css"
    assert sheet.with_suffix(".css.br").exists()
    assert not list(collected.rglob("*.map"))
    sheet.unlink()
    collect_if_changed()
    assert not sheet.exists(), "nothing changed, so nothing was done again"
    (collected / ".stamp").write_text("older")
    collect_if_changed()
    assert sheet.exists()
    assert fingerprint() == (collected / ".stamp").read_text()


def test_production_names_files_after_their_content(collected: Path, settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.statics.ManifestStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = ManifestStorage()
    name = storage.stored_name("css/base.css")
    assert name != "css/base.css"
    text = (collected / name).read_text()
    assert "source-sans-regular.woff2" not in text
    assert storage.stored_name("fonts/source-sans-regular.woff2").split("/")[1] in text


@pytest.mark.django_db
def test_pages_travel_compressed(client: Client) -> None:
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"<html" in gzip.decompress(response.content)


def test_files_travel_as_they_are() -> None:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    for response in (
        HttpResponse(b"x" * 5000, "image/png"),
        FileResponse(iter([b"x" * 5000]), content_type="application/pdf"),
    ):
        answer = CompressionMiddleware(lambda request, response=response: response)(request)
        assert "Content-Encoding" not in answer.headers
