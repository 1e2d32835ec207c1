"""`make run` knows when its site answers, also where nothing tells what « localhost » is."""

from __future__ import annotations

import http.server
import socket
import threading
from typing import Any

import pytest

from config import supervisor
from config.engines import EngineProblem


class Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path == "/healthz" and str(self.headers["Host"]).startswith("localhost:")
        self.send_response(200 if known else 400)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def test_the_site_is_asked_by_number_and_answers_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare Debian in a container has no /etc/hosts."""
    known = socket.getaddrinfo

    def nothing_known(host: Any, *rest: Any, **more: Any) -> Any:
        if host == "localhost":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return known(host, *rest, **more)

    with http.server.HTTPServer(("127.0.0.1", 0), Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(socket, "getaddrinfo", nothing_known)
        monkeypatch.setattr(supervisor, "PATIENCE", 5)
        supervisor.wait_until_ready(str(server.server_port), supervisor.Child("web", [], {}))
        server.shutdown()


def test_a_site_that_never_answers_is_said_with_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
        with pytest.raises(EngineProblem, match=r"web\.log"):
            supervisor.wait_until_ready(str(taken.getsockname()[1]), supervisor.Child("web", [], {}))
