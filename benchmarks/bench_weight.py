"""What a first visit to the search page transfers, without the map: compressed, ours apart from packages'."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import brotli

from benchmarks.bench_search import fill
from benchmarks.report import Figure

NAME = "weight"
GOAL_ALL, GOAL_OURS = 150.0, 60.0
OFFERS = 1_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
IMPORTED = re.compile(r'(?:from|import)\s+"(\./[^"]+)"')
LAZY = re.compile(r'data-(?:script|leaflet|style|outlines)="(/static/[^"]+)"')


def transferred(path: str) -> tuple[int, bool]:
    """Bytes of a static file as whitenoise serves it (brotli; fonts as they are), and whether it is ours."""
    from django.contrib.staticfiles import finders

    found = finders.find(path.removeprefix("/static/"))
    assert isinstance(found, str), path
    content = Path(found).read_bytes()
    ours = "/site-packages/" not in found and "/fonts/" not in path
    return (len(content) if path.endswith("woff2") else len(brotli.compress(content))), ours


def linked(html: str) -> set[str]:
    """What the page links to or preloads, and what its modules import."""
    found = set(LINKED.findall(html)) - set(LAZY.findall(html))
    from django.contrib.staticfiles import finders

    for path in list(found):
        file = finders.find(path.removeprefix("/static/"))
        if path.endswith(".js") and isinstance(file, str):
            folder = path.rsplit("/", 1)[0]
            found |= {f"{folder}/{name[2:]}" for name in IMPORTED.findall(Path(file).read_text("utf-8"))}
    return found


def run(*, full: bool) -> Iterable[Figure]:
    from django.test import Client

    fill(OFFERS)
    for path in ("/recherche/", "/recherche/?q=IME&lieu=Paris&rayon=50"):
        response = Client(headers={"accept-encoding": "gzip"}).get(path)
        zipped = response.headers.get("Content-Encoding") == "gzip"
        html = (gzip.decompress(response.content) if zipped else response.content).decode()
        page = len(response.content)
        sizes = [transferred(one) for one in linked(html)]
        everything = page + sum(size for size, _ours in sizes)
        ours = page + sum(size for size, mine in sizes if mine)
        yield Figure(f"{path}: HTML, gzip{'' if zipped else ' (NOT compressed)'}", page / 1000, "kB")
        yield Figure(f"{path}: everything", everything / 1000, "kB", goal=GOAL_ALL)
        yield Figure(f"{path}: our own", ours / 1000, "kB", goal=GOAL_OURS)
