"""Production: everything comes from the environment, behind a proxy that speaks TLS."""

from __future__ import annotations

import os

from config.environment import read_environment
from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING, STORAGES, content_security_policy, database, file_storage, mail

ENVIRONMENT = read_environment(production=True)
DEBUG = False
DEVELOPMENT = False
DEMO = False
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_key_fallbacks
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins
PUBLIC_URL = ENVIRONMENT.public_url
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.from_email
DATABASES = database(ENVIRONMENT, pool=os.environ.get("ESCALE_PROCESS") == "web")
CELERY_BROKER_URL, REDIS_URL = ENVIRONMENT.broker_url, ENVIRONMENT.redis_url
STORAGES = {
    **STORAGES,
    "default": file_storage(ENVIRONMENT),
    "staticfiles": {"BACKEND": "config.statics.ManifestStorage"},
}
STATIC_ROOT = ENVIRONMENT.var / "static"
globals().update(mail(ENVIRONMENT))
CLAMD_SOCKET = ENVIRONMENT.clamd
SEAL_CERTIFICATE, SEAL_PASSPHRASE = ENVIRONMENT.seal_certificate, ENVIRONMENT.seal_passphrase
SEAL_TIMESTAMP_URL, SEAL_TRUSTED = ENVIRONMENT.seal_timestamp_url, ENVIRONMENT.seal_trusted
TILE_URL, TILE_ATTRIBUTION = ENVIRONMENT.tile_url, ENVIRONMENT.tile_attribution
CONTENT_SECURITY_POLICY = content_security_policy(ENVIRONMENT)
LOGGING["root"]["level"] = ENVIRONMENT.log_level

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
