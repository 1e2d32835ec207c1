from accounts.models.links import PersonalLink
from accounts.models.organisations import Membership, Organisation, Territory
from accounts.models.people import User
from accounts.models.traces import AuditEntry, AuditText, IdempotencyKey

__all__ = [
    "AuditEntry",
    "AuditText",
    "IdempotencyKey",
    "Membership",
    "Organisation",
    "PersonalLink",
    "Territory",
    "User",
]
