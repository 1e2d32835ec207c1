"""Nothing secret and nobody's address in the logs: personal links, long tokens and e-mail addresses are masked."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

# The token of a personal link, also inside a `?next=`; any other part of a path that is as long and random as a token.
_LINK = re.compile(r"(lien(?:/|%2F))[A-Za-z0-9_-]+", re.IGNORECASE)
_TOKEN = re.compile(r"(?<=[/=])(?=[a-z0-9_-]*[A-Z])(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{32,}(?![A-Za-z0-9_.-])")
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]+(@|%40)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.IGNORECASE)


def discreet(text: str) -> str:
    """The text without tokens and addresses."""
    return _ADDRESS.sub(r"…\1…", _TOKEN.sub("…", _LINK.sub(r"\1…", text)))


class DiscreetFormatter(logging.Formatter):
    """Masks whole lines, traces of errors included."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


class AccessLogger(Logger):  # type: ignore[misc]
    """gunicorn's log of requests: the addresses asked for and those they came from are masked."""

    def atoms(self, *arguments: Any) -> dict[str, Any]:
        return {
            name: discreet(value) if isinstance(value, str) else value
            for name, value in super().atoms(*arguments).items()
        }
