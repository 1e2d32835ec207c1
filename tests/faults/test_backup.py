"""Fault: restore on an empty machine. Counts, hashes of the files, and a login (quality.md)."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests import factories
from tests.faults.farm import ROOT, Farm

LOGIN = """
from django.test import Client
from accounts.models import User
from documents.models import StoredFile
from django.contrib.sessions.models import Session
import hashlib
assert not Session.objects.exists()
assert Client().login(username="manager0@example.org", password={password!r}), "the password is not known"
for file in StoredFile.objects.all():
    assert hashlib.sha256(file.read()).hexdigest() == file.sha256
print("people", User.objects.count(), "files", StoredFile.objects.count())
User.objects.create_user("new@example.org")
"""


@pytest.fixture
def backup(farm: Farm, tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    farm.manage("backup", str(folder))
    return folder


def empty_database(farm: Farm, name: str) -> str:
    farm.sql(f'DROP DATABASE IF EXISTS "{name}"')
    farm.sql(f'CREATE DATABASE "{name}"')
    return farm.postgres.server.get_uri(name)


def counts(farm: Farm, url: str) -> dict[str, int]:
    names = [name for (name,) in farm.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", url=url)]
    left_out = {"cache", "django_session"}
    return {
        name: int(farm.sql(f'SELECT count(*) FROM "{name}"', url=url)[0][0])
        for name in sorted(names)
        if name not in left_out
    }


def refused(farm: Farm, folder: Path, url: str) -> str:
    """What `restore` says when it refuses."""
    done = subprocess.run(
        [sys.executable, "manage.py", "restore", str(folder)],
        cwd=ROOT,
        env={**farm.environment, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr


def test_restore_on_an_empty_place(farm: Farm, backup: Path, tmp_path: Path) -> None:
    url = empty_database(farm, "restored")
    place = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path / "var")}
    assert "is whole" in farm.manage("restore", "--check", str(backup), **place).stdout
    farm.manage("restore", str(backup), **place)
    assert counts(farm, url) == counts(farm, farm.database_url)
    assert counts(farm, url)["accounts_user"] > 30
    script = LOGIN.format(password=factories.PASSWORD)
    said = farm.manage("shell", "--no-imports", "-c", script, **place).stdout
    # Other faults of the same farm have left their files: all of them came along.
    files = farm.sql("SELECT count(*) FROM documents_storedfile")[0][0]
    assert int(files) >= 1
    assert f"files {files}\n" in said
    # The same again into a place that holds data is refused, and changes nothing.
    assert "not empty" in refused(farm, backup, url)


def test_a_damaged_backup_is_refused_before_anything_changes(farm: Farm, backup: Path) -> None:
    url = empty_database(farm, "refused")
    rows = backup / "database" / "accounts_user.copy.gz"
    whole = rows.read_bytes()
    rows.write_bytes(gzip.compress(gzip.decompress(whole).replace(b"manager1@", b"manager2@")))
    assert "accounts_user" in refused(farm, backup, url)
    rows.write_bytes(whole)
    kept = min(path for path in (backup / "files").rglob("*") if path.is_file())
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + b"x")
    assert "damaged" in refused(farm, backup, url)
    kept.write_bytes(content)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["migrations"].append(["accounts", "9999_from_the_future"])
    (backup / "manifest.json").write_text(json.dumps(manifest))
    assert "newer version" in refused(farm, backup, url)
    (backup / "manifest.json").unlink()
    assert "manifest.json" in refused(farm, backup, url)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_backup_needs_a_folder_of_its_own(farm: Farm, tmp_path: Path) -> None:
    (tmp_path / "something").write_text("mine")
    done = subprocess.run(
        [sys.executable, "manage.py", "backup", str(tmp_path)],
        cwd=ROOT,
        env=farm.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "not empty" in done.stderr
