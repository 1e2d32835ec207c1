"""`make run`: embedded engines, a demo world, no TLS. Never for real data."""

from __future__ import annotations

import os

from config.environment import read_environment
from config.settings.base import *  # noqa: F403
from config.settings.base import content_security_policy, database, file_storage, mail

# A fixed key is fine here: this environment holds a demonstration, and says so on every page.
ENVIRONMENT = read_environment(secret_key="development-only-key-never-used-with-real-data")
DEBUG = False
DEVELOPMENT = True
DEMO = ENVIRONMENT.demo
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = [*ENVIRONMENT.allowed_hosts, "testserver"]
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins
PUBLIC_URL = ENVIRONMENT.public_url
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.from_email
DATABASES = database(ENVIRONMENT, pool=os.environ.get("ESCALE_PROCESS") == "web")
SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_key_fallbacks
CELERY_BROKER_URL = ENVIRONMENT.broker_url
REDIS_URL = ENVIRONMENT.redis_url
STORAGES = {
    **STORAGES,
    "default": file_storage(ENVIRONMENT),
    # Collected and compressed by `prepare` when one has changed; plain names, so that commands need no collection.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATIC_ROOT = ENVIRONMENT.var / "static"
globals().update(mail(ENVIRONMENT))
if DEMO:
    # The demo delivers into a mailbox page instead of the network.
    EMAIL_BACKEND = "messaging.demo_mailbox.DemoMailboxBackend"
    # The codes that the sign-in page shows stay good for five minutes, not for thirty seconds.
    MFA_TOTP_TOLERANCE = 10
CLAMD_SOCKET = ENVIRONMENT.clamd
SEAL_CERTIFICATE, SEAL_PASSPHRASE = ENVIRONMENT.seal_certificate, ENVIRONMENT.seal_passphrase
SEAL_TIMESTAMP_URL, SEAL_TRUSTED = ENVIRONMENT.seal_timestamp_url, ENVIRONMENT.seal_trusted
TILE_URL, TILE_ATTRIBUTION = ENVIRONMENT.tile_url, ENVIRONMENT.tile_attribution
CONTENT_SECURITY_POLICY = content_security_policy(ENVIRONMENT)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ALLAUTH_TRUSTED_PROXY_COUNT = 0
