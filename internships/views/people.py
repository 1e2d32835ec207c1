from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from accounts.models import User
from accounts.workspace import Workspace


def person(request: HttpRequest) -> User:
    """Who is signed in; for views that only signed-in people reach."""
    return cast(User, request.user)


def workspace(request: HttpRequest) -> Workspace:
    """In which capacity the person acts."""
    return cast(Workspace, request.workspace)  # type: ignore[attr-defined]
