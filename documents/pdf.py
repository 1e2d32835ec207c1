"""HTML templates to PDF bytes: tagged for accessibility (PDF/UA), fonts embedded, nothing fetched from anywhere.

WeasyPrint takes a second to import, so it is imported with the first document of a process and kept.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

# Documents are a few pages long. What is larger or slower than this is a mistake or an attack.
LONGEST_HTML = 2_000_000
TIME_LIMIT = 60.0


class DocumentProblem(Exception):
    """The document cannot be made: too large, too slow, or it asks for something it may not have."""


def render(template: str, context: dict[str, Any], *, language: str | None = None) -> bytes:
    """Renders a template that extends `pdf/base.html` into a PDF/UA document.

    It may use our own static files (`{% static %}`) and `data:` images, nothing else.

    Raises DocumentProblem; what the template itself raises passes through.
    """
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        known = {"SITE_NAME": settings.SITE_NAME, "PUBLIC_URL": settings.PUBLIC_URL, "language": language}
        html = render_to_string(template, {**known, **context})
    return from_html(html)


def from_html(html: str) -> bytes:
    """The same for HTML at hand; what people wrote in it has been cleaned before."""
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    from documents.fetcher import BASE_URL, OwnFiles

    if len(html) > LONGEST_HTML:
        raise DocumentProblem("The document is too long.")
    fetcher = OwnFiles()
    try:
        with time_limit(TIME_LIMIT):
            document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
            made = bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True) or b"")
    except FatalURLFetchingError as problem:
        raise DocumentProblem(str(problem)) from problem
    except TooSlow as problem:
        raise DocumentProblem("The document takes too long to make.") from problem
    if fetcher.problems:
        raise DocumentProblem(f"The document asks for what it may not have: {fetcher.problems[0]}")
    return made


class TooSlow(BaseException):
    """Raised inside a rendering that passed its time limit; no `except Exception` on the way may swallow it."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TooSlow in this thread after `seconds`. Signals would need the main thread, which a request is not.

    It strikes again every half second: a callback from C or a finaliser may swallow it.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    over = threading.Event()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            wait = 0.5
            with lock:
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TooSlow))

    watcher = threading.Thread(target=watch, name="document time limit", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        while not over.is_set():
            # A strike may still be on its way, even in here.
            with contextlib.suppress(TooSlow), lock:
                over.set()
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
