"""Applications: sending, answering, confirming, and what time does by itself (S4 to S6)."""

from internships.services.applications.answering import Tutor, accept, mark_read, refuse, undo_refusal
from internships.services.applications.confirming import NoSeat, confirm, tell_seat_lost
from internships.services.applications.deadlines import expire_due
from internships.services.applications.sending import apply, send_held, withdraw

__all__ = [
    "NoSeat",
    "Tutor",
    "accept",
    "apply",
    "confirm",
    "expire_due",
    "mark_read",
    "refuse",
    "send_held",
    "tell_seat_lost",
    "undo_refusal",
    "withdraw",
]
