"""A backup is a folder: the rows of every table, every private file, and a manifest of what must be there.

    database/<table>.copy.gz    rows, as PostgreSQL's own COPY writes them
    files/ab/cd/<sha256>        private files, named by the hash of their content
    manifest.json               written last: a folder without it is no backup

No program of the database server is needed, so any version of PostgreSQL gives and takes it. The tables themselves
are made by the migrations named in the manifest; newer ones are applied after the rows are in.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

FORMAT = 1
# What serves for minutes, or opens doors, is not kept: people sign in again after a restore.
LEFT_OUT = ("cache", "django_session")
# Made by the migrations, and by what runs after them.
OWN = ("django_migrations",)
CHUNK = 1 << 20

Say = Callable[[str], object]


class BackupProblem(Exception):
    """The backup cannot be made or restored; the message is for the administrator."""


@dataclass
class Table:
    columns: list[str]
    rows: int
    sha256: str


@dataclass
class Manifest:
    made_at: str
    format: int = FORMAT
    migrations: list[list[str]] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    sequences: dict[str, list[Any]] = field(default_factory=dict)
    # Path of each private file, and its size in bytes; its name is its hash.
    files: dict[str, int] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)


# Making one


def backup(folder: Path, say: Say = print) -> Manifest:
    """Writes a backup into `folder`, which must not exist or be empty. The site may go on meanwhile.

    Raises BackupProblem. Files whose bytes are gone are listed in the manifest and do not stop the rest.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupProblem(f"{folder} is not empty; a backup needs a folder of its own.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "database").mkdir(mode=0o700)
    manifest = Manifest(made_at=timezone.now().isoformat(timespec="seconds"))
    with transaction.atomic(), connection.cursor() as cursor:
        # One state of the whole database, whatever is written while the copy runs.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        manifest.migrations = applied_migrations(cursor)
        for name in tables(cursor):
            if name not in LEFT_OUT + OWN:
                manifest.tables[name] = dump_table(cursor, name, folder / "database" / f"{name}.copy.gz")
        manifest.sequences = sequences(cursor)
        cursor.execute("SELECT DISTINCT path, size FROM documents_storedfile ORDER BY path")
        paths = dict(cursor.fetchall())
    say(f"{sum(table.rows for table in manifest.tables.values())} rows of {len(manifest.tables)} tables")
    for path, size in paths.items():
        if copy_out(path, folder / "files" / path):
            manifest.files[path] = size
        else:
            manifest.missing_files.append(path)
    say(f"{len(manifest.files)} files")
    write_whole(folder / "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
    return manifest


def tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        " ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def columns(cursor: CursorWrapper, table: str) -> list[str]:
    """The columns that hold something of their own, without the generated ones."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [quoted(table)],
    )
    return [name for (name,) in cursor.fetchall()]


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def applied_migrations(cursor: CursorWrapper) -> list[list[str]]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [list(row) for row in cursor.fetchall()]


def sequences(cursor: CursorWrapper) -> dict[str, list[Any]]:
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
    return {name: [last] for name, last in cursor.fetchall() if last is not None}


def dump_table(cursor: CursorWrapper, table: str, target: Path) -> Table:
    names = columns(cursor, table)
    listed = ", ".join(quoted(name) for name in names)
    digest = hashlib.sha256()
    order = f"COPY {quoted(table)} ({listed}) TO STDOUT"
    with gzip.open(target, "wb", compresslevel=5) as out, cursor.copy(order) as rows:  # type: ignore[attr-defined]
        for part in rows:
            digest.update(part)
            out.write(part)
    return Table(names, cursor.rowcount, digest.hexdigest())


def copy_out(path: str, target: Path) -> bool:
    """Copies one private file and checks its hash on the way; False when it is gone or damaged."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    try:
        with default_storage.open(path) as source, target.open("wb") as out:
            for part in source.chunks(CHUNK):
                digest.update(part)
                out.write(part)
    except FileNotFoundError:
        return False
    if digest.hexdigest() != path.rsplit("/", 1)[-1]:
        target.unlink()
        return False
    return True


def write_whole(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


# Checking one


def read_manifest(folder: Path) -> Manifest:
    try:
        values = json.loads((folder / "manifest.json").read_text())
        manifest = Manifest(**{**values, "tables": {name: Table(**table) for name, table in values["tables"].items()}})
    except FileNotFoundError as problem:
        raise BackupProblem(f"{folder} has no manifest.json: it is no backup, or was cut short.") from problem
    except (ValueError, TypeError, KeyError) as problem:
        raise BackupProblem(f"{folder}/manifest.json cannot be read.") from problem
    if manifest.format != FORMAT:
        raise BackupProblem(f"this backup has the format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def verify(folder: Path) -> Manifest:
    """Reads every byte of a backup and compares hashes. Raises BackupProblem naming the first difference."""
    manifest = read_manifest(folder)
    for name, table in manifest.tables.items():
        if dump_hash(folder / "database" / f"{name}.copy.gz") != table.sha256:
            raise BackupProblem(f"the rows of {name} are damaged or missing.")
    for path in manifest.files:
        target = folder / "files" / path
        if not target.is_file() or file_hash(target) != target.name:
            raise BackupProblem(f"the file {path} is damaged or missing.")
    return manifest


def dump_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with contextlib.suppress(OSError, EOFError), gzip.open(path, "rb") as source:
        while part := source.read(CHUNK):
            digest.update(part)
        return digest.hexdigest()
    return ""


def file_hash(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


# Taking it back


def restore(folder: Path, say: Say = print) -> Manifest:
    """Puts a backup into an empty database and the private storage, then brings it up to this version.

    Raises BackupProblem before anything is changed when the backup is damaged, the database holds data, or this
    version is older than the one that made the backup. Rows come in one transaction: all or nothing.
    """
    manifest = verify(folder)
    say(f"the backup of {manifest.made_at} is whole")
    with connection.cursor() as cursor:
        if held := held_data(cursor):
            raise BackupProblem(f"the database is not empty ({', '.join(held[:3])}); give a new one.")
    migrate_to(manifest.migrations)
    load_rows(folder, manifest)
    say(f"{sum(table.rows for table in manifest.tables.values())} rows of {len(manifest.tables)} tables")
    for path in manifest.files:
        copy_in(folder / "files" / path, path)
    say(f"{len(manifest.files)} files")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return manifest


def held_data(cursor: CursorWrapper) -> list[str]:
    """Tables in which someone's data lie; what every migration leaves behind does not count."""
    filled_by_migrations = ("django_migrations", "django_content_type", "auth_permission")
    found = []
    for name in tables(cursor):
        if name in filled_by_migrations + LEFT_OUT:
            continue
        cursor.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1")  # noqa: S608 - a quoted name from the catalogue
        if cursor.fetchone():
            found.append(name)
    return found


def migrate_to(migrations: list[list[str]]) -> None:
    """Applies exactly the migrations of the backup."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in migrations}
    unknown = sorted(wanted - set(executor.loader.disk_migrations))
    if unknown:
        app, name = unknown[0]
        raise BackupProblem(f"this backup was made by a newer version, which has the migration {app}.{name}.")
    graph = executor.loader.graph
    targets = [node for node in wanted if not any(child.key in wanted for child in graph.node_map[node].children)]
    executor.migrate(sorted(targets))


def load_rows(folder: Path, manifest: Manifest) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        present = tables(cursor)
        lacking = sorted(set(manifest.tables) - set(present))
        if lacking:
            raise BackupProblem(f"the table {lacking[0]} does not exist after the migrations of the backup.")
        full = [name for name in present if name in manifest.tables and has_rows(cursor, name)]
        if full:
            cursor.execute(f"TRUNCATE {', '.join(quoted(name) for name in full)} CASCADE")
        for name, table in manifest.tables.items():
            load_table(cursor, name, table, folder / "database" / f"{name}.copy.gz")
        for name, (last,) in manifest.sequences.items():
            cursor.execute("SELECT setval(to_regclass(%s), %s) WHERE to_regclass(%s) IS NOT NULL", [name, last, name])


def has_rows(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1")  # noqa: S608 - a quoted name from the catalogue
    return cursor.fetchone() is not None


def load_table(cursor: CursorWrapper, name: str, table: Table, source: Path) -> None:
    listed = ", ".join(quoted(column) for column in table.columns)
    order = f"COPY {quoted(name)} ({listed}) FROM STDIN"
    with gzip.open(source, "rb") as rows, cursor.copy(order) as target:  # type: ignore[attr-defined]
        while part := rows.read(CHUNK):
            target.write(part)
    cursor.execute(f"SELECT count(*) FROM {quoted(name)}")  # noqa: S608 - a quoted name from the catalogue
    found = cursor.fetchone()[0]
    if found != table.rows:
        raise BackupProblem(f"{name} should hold {table.rows} rows and holds {found}.")


def copy_in(source: Path, path: str) -> None:
    if default_storage.exists(path) and default_storage.size(path) == source.stat().st_size:
        return
    with source.open("rb") as content:
        default_storage.save(path, File(content))
