"""`make run` starts everything, answers, stops everything on a signal, and keeps its data for the next start."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.engines import embedded
from config.environment import ROOT
from tests import model_database
from tests.faults.farm import eventually, free_port


class Run:
    """`python -m config.supervisor`, as the Makefile calls it, with a folder of its own; or `make run` itself."""

    def __init__(self, var: Path, port: int, *command: str) -> None:
        self.var = var
        self.address = f"http://localhost:{port}"
        self.seen: list[psutil.Process] = []
        names = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
        inherited = {name: value for name, value in os.environ.items() if name not in names}
        self.process = subprocess.Popen(
            command or (sys.executable, "-m", "config.supervisor"),
            cwd=ROOT,
            env={**inherited, "VAR_DIR": str(var), "PORT": str(port), "DEMO": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def answers(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[0]
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                return bool(json.loads(answer.read())["status"] == "ok")
        except OSError:
            return False

    def everything(self) -> list[psutil.Process]:
        """The supervisor, all it started, and the database server, which does not descend from it."""
        found = []
        if self.process.poll() is None:
            found = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        servers = [
            one for one in psutil.process_iter(["cmdline"]) if str(self.var) in " ".join(one.info["cmdline"] or [])
        ]
        found += [one for one in servers if one not in found]
        self.seen += found
        return found

    def kill(self) -> None:
        """Whatever is left of it, also when the process that we started has ended and left others behind."""
        self.everything()
        for one in self.seen:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()

    def database_url(self) -> str:
        return str(json.loads((self.var / "run" / "engines.json").read_text())["DATABASE_URL"])


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for these tests: what one start has left there is what the next one finds, and it starts quickly."""
    folder = tmp_path_factory.mktemp("run") / "var"
    with embedded(folder, durable=True) as engines:
        model_database.fill(engines.database_url)
    return folder


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    started: list[Run] = []
    yield started
    for run in started:
        run.kill()
        run.process.wait(30)
        if run.process.stdout:
            run.process.stdout.close()


def start(runs: list[Run], var: Path, port: int, *command: str) -> Run:
    run = Run(var, port, *command)
    runs.append(run)
    eventually(run.answers, within=120)
    return run


def ended(processes: list[psutil.Process]) -> None:
    _gone, alive = psutil.wait_procs(processes, timeout=30)
    assert not [" ".join(one.cmdline()) for one in alive]


def told_to_stop(run: Run, tell: Callable[[], None]) -> None:
    """It ends well, leaves no process, no port and no pid file of it, and says that the data stays."""
    processes = run.everything()
    tell()
    said = run.process.communicate(timeout=60)[0]
    assert "stopped" in said
    ended(processes)
    assert not port_answers(int(run.address.rpartition(":")[2]))
    assert not [path for name in ("engines.json", "*.pid", "*.sock") for path in run.var.rglob(name)]


PARTS = ("make", "config.supervisor", "gunicorn", "config.celery worker", "config.celery beat", "valkey", "postgres")


def make(port: int) -> list[str]:
    """`make run` on this Python and without its set-up, which has been: the environment may not be its own here."""
    return ["make", "--no-print-directory", "run", f"PORT={port}", f"BIN={Path(sys.executable).parent}", "PYTHON=true"]


def test_it_starts_answers_stops_and_keeps_its_data(runs: list[Run], var: Path) -> None:
    """SIGTERM to `make run` itself, which used to die alone; a supervisor killed; Ctrl-C in a terminal."""
    port = free_port()
    first = start(runs, var, port, *make(port))
    lines = [" ".join(one.cmdline()) for one in first.everything()]
    for part in PARTS:
        assert any(part in line for line in lines), part
    with psycopg.connect(first.database_url(), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO accounts_territory (name, slug, country, time_zone, departments)"
            " VALUES ('Kept', 'kept', 'FR', 'Europe/Paris', '{}')"
        )
    told_to_stop(first, first.process.terminate)
    began = time.monotonic()
    second = start(runs, var, port)
    assert time.monotonic() - began < 60
    with psycopg.connect(second.database_url()) as connection:
        assert connection.execute("SELECT name FROM accounts_territory WHERE slug = 'kept'").fetchone() == ("Kept",)
    # Killed without a chance to tidy up: nothing goes on without it but the database, which the next start takes over.
    processes = [one for one in second.everything() if "postgres" not in one.name()]
    second.process.kill()
    second.process.communicate()
    ended(processes)
    third = start(runs, var, port, *make(port))
    # A terminal tells the whole group in front.
    told_to_stop(third, lambda: os.killpg(third.process.pid, signal.SIGINT))


def test_a_supervisor_told_itself_ends_well(runs: list[Run], var: Path) -> None:
    """As a service manager does: without make between, its own answer is 0."""
    run = start(runs, var, free_port())
    told_to_stop(run, run.process.terminate)
    assert run.process.returncode == 0


def port_answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "config.supervisor"],
            cwd=ROOT,
            env={**os.environ, "VAR_DIR": str(tmp_path), "PORT": str(taken.getsockname()[1])},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "is taken" in done.stderr
    assert "Traceback" not in done.stderr
