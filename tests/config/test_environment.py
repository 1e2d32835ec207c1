"""The one reader of the environment fails early, with a sentence that names the variable."""

from __future__ import annotations

import pytest

from config.environment import EnvironmentProblem, read_environment

GOOD = {
    "DATABASE_URL": "postgres://escale:pw@db:5432/escale",
    "REDIS_URL": "redis://valkey:6379/0",
    "EMAIL_URL": "smtp://user:pw@mail:587",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "stages.example.org,www.example.org",
    "PUBLIC_URL": "https://stages.example.org/",
    "SEAL_CERTIFICATE": "/srv/escale/var/seal/certificate.p12",
}


@pytest.fixture
def good(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_production_reads_everything_from_it(good: pytest.MonkeyPatch) -> None:
    good.setenv("S3_BUCKET", "escale")
    read = read_environment(production=True)
    assert read.allowed_hosts == ["stages.example.org", "www.example.org"]
    assert read.public_url == "https://stages.example.org"
    assert read.database["NAME"] == "escale"
    assert read.email["EMAIL_HOST"] == "mail"
    assert read.s3 == {"bucket": "escale"}
    assert read.proxies == 1
    assert not read.demo


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_variable_is_named(good: pytest.MonkeyPatch, name: str) -> None:
    good.delenv(name)
    with pytest.raises(EnvironmentProblem, match=rf"^Escale: {name} is not set\. \w+"):
        read_environment(production=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x/y"),
        ("REDIS_URL", "amqp://x"),
        ("PROXIES", "two"),
        ("STATEMENT_TIMEOUT_MS", "soon"),
        ("SEAL_TIMESTAMP_URL", "ldap://tsa"),
    ],
)
def test_an_unusable_value_is_named(good: pytest.MonkeyPatch, name: str, value: str) -> None:
    good.setenv(name, value)
    with pytest.raises(EnvironmentProblem, match=name):
        read_environment(production=True)
