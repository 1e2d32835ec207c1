"""What a container of production runs: `python -m config.serve web|worker|beat`, and `… health web|worker|beat`.

The web prepares the database first (migrations, reference data), one container at a time; worker and beat wait until
it is ready. Each then becomes the real program, so that signals reach it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from config.environment import ROOT, EnvironmentProblem, read_environment

# Held while one container prepares the database; any number that nobody else uses.
PREPARING = 7_418_203_366
READY_WITHIN = 300.0
# Beat writes its schedule every three minutes.
BEAT_SILENT = 900.0


def beat_schedule() -> Path:
    return read_environment(production=True).var / "run" / "beat"


def commands() -> dict[str, list[str]]:
    """The program of each role."""
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    threads = os.environ.get("WEB_THREADS", "4")
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"0.0.0.0:{port()}", "--worker-class", "gthread"]
    web += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", threads, "--timeout", "60"]
    web += ["--logger-class", "config.logs.AccessLogger"]
    web += ["--access-logfile", "-", "--max-requests", "2000", "--max-requests-jitter", "200", "--no-control-socket"]
    worker = ["worker", "--loglevel", "INFO", "--concurrency", os.environ.get("WORKER_CONCURRENCY", "2")]
    return {
        "web": web,
        "worker": [*celery, *worker],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(beat_schedule()), "--pidfile", ""],
    }


def port() -> str:
    return os.environ.get("PORT", "8000")


def prepare() -> None:
    """Migrations and reference data; a second container that starts at once waits for the first."""
    url = read_environment(production=True).database_url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        # The lock goes with the connection, whatever happens here.
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True)


def migrated() -> bool:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"], cwd=ROOT, check=False, capture_output=True
    )
    return done.returncode == 0


def wait(until: Callable[[], Any], what: str, *, within: float = READY_WITHIN) -> None:
    """Waits, and ends the process with a sentence when it takes too long."""
    limit = time.monotonic() + within
    while not until():
        if time.monotonic() > limit:
            raise EnvironmentProblem(f"{what} is not ready after {within:.0f} s.")
        time.sleep(2)


def database_answers() -> bool:
    try:
        psycopg.connect(read_environment(production=True).database_url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def serve(role: str) -> None:
    os.environ["ESCALE_PROCESS"] = role
    wait(database_answers, "the database")
    if role == "web":
        prepare()
    else:
        wait(migrated, "the web, which prepares the database,")
    beat_schedule().parent.mkdir(parents=True, exist_ok=True)
    command = commands()[role]
    os.execv(command[0], command)  # noqa: S606 - the container becomes this program


def healthy(role: str) -> bool:
    """Whether the role does its work, as the container's health check asks."""
    if role == "web":
        return web_answers()
    if role == "beat":
        files = list(beat_schedule().parent.glob("beat*"))
        return any(time.time() - file.stat().st_mtime < BEAT_SILENT for file in files)
    ping = [sys.executable, "-m", "celery", "-A", "config.celery", "inspect", "ping", "--timeout", "5"]
    ping += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(ping, cwd=ROOT, check=False, capture_output=True).returncode == 0


def web_answers() -> bool:
    host = read_environment(production=True).allowed_hosts[0]
    asked = urllib.request.Request(f"http://127.0.0.1:{port()}/readyz", headers={"Host": host})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    match arguments:
        case ["health", ("web" | "worker" | "beat") as role]:
            return 0 if healthy(role) else 1
        case [("web" | "worker" | "beat") as role]:
            serve(role)
            return 0
    print("Escale: python -m config.serve [health] web|worker|beat", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
