"""Files for calendar programs (RFC 5545): what each of them and each of their events carries.

The library takes a tenth of a second to import, so it is imported with the first calendar of a process.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


def new_calendar(name: str = "") -> Calendar:
    """An empty one, under the name that programs show."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Escale//escale//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if name:
        made.add("x-wr-calname", name)
    return made


def new_event(key: str, *, title: str, path: str, changed: datetime.datetime, version: int) -> Event:
    """An event without its days. `key` is the same as long as it is the same event; `path`: its page on this site;
    programs take a greater `version` for news."""
    from icalendar import Event

    made = Event()
    made.add("uid", f"{key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    made.add("dtstamp", changed.astimezone(datetime.UTC))
    made.add("sequence", version)
    made.add("summary", title)
    made.add("url", f"{settings.PUBLIC_URL}{path}")
    return made
