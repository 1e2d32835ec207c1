"""Limits per account, counted in PostgreSQL by one statement: two attempts at the same moment both count.

They hold while the broker is down, and a whole school behind one address is no problem.
"""

from __future__ import annotations

import datetime
import hashlib

from django.db import connection
from django.utils import timezone

from accounts.models import Attempts

_COUNT = """
INSERT INTO accounts_attempts AS kept (key, since, until, count) VALUES (%(key)s, %(now)s, %(until)s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.until <= %(now)s THEN 1 ELSE kept.count + 1 END,
    since = CASE WHEN kept.until <= %(now)s THEN %(now)s ELSE kept.since END,
    until = CASE WHEN kept.until <= %(now)s THEN %(until)s ELSE kept.until END
RETURNING count
"""


def hit(*parts: object, limit: int, within: datetime.timedelta) -> bool:
    """Counts one attempt at the thing named by `parts`; False when it is beyond `limit` within that time."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(parts), "now": now, "until": now + within})
        (count,) = cursor.fetchone()
    return bool(count <= limit)


def clear(*parts: object) -> None:
    """Forgets the attempts at the thing named by `parts`, after a success."""
    Attempts.objects.filter(key=_key(parts)).delete()


def _key(parts: tuple[object, ...]) -> str:
    return hashlib.sha256("\0".join(str(part).casefold() for part in parts).encode()).hexdigest()
