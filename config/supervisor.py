"""`make run`: engines, migrations, demo world, web + worker + beat, and a clean end of them all.

It alone owns the embedded engines; with DATABASE_URL and REDIS_URL given it uses those instead.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

from config.engines import EngineProblem, end_with_parent, owned
from config.environment import ROOT, VAR

PYTHON = sys.executable
LOGS = VAR / "log"
# Seconds that the site may take until it answers: a slow machine with other work.
PATIENCE = 180
# A child that dies is started again; one that dies this often within a minute ends the run.
MOST_RESTARTS = 5


class Stopped(Exception):
    """SIGINT or SIGTERM arrived."""


def stop(signum: int, frame: FrameType | None) -> None:
    """Begins the end, once: a second signal must not interrupt it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stopped


class Child:
    """One process of the site, in a group of its own so that Ctrl-C reaches it through us, in order."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self.command = command
        self.environment = {**environment, "ESCALE_PROCESS": name}
        self.started: list[float] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.started = [at for at in self.started if at > time.monotonic() - 60] + [time.monotonic()]
        with (LOGS / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def ensure(self) -> None:
        if self.process is None or self.process.poll() is None:
            return
        if len(self.started) > MOST_RESTARTS:
            raise EngineProblem(f"{self.name} keeps stopping; the reason stands in var/log/{self.name}.log.")
        print(f"Escale: {self.name} stopped and is started again; see var/log/{self.name}.log", flush=True)
        self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)


def children(environment: dict[str, str], port: str) -> list[Child]:
    web = [PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", f"0.0.0.0:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--timeout", "60", "--no-control-socket"]
    web += ["--access-logfile", "-", "--logger-class", "config.logs.AccessLogger"]
    celery = [PYTHON, "-m", "celery", "-A", "config.celery"]
    return [
        Child("web", web, environment),
        Child("worker", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"], environment),
        Child(
            "beat",
            [*celery, "beat", "--loglevel", "INFO", "--schedule", str(VAR / "run" / "beat")],
            environment,
        ),
    ]


def manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise EngineProblem(f"`manage.py {' '.join(arguments)}` failed; the reason stands above.")


def wait_until_ready(port: str, web: Child) -> None:
    """Returns once the site answers; EngineProblem when it does not within the time set, or keeps dying."""
    # By number: the name « localhost » is unknown where there is no /etc/hosts, a bare system in a container for one.
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": f"localhost:{port}"})
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        web.ensure()
        try:
            with urllib.request.urlopen(asked, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.25)
    raise EngineProblem(f"the site did not answer within {PATIENCE} seconds; see var/log/web.log.")


def port_is_free(port: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", int(port))) != 0


@contextlib.contextmanager
def engine_urls() -> Iterator[dict[str, str]]:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if len(given) == 2:
        yield given
        return
    with owned(VAR) as engines:
        yield {**engines.urls(), **given}


def run(port: str) -> None:
    if not port_is_free(port):
        raise EngineProblem(f"port {port} is taken. Choose another one: make run PORT=8001")
    LOGS.mkdir(parents=True, exist_ok=True)
    address = f"http://localhost:{port}"
    with engine_urls() as urls:
        environment = {
            **os.environ,
            **urls,
            "DEMO": os.environ.get("DEMO", "1"),
            "PORT": port,
            "PUBLIC_URL": os.environ.get("PUBLIC_URL", address),
        }
        environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        print("Escale: preparing the database", flush=True)
        manage(environment, "prepare")
        processes = children(environment, port)
        try:
            for child in processes:
                child.start()
            wait_until_ready(port, processes[0])
            manage(environment, "announce", address)
            while True:
                time.sleep(1)
                for child in processes:
                    child.ensure()
        finally:
            for child in reversed(processes):
                child.ask_to_stop()
            for child in reversed(processes):
                child.stop()


def main() -> int:
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        run(os.environ.get("PORT") or "8000")
    except Stopped:
        pass
    except EngineProblem as problem:
        print(f"Escale: {problem}", file=sys.stderr)
        return 1
    print("\nEscale: stopped; the data stays in var/ for the next start.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
