"""A whole site to hurt: engines, web, worker, beat and a mail server of its own, each a real process."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psutil
import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config.engines import THROWAWAY, Postgres, Valkey, end_with_parent
from config.environment import ROOT
from tests import model_database

# Only a failure waits that long: a loaded machine may be ten times slower than a quiet one.
PATIENCE = 90.0


def eventually(true: Callable[[], Any], *, within: float = PATIENCE) -> Any:
    """Waits until it is; an AssertionError when it never is."""
    limit = time.monotonic() + within
    while not (value := true()):
        assert time.monotonic() < limit, f"not within {within:.0f} s"
        time.sleep(0.1)
    return value


def held(hold: Path) -> bool:
    """Whether a worker has come as far as `hold` lets it."""
    return hold.with_suffix(".held").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Post:
    """A mail server that does as it is told: takes e-mails, refuses them, or holds the line."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[tuple[str, str]] = []
        self.answer = "250 OK"
        self.holding = threading.Event()
        self.release = threading.Event()
        self.release.set()
        self.controller: Controller | None = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.answer.startswith("250"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        import asyncio

        if not self.release.is_set():
            self.holding.set()
            await asyncio.get_running_loop().run_in_executor(None, self.release.wait, 60)
            return "451 try again"
        message = message_from_bytes(envelope.content or b"")  # type: ignore[arg-type]
        self.taken.append((envelope.rcpt_tos[0], str(message["Message-ID"])))
        return "250 OK"

    def start(self) -> None:
        if self.controller is None:
            self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def hold(self) -> None:
        """The next e-mails are kept waiting in the middle, until `let_go`, and then refused for now."""
        self.holding.clear()
        self.release.clear()

    def let_go(self) -> None:
        self.release.set()

    def reset(self) -> None:
        self.let_go()
        self.start()
        self.taken.clear()
        self.answer = "250 OK"


@dataclass
class Answer:
    status: int
    body: str
    seconds: float
    headers: dict[str, str]


class Farm:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="escale-faults-"))
        self.postgres = Postgres(self.folder / "pg", options={**THROWAWAY, "max_connections": "60"})
        self.valkey = Valkey(self.folder / "vk", durable=False)
        self.post = Post()
        self.port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.people: list[dict[str, str]] = []
        self.agreements: list[int] = []  # versions that wait for their last signature
        self.hurt: set[str] = set()  # processes that run with a fault of their own

    # The parts

    def start(self) -> None:
        self.database_url = self.postgres.start()
        self.valkey.start()
        self.post.start()
        model_database.fill(self.database_url)
        self.manage("createcachetable", "--verbosity", "0")
        made = self.run(sys.executable, "-W", "ignore", "-m", "tests.faults.world")
        world = json.loads(made.stdout.splitlines()[-1])
        self.people, self.agreements = world["people"], world["agreements"]

    def end(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.post.let_go()
        self.post.stop()
        self.valkey.stop()
        self.postgres.stop(mode="immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post.port}",
            "VAR_DIR": str(self.folder / "var"),
            "PUBLIC_URL": f"http://localhost:{self.port}",
            "DEMO": "0",
            "POOL_SIZE": "2",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=ROOT, env={**self.environment, **environment}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "manage.py", *arguments, **environment)

    def launch(self, name: str, *command: str, **environment: str) -> None:
        (self.hurt.add if environment else self.hurt.discard)(name)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, "ESCALE_PROCESS": name, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def web(self, **environment: str) -> None:
        options = ["--workers", "1", "--threads", "6", "--worker-class", "gthread", "--no-control-socket"]
        bind = f"127.0.0.1:{self.port}"
        self.launch("web", sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", bind, *options, **environment)
        eventually(lambda: self.answers("/healthz"))

    def worker(self, name: str = "worker", **environment: str) -> None:
        self.celery(name, "worker", "--concurrency", "2", "--hostname", f"{name}@faults", **environment)
        eventually(lambda: b"ready." in self.log(name))

    def beat(self, name: str = "beat") -> None:
        self.celery(name, "beat", "--schedule", str(self.folder / name), "--pidfile", "")

    def celery(self, name: str, *arguments: str, **environment: str) -> None:
        (self.folder / f"{name}.log").unlink(missing_ok=True)
        command = [sys.executable, "-m", "celery", "-A", "config.celery"]
        self.launch(name, *command, *arguments, "--loglevel", "INFO", **environment)

    def log(self, name: str) -> bytes:
        path = self.folder / f"{name}.log"
        return path.read_bytes() if path.exists() else b""

    def story(self) -> str:
        """What waits in the outbox, and the last lines that each process wrote."""
        lines = []
        with contextlib.suppress(psycopg.Error):
            lines += [str(row) for row in self.sql("SELECT * FROM messaging_outboxentry")]
        for path in sorted(self.folder.glob("*.log")):
            said = path.read_text(errors="replace").splitlines()[-30:]
            running = "running" if self.is_running(path.stem) else "not running"
            lines += [f"--- {path.stem}, {running}", *said]
        return "\n".join(lines)

    def kill(self, name: str) -> None:
        """The whole process group, without a chance to tidy up."""
        process = self.processes.pop(name, None)
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def is_running(self, name: str) -> bool:
        return name in self.processes and self.processes[name].poll() is None

    def put_in_order(self) -> None:
        """Web and broker are up, worker and beat are not, nothing waits, the mail server takes everything."""
        for name in list(self.processes):
            if name != "web" or name in self.hurt:
                self.kill(name)
        if self.valkey.process is None or self.valkey.process.poll() is not None:
            self.valkey.start()
        self.flush_broker()
        self.sql("DELETE FROM messaging_outboxentry")
        self.post.reset()
        if not self.is_running("web"):
            self.web()

    def flush_broker(self) -> None:
        with self.broker() as client:
            client.flushall()

    def told(self) -> int:
        """How many messages lie in the broker's queue: without a worker, they stay."""
        with self.broker() as client:
            return int(client.llen("celery"))

    @contextlib.contextmanager
    def broker(self) -> Iterator[Any]:
        import redis

        with contextlib.closing(redis.Redis(unix_socket_path=str(self.valkey.socket))) as client:
            yield client

    def children(self, name: str) -> list[psutil.Process]:
        return psutil.Process(self.processes[name].pid).children(recursive=True)

    # What is asked of it

    def sql(self, statement: str, *values: object, url: str = "") -> list[tuple[Any, ...]]:
        with psycopg.connect(url or self.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def waiting(self) -> int:
        return int(self.sql("SELECT count(*) FROM messaging_outboxentry")[0][0])

    def hurry(self) -> None:
        """What waits for its next attempt is due now."""
        self.sql("UPDATE messaging_outboxentry SET due_at = now()")

    def ask(self, path: str, data: dict[str, str] | None = None, cookies: str = "") -> Answer:
        began = time.monotonic()
        line = http.client.HTTPConnection("localhost", self.port, timeout=30)
        headers = {"Cookie": cookies} if cookies else {}
        with contextlib.closing(line):
            if data is None:
                line.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                line.request("POST", path, urllib.parse.urlencode(data), headers)
            answer = line.getresponse()
            body = answer.read().decode(errors="replace")
            return Answer(answer.status, body, time.monotonic() - began, dict(answer.getheaders()))

    def answers(self, path: str) -> bool:
        try:
            return self.ask(path).status == 200
        except OSError:
            return False

    @contextlib.contextmanager
    def letter(self) -> Iterator[Callable[[], Answer]]:
        """A form opened by the next host's manager; calling it sends a first message, which e-mails the animator."""
        person = self.people.pop()
        path = f"/messages/a-propos/{person['about']}/"
        session = f"sessionid={person['session']}"
        page = self.ask(path, cookies=session)
        assert page.status == 200, page.status
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
        cookie = re.search(r"csrftoken=([^;]+)", page.headers.get("Set-Cookie", ""))
        assert token
        assert cookie
        data = {"csrfmiddlewaretoken": token[1], "text": "Bonjour"}
        yield lambda: self.ask(path, data, f"{session}; csrftoken={cookie[1]}")

    def write(self) -> Answer:
        """Sends one message, for which one e-mail must arrive."""
        with self.letter() as send:
            return send()
