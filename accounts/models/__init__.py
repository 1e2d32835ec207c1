from accounts.models.invitations import Invitation
from accounts.models.limits import Attempts
from accounts.models.links import PersonalLink
from accounts.models.organisations import Membership, Organisation, Territory
from accounts.models.people import User
from accounts.models.privacy import RetentionRule
from accounts.models.pupils import Pupil
from accounts.models.traces import AuditEntry, AuditText, IdempotencyKey

__all__ = [
    "Attempts",
    "AuditEntry",
    "AuditText",
    "IdempotencyKey",
    "Invitation",
    "Membership",
    "Organisation",
    "PersonalLink",
    "Pupil",
    "RetentionRule",
    "Territory",
    "User",
]
