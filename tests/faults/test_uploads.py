"""Fault: uploads that a virus scanner knows, and a scanner that does not answer."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from documents import files
from documents.models import StoredFile
from tests.documents import samples

pytestmark = pytest.mark.django_db


class Clamd(threading.Thread):
    """Speaks INSTREAM as clamd does: refuses what holds the EICAR test string, finds nothing elsewhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.line.bind(str(path))
        self.line.listen()
        self.seen: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                asker, _address = self.line.accept()
            except OSError:
                return
            with asker, asker.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(size)
                self.seen.append(content)
                found = samples.EICAR in content
                asker.sendall(b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Clamd]:
    server = Clamd(tmp_path / "clamd")
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    server.start()
    yield server
    server.line.shutdown(socket.SHUT_RDWR)
    server.line.close()
    server.join(5)


INFECTED = samples.PDF.replace(b"endobj", b"endobj " + samples.EICAR)


def test_what_the_scanner_knows_is_not_kept(clamd: Clamd) -> None:
    with pytest.raises(files.FileRefused, match="antivirus"):
        files.store_upload(samples.upload(INFECTED, "cv.pdf"))
    assert not StoredFile.objects.exists()
    assert clamd.seen == [INFECTED]


def test_what_it_does_not_know_is_kept(clamd: Clamd) -> None:
    content = samples.PDF.replace(b"endobj", b"endobj" + b" " * 200_000)
    assert files.store_upload(samples.upload(content, "cv.pdf")).size == len(content)
    assert clamd.seen == [content]


def test_without_an_answer_nothing_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    with pytest.raises(files.FileRefused):
        files.store_upload(samples.upload(samples.PDF, "cv.pdf"))
    assert not StoredFile.objects.exists()
