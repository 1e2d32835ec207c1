"""Consumers of this app; importing them registers them."""

from messaging.emails import deliver

__all__ = ["deliver"]
