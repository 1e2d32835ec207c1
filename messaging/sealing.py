"""Words that only this site can read back: what codes and personal links lie in until they are sent."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(values: dict[str, Any]) -> str:
    return _box().encrypt(json.dumps(values).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """What `seal` closed. ValueError when no known SECRET_KEY opens it."""
    try:
        values: dict[str, Any] = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as problem:
        raise ValueError("sealed with a key that is not known") from problem
    return values


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"messaging.sealing" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
