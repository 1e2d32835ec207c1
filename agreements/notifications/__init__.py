"""E-mails about agreements: one thing asked, one button, who writes and why."""

from agreements.notifications import certificates, content
from agreements.notifications.remarks import tell_answered, tell_remark
from agreements.notifications.signing import (
    remind,
    tell_cancelled,
    tell_declined,
    tell_delegated,
    tell_not_applied,
    tell_on_paper,
    tell_voided,
)

__all__ = [
    "certificates",
    "content",
    "remind",
    "tell_answered",
    "tell_cancelled",
    "tell_declined",
    "tell_delegated",
    "tell_not_applied",
    "tell_on_paper",
    "tell_remark",
    "tell_voided",
]
