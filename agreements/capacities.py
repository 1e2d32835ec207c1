"""In which words somebody signs: whoever comes from their work is no trainee."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.enums import Capacity
from internships.enums import Sender


def capacity_words(sender: str, capacity: str) -> str:
    """The words of a capacity; `sender` is who sends to this kind of placement."""
    if capacity == Capacity.TRAINEE and sender != Sender.SCHOOL:
        return _("Professional")
    return str(Capacity(capacity).label)
