from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: the site's name, whether it is a demonstration, and in which capacity one acts."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "DEMO": settings.DEMO,
        "DEVELOPMENT": settings.DEVELOPMENT,
        "workspace": getattr(request, "workspace", None),
    }
