"""People, organisations, personal links."""

from __future__ import annotations

from tests.matrix import Row

# A link that nobody was sent: the page says so, to everyone alike.
UNKNOWN = {"token": "nobody-was-sent-this"}

MATRIX = {
    "accounts:link": Row(kwargs=UNKNOWN, get={"*": 404}, post={"*": 404}),
    "accounts:link_code": Row(kwargs=UNKNOWN, get={"*": 404}, post={"*": 404}),
    "accounts:renew_link": Row(kwargs=UNKNOWN, post={"*": 404}),
}
