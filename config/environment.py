"""The one reader of the environment: typed, and failing early with a sentence.

Settings read nothing from `os.environ` themselves; every variable the product knows is listed here.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from environs import Env, EnvError

ROOT = Path(__file__).resolve().parent.parent
# Everything this machine keeps: engines, private files, logs. The supervisor and the tests give another place.
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
ENGINES_FILE = VAR / "run" / "engines.json"


class EnvironmentProblem(SystemExit):
    """A variable is missing or unusable; the message says which and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Escale: {sentence}")


@dataclass(frozen=True)
class Environment:
    """What the process was told. Durations are seconds, sizes are bytes."""

    database_url: str
    database: dict[str, Any]
    redis_url: str
    email_url: str
    email: dict[str, Any]
    secret_key: str
    secret_key_fallbacks: list[str]
    allowed_hosts: list[str]
    trusted_origins: list[str]
    public_url: str
    proxies: int
    demo: bool
    var: Path
    from_email: str
    tile_url: str
    tile_attribution: str
    s3: dict[str, str] = field(default_factory=dict)
    statement_timeout_ms: int = 15_000
    pool_size: int = 8
    log_level: str = "INFO"
    clamd: str = ""
    seal_certificate: str = ""
    seal_passphrase: str = ""
    seal_timestamp_url: str = ""
    seal_trusted: str = ""

    @property
    def broker_url(self) -> str:
        """The broker's address as Celery writes it, a unix socket included."""
        return self.redis_url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


def running_engines() -> dict[str, str]:
    """URLs of the embedded engines that `make run` is holding open, or nothing."""
    try:
        urls: dict[str, str] = json.loads(ENGINES_FILE.read_text())
    except (OSError, ValueError):
        return {}
    return urls if Path(urls.get("socket", "")).exists() else {}


ENGINES_HINT = "Start the embedded engines with `make run`, or use `make manage ARGS=…`, or give the URL of yours."
KEY_HINT = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
HOSTS_HINT = "List the names this site answers to, separated by commas."
URL_HINT = "Give the address people type, such as https://stages.example.org."
SEAL_HINT = "Give the path of the PKCS#12 file that documents are sealed with; see docs/operations.md."
LOCAL_HOSTS = "localhost,127.0.0.1,testserver"


def read_environment(*, production: bool = False, secret_key: str = "") -> Environment:
    """Reads and checks every variable.

    Raises EnvironmentProblem (a SystemExit) with one sentence naming the variable at fault.
    """
    env = Env()
    try:
        local_url = "" if production else f"http://localhost:{env.str('PORT', '8000')}"
        public_url = _required(env, "PUBLIC_URL", local_url, URL_HINT)
        hosts = _required(env, "ALLOWED_HOSTS", "" if production else LOCAL_HOSTS, HOSTS_HINT)
        return Environment(
            **_engines(env, {} if production else running_engines()),
            **_email(env, production),
            **_seal(env, production),
            secret_key=_required(env, "SECRET_KEY", secret_key, KEY_HINT),
            secret_key_fallbacks=env.list("SECRET_KEY_FALLBACKS", []),
            allowed_hosts=hosts.split(","),
            trusted_origins=env.list("TRUSTED_ORIGINS", [public_url]),
            public_url=public_url.rstrip("/"),
            proxies=env.int("PROXIES", 1 if production else 0),
            demo=env.bool("DEMO", False),
            var=VAR,
            tile_url=env.str("TILE_URL", ""),
            tile_attribution=env.str("TILE_ATTRIBUTION", ""),
            s3=_s3(env),
            statement_timeout_ms=env.int("STATEMENT_TIMEOUT_MS", 15_000),
            pool_size=env.int("POOL_SIZE", 8),
            log_level=env.str("LOG_LEVEL", "INFO"),
            clamd=env.str("CLAMD_SOCKET", ""),
        )
    except EnvError as problem:
        raise EnvironmentProblem(f"a variable of the environment cannot be read. {problem}") from problem


def _required(env: Env, name: str, fallback: str, what: str) -> str:
    value: str = env.str(name, "") or fallback
    if not value:
        raise EnvironmentProblem(f"{name} is not set. {what}")
    return value


def _engines(env: Env, embedded: dict[str, str]) -> dict[str, Any]:
    database_url = _required(env, "DATABASE_URL", embedded.get("DATABASE_URL", ""), ENGINES_HINT)
    redis_url = _required(env, "REDIS_URL", embedded.get("REDIS_URL", ""), ENGINES_HINT)
    if not database_url.startswith(("postgres://", "postgresql://")):
        raise EnvironmentProblem("DATABASE_URL must begin with postgres:// — Escale runs on PostgreSQL only.")
    if not redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise EnvironmentProblem("REDIS_URL must begin with redis://, rediss:// or unix://.")
    database = env.dj_db_url("DATABASE_URL", database_url)
    return {"database_url": database_url, "database": database, "redis_url": redis_url}


def _email(env: Env, production: bool) -> dict[str, Any]:
    url: str = env.str("EMAIL_URL", "" if production else "console://")
    if not url:
        raise EnvironmentProblem("EMAIL_URL is not set. Give smtp://user:password@host:587 or consolemail://.")
    sender = env.str("FROM_EMAIL", "Escale <escale@localhost>")
    return {"email_url": url, "email": env.dj_email_url("EMAIL_URL", url), "from_email": sender}


def _seal(env: Env, production: bool) -> dict[str, Any]:
    # Elsewhere a certificate is made at the first start, which says in its name what it is.
    certificate = _required(
        env, "SEAL_CERTIFICATE", "" if production else str(VAR / "seal" / "certificate.p12"), SEAL_HINT
    )
    url: str = env.str("SEAL_TIMESTAMP_URL", "")
    if url and not url.startswith(("http://", "https://")):
        raise EnvironmentProblem(
            "SEAL_TIMESTAMP_URL must be the http(s) address of a time stamping service (RFC 3161)."
        )
    return {
        "seal_certificate": certificate,
        "seal_passphrase": env.str("SEAL_PASSPHRASE", ""),
        "seal_timestamp_url": url,
        "seal_trusted": env.str("SEAL_TRUSTED", ""),
    }


def _s3(env: Env) -> dict[str, str]:
    names = ("bucket", "endpoint", "region", "access_key", "secret_key")
    with env.prefixed("S3_"):
        return {name: value for name in names if (value := env.str(name.upper(), ""))}
