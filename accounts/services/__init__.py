"""What can be done to people and organisations: one command, one function."""

from accounts.services.security import enable_totp

__all__ = ["enable_totp"]
