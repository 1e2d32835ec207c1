from accounts.models.organisations import Membership, Organisation, Territory
from accounts.models.people import User

__all__ = ["Membership", "Organisation", "Territory", "User"]
