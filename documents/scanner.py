"""The optional virus scanner: a clamd, spoken to in its INSTREAM protocol."""

from __future__ import annotations

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.kinds import FileRefused

logger = logging.getLogger(__name__)
CHUNK = 1 << 16
TIMEOUT = 20.0


def check(content: bytes) -> None:
    """Asks the scanner, when CLAMD_SOCKET names one (a path, or host:port).

    Raises FileRefused when it finds something, and also when it does not answer: unchecked files are not kept.
    """
    address = settings.CLAMD_SOCKET
    if not address:
        return
    try:
        answer = ask(address, content)
    except OSError as problem:
        logger.error("the virus scanner does not answer: %s", type(problem).__name__)
        raise FileRefused(_("Files cannot be checked for viruses at the moment. Please try again later.")) from problem
    if not answer.endswith("OK"):
        logger.warning("the virus scanner refused a file: %s", answer[:200])
        raise FileRefused(_("The virus scanner refused this file. It was not kept."))


def ask(address: str, content: bytes) -> str:
    with connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while part := line.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def connect(address: str) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
