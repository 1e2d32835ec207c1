"""The hash of a file that someone sends to compare: taken as the bytes pass by, nothing of them is kept anywhere."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

# Our documents have a few pages; a scan joined to one may be larger.
LARGEST = 25_000_000


class Fingerprint(UploadedFile):
    """What is left of a file: its size and its hash."""

    def __init__(self, *, name: str, size: int, sha256: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = sha256


class FingerprintHandler(FileUploadHandler):
    """Hashes each file of a request and lets it go; `too_large` says that one was given up."""

    def __init__(self) -> None:
        super().__init__()
        self.too_large = False
        self.digest = hashlib.sha256()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Fingerprint:
        return Fingerprint(name=self.file_name or "file", size=file_size, sha256=self.digest.hexdigest())
