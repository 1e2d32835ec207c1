"""Static files as they are served: compressed once, named after their content in production."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Without the addresses of source maps: `collectstatic` leaves the maps out."""

    patterns = tuple(
        (files, tuple(one for one in found if "sourceMappingURL" not in (one if isinstance(one, str) else one[0])))
        for files, found in CompressedManifestStaticFilesStorage.patterns
    )


def fingerprint() -> str:
    """Changes with any static file of ours or of a package."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_if_changed() -> None:
    """Collects and compresses into STATIC_ROOT what `make run` serves, when something has changed since."""
    stamp = Path(str(settings.STATIC_ROOT)) / ".stamp"
    mark = fingerprint()
    if stamp.exists() and stamp.read_text() == mark:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)
