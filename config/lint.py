"""`make lint`: every static check, two at a time; each prints its own findings, all are run, any fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from documents import certificates

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Enough for the settings to be read; no check connects anywhere.
TEST = {
    "DJANGO_SETTINGS_MODULE": "config.settings.test",
    "DATABASE_URL": "postgres://nowhere/lint",
    "REDIS_URL": "redis://nowhere",
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgres://nowhere/lint",
    "REDIS_URL": "redis://nowhere",
    "EMAIL_URL": "consolemail://",
    "SECRET_KEY": "lint-only-" + "x1y2z3" * 12,
    "ALLOWED_HOSTS": "stages.example.org",
    "PUBLIC_URL": "https://stages.example.org",
    "SEAL_PASSPHRASE": "lint-only",
}

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    # The longest first.
    ("types", [f"{BIN}/mypy", "--no-error-summary"], TEST),
    ("ruff", [f"{BIN}/ruff", "check", "-q", "."], {}),
    ("format", [f"{BIN}/ruff", "format", "-q", "--check", "."], {}),
    ("order of the apps", [f"{BIN}/lint-imports", "--no-logo"], {}),
    ("templates", [f"{BIN}/djlint", "--quiet", "--lint", "templates"], {}),
    (
        "migrations",
        [sys.executable, "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"],
        TEST,
    ),
    ("deployment", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("translations", [sys.executable, "-m", "config.messages", "check"], TEST),
]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="escale-lint-") as folder:
        certificate = Path(folder) / "certificate.p12"
        certificates.write(certificates.self_signed("lint"), certificate, PRODUCTION["SEAL_PASSPHRASE"])
        PRODUCTION["SEAL_CERTIFICATE"] = str(certificate)
        return run()


def run() -> int:
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for (name, _command, _environment), (done, took) in zip(CHECKS, pool.map(check, CHECKS), strict=True):
            print(f"lint: {name:<20} {'FAILED' if done.returncode else 'ok':<6} {took:5.1f} s", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    return 1 if failed else 0


def check(one: tuple[str, list[str], dict[str, str]]) -> tuple[subprocess.CompletedProcess[str], float]:
    """What the check said, and how long it took (s)."""
    _name, command, environment = one
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    return done, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
