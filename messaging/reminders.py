"""Reminders: a frequent scan of what is due, each sent once.

A scan looks at what is due *now*, whenever it last ran, so an outage of an hour or of forty days is caught up by
the next one. A row that is unique on (kind, object, due date) is inserted in the transaction that sends, so two
schedulers or two workers at once send it once.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from accounts import audit
from accounts.models import User
from messaging.emails import reference
from messaging.models import Reminder, ReminderSetting

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """A reminder about `target` that fell due on the day `on`; `send` queues its e-mails, in one transaction.

    `part` tells apart two matters of one target that may fall due on the same day.
    """

    target: models.Model
    on: datetime.date
    send: Callable[[], object] = field(compare=False)
    part: str = ""

    @property
    def key(self) -> str:
        """Under which it is known that it went out."""
        return f"{reference(self.target)}·{self.part}" if self.part else reference(self.target)


Scan = Callable[[datetime.datetime], Iterable[Due]]


@dataclass(frozen=True)
class Kind:
    scan: Scan
    label: str | Promise
    # Days from the deadline, negative before it; empty when the reminder has no deadline to move around.
    offsets: tuple[int, ...] = ()


kinds: dict[str, Kind] = {}


def register(kind: str, *, scan: Scan, label: str | Promise = "", offsets: Sequence[int] = ()) -> None:
    """Declares reminders of a kind. `scan(now)` yields what is due and still matters; it may yield what was sent.

    With `offsets`, network administrators can change on screen how many days before or after the deadline they go
    out; the scan reads the days in force with `days(kind)`.
    """
    kinds[kind] = Kind(scan, label, tuple(offsets))


def days(kind: str) -> tuple[int, ...]:
    """The offsets in force, in order; none when administrators switched the kind off."""
    known = ReminderSetting.objects.filter(kind=kind).first()
    if known is None:
        return tuple(sorted(kinds[kind].offsets))
    return tuple(sorted(known.offsets)) if known.enabled else ()


def last_due(deadline: datetime.date, offsets: Iterable[int], today: datetime.date) -> datetime.date | None:
    """The latest day, not after today, on which a reminder about that deadline fell due.

    After an outage this gives one reminder, not every one that was missed.
    """
    passed = [day for offset in offsets if (day := deadline + datetime.timedelta(days=offset)) <= today]
    return max(passed, default=None)


def send_due(now: datetime.datetime | None = None) -> int:
    """Sends every reminder that is due and was not sent; returns how many. One kind's failure stops no other."""
    now = now or timezone.now()
    off = set(ReminderSetting.objects.filter(enabled=False).values_list("kind", flat=True))
    sent = 0
    for name, kind in kinds.items():
        if name in off:
            continue
        try:
            sent += _send_kind(name, kind, now)
        except Exception:
            logger.exception("the reminders %s failed; the next scan tries again", name)
    return sent


def _send_kind(name: str, kind: Kind, now: datetime.datetime) -> int:
    found = list(kind.scan(now))
    known = set(Reminder.objects.filter(kind=name, due__in={due.on for due in found}).values_list("target", "due"))
    return sum(_send_once(name, due) for due in found if (due.key, due.on) not in known)


def _send_once(name: str, due: Due) -> bool:
    """Inserts the row and sends in one transaction; False when another scan has it or sending failed."""
    try:
        with transaction.atomic():
            Reminder.objects.create(kind=name, target=due.key, due=due.on)
            due.send()
    except IntegrityError:  # the other scan has committed: this one waited for it
        if not Reminder.objects.filter(kind=name, target=due.key, due=due.on).exists():
            logger.exception("a reminder %s failed; the next scan tries again", name)
        return False
    except Exception:
        logger.exception("a reminder %s failed; the next scan tries again", name)
        return False
    return True


@transaction.atomic
def change(*, kind: str, enabled: bool, offsets: Sequence[int], by: User) -> ReminderSetting:
    """Sets whether reminders of a kind go out, and how many days before or after the deadline."""
    setting, _made = ReminderSetting.objects.update_or_create(
        kind=kind, defaults={"enabled": enabled, "offsets": sorted(set(offsets))}
    )
    audit.record(action="reminder.set", actor=by, target=setting, data={"enabled": enabled, "offsets": setting.offsets})
    return setting
