"""Tests: a throw-away cluster, files in a temporary folder, mail kept in memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from config.environment import read_environment
from config.settings.base import *  # noqa: F403
from config.settings.base import MIDDLEWARE, STORAGES, database

os.environ.setdefault("PUBLIC_URL", "http://testserver")
ENVIRONMENT = read_environment(secret_key="test-only-key-never-used-with-real-data")
DEBUG = False
DEVELOPMENT = True
DEMO = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ["*"]
PUBLIC_URL = ENVIRONMENT.public_url
DEFAULT_FROM_EMAIL = SERVER_EMAIL = "Escale <escale@example.org>"
DATABASES = database(ENVIRONMENT, pool=False)
# The test run migrates one database, and copies it for each of its processes.
if TEMPLATE := os.environ.get("TEST_DATABASE_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEMPLATE}
CELERY_BROKER_URL = ENVIRONMENT.broker_url
REDIS_URL = ENVIRONMENT.redis_url
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "documents.storage.PrivateFolder",
        "OPTIONS": {"location": tempfile.mkdtemp(prefix="escale-files-")},
    },
}
CLAMD_SOCKET = ""
# Made with the first document that a test seals.
SEAL_CERTIFICATE = str(Path(tempfile.mkdtemp(prefix="escale-seal-")) / "certificate.p12")
SEAL_PASSPHRASE = SEAL_TIMESTAMP_URL = SEAL_TRUSTED = ""
# Tests drain the outbox themselves: `messaging.outbox.drain()`.
OUTBOX_NUDGE = False
TILE_URL = TILE_ATTRIBUTION = ""
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ALLAUTH_TRUSTED_PROXY_COUNT = 0
