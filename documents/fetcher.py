"""What a document may fetch while it is rendered. Imports WeasyPrint: only `documents.pdf` imports this, late."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from weasyprint.urls import URLFetcher, URLFetcherResponse

# A name that exists nowhere stands for this site, so that relative addresses have something to be relative to.
BASE_URL = "https://own.invalid/"


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Gives `data:` addresses and our own static files; anything else stops the rendering.

    WeasyPrint's own fetcher would attach a local file named by `<link rel=attachment>`.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
        # WeasyPrint swallows even fatal errors inside an SVG picture: whoever renders looks here afterwards.
        self.problems: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        try:
            return super().fetch(url, headers) if url.startswith("data:") else self.static(url)
        except Exception as problem:
            self.problems.append(f"{url[:200]}: {type(problem).__name__}")
            raise

    def static(self, url: str) -> URLFetcherResponse:
        prefix = BASE_URL.rstrip("/") + settings.STATIC_URL
        if not url.startswith(prefix):
            raise PermissionError(f"a document may not fetch {url[:200]}")
        name = unquote(urlsplit(url.removeprefix(prefix)).path)
        body = static_bytes(name)
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


def static_bytes(name: str) -> bytes:
    """The content of a static file, by its plain or its collected (hashed) name.

    Raises FileNotFoundError, or SuspiciousFileOperation for a name that climbs out of the folders.
    """
    if found := finders.find(name):
        return Path(str(found)).read_bytes()
    if settings.STATIC_ROOT and staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    raise FileNotFoundError(name)
