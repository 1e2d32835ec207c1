"""No secret, code or address of a person in the logs (quality.md, Privacy)."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config.logs import AccessLogger, DiscreetFormatter, discreet

TOKEN = "aqZA3IaYr2Uhq_lKrbgcbv-Og2RMpYjq2ExsIcBqHh8"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Not Found: /lien/{TOKEN}/", "Not Found: /lien/…/"),
        ("Not Found: /lien/half/code/", "Not Found: /lien/…/code/"),
        (f"/compte/login/?next=/lien/{TOKEN}/", "/compte/login/?next=/lien/…/"),
        (f"/compte/login/?next=%2Flien%2F{TOKEN}%2F", "/compte/login/?next=%2Flien%2F…%2F"),
        (f"/alertes/{TOKEN}/arreter/", "/alertes/…/arreter/"),
        ("/organisation/membres/?email=omar%40example.org", "/organisation/membres/?email=…%40…"),
        ("could not write to omar.b@example.org: refused", "could not write to …@…: refused"),
        ("GET /hotes/ecole-maternelle-publique-du-canal-2/", "GET /hotes/ecole-maternelle-publique-du-canal-2/"),
        ("GET /static/css/base.0123456789ab.css 200", "GET /static/css/base.0123456789ab.css 200"),
    ],
)
def test_what_is_masked_and_what_is_not(text: str, masked: str) -> None:
    assert discreet(text) == masked


def test_errors_too() -> None:
    try:
        raise ValueError("omar@example.org")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "/lien/%s/", (TOKEN,), sys.exc_info())
    line = DiscreetFormatter("%(message)s").format(record)
    assert "/lien/…/" in line
    assert "ValueError: …@…" in line


def test_the_log_of_requests() -> None:
    path = f"/lien/{TOKEN}/"
    request = SimpleNamespace(headers=[("REFERER", f"http://localhost{path}")])
    response = SimpleNamespace(status="200 OK", sent=12, headers=[])
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"http://l{path}",
    }
    request_time = SimpleNamespace(seconds=0, microseconds=1, days=0, total_seconds=lambda: 0.0)
    atoms = AccessLogger(Config()).atoms(response, request, environ, request_time)
    assert TOKEN not in str(atoms)
    assert atoms["r"] == "GET /lien/…/ HTTP/1.1"


def test_the_servers_are_started_with_it() -> None:
    for program in ("config/serve.py", "config/supervisor.py"):
        assert '"--logger-class", "config.logs.AccessLogger"' in Path(program).read_text(), program
