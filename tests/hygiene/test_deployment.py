"""The files of production: they parse, run as nobody special, hold no secret, and start what exists."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
import yaml

from config import serve
from tests.hygiene.sources import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_services_of_production() -> None:
    assert set(SERVICES) == {"web", "worker", "beat", "postgres", "valkey", "mailpit"}
    assert [name for name, service in SERVICES.items() if service.get("profiles")] == ["mailpit"]


def test_every_lasting_service_is_watched_and_restarted() -> None:
    for name in ("web", "worker", "beat", "postgres", "valkey"):
        assert SERVICES[name]["healthcheck"]["test"], name
        assert SERVICES[name]["restart"] == "unless-stopped"


def test_no_secret_stands_in_the_file() -> None:
    """Each secret comes from .env; what matters has no default."""
    named = re.compile(r"PASSWORD|PASSPHRASE|SECRET|_KEY\b|_KEY$")
    seen = 0
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if named.search(name):
                seen += 1
                assert re.fullmatch(r"\$\{\w+(:\?[^}]*|:-)?\}", str(value)), name
    assert seen >= 5
    example = (ROOT / ".env.example").read_text()
    assert re.search(r"^SECRET_KEY=$", example, re.M)
    assert re.search(r"^POSTGRES_PASSWORD=$", example, re.M)
    assert re.search(r"^SEAL_PASSPHRASE=$", example, re.M)


def test_nothing_is_open_to_the_world_but_through_a_proxy() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_does_not_run_as_root() -> None:
    stages = re.findall(r"^FROM (.+)$", DOCKERFILE, re.M)
    assert len(stages) >= 2, "packages are built in a stage of their own"
    last = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert re.findall(r"^USER (.+)$", last, re.M)[-1] not in {"root", "0"}
    assert "--require-hashes" in DOCKERFILE


@pytest.mark.parametrize("role", ["web", "worker", "beat"])
def test_what_the_containers_start_exists(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 50)
    monkeypatch.setenv("EMAIL_URL", "consolemail://")
    monkeypatch.setenv("ALLOWED_HOSTS", "x")
    monkeypatch.setenv("PUBLIC_URL", "https://x")
    monkeypatch.setenv("SEAL_CERTIFICATE", "/srv/seal.p12")
    assert SERVICES[role]["command"][1:] == ["-m", "config.serve", role]
    assert serve.commands()[role][0] == sys.executable


def test_an_unknown_role_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["postgres"]) == 2
    assert "web|worker|beat" in capsys.readouterr().err


def test_waiting_ends_with_a_sentence() -> None:
    with pytest.raises(SystemExit, match="the database is not ready"):
        serve.wait(lambda: False, "the database", within=0)
