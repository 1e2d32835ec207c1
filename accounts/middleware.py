from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from accounts import strong
from accounts.enums import Role
from accounts.workspace import SESSION_KEY, Workspace

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """French unless the user chose otherwise; the browser's own preference is ignored, as decided.

    At sign-in the language of the account is stored in the cookie (`request.language_to_store`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        to_store = getattr(request, "language_to_store", "")
        if to_store and to_store != chosen:
            store_language(request, response, to_store)
        response.headers.setdefault("Content-Language", language)
        return response


def store_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Writes the cookie that remembers the language for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )


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
    """What someone must do before they go anywhere else: network administrators and the back office show a second
    factor (and set one up first); a pupil with a secret from the school chooses their own."""

    # Where one may go meanwhile: to the second factors themselves, out, and to another language.
    OPEN = frozenset(
        {
            "accounts:second_factor",
            "accounts:remove_passkey",
            "account_logout",
            "account_reauthenticate",
            "account_email",
            "account_email_verification_sent",
            "account_change_password",
            "account_set_password",
            "set_language",
            "healthz",
            "readyz",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route in self.OPEN or route.startswith("mfa_") or not request.user.is_authenticated:
            return None
        if request.session.get(strong.MUST_CHANGE_KEY):
            return self.go(request, reverse("account_change_password"))
        memberships = request.workspace.memberships  # type: ignore[attr-defined]
        if not request.user.is_staff and not any(one.role == Role.NETWORK_ADMIN for one in memberships):
            return None
        if not strong.has_shown_factor(request):
            return self.go(request, self.where_to_show(request))
        return None

    def where_to_show(self, request: HttpRequest) -> str:
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        types = set(strong.main_factors(request.user).values_list("type", flat=True))  # type: ignore[arg-type]
        if not types:
            return reverse("accounts:second_factor")
        name = "mfa_reauthenticate" if "totp" in types else "mfa_reauthenticate_webauthn"
        return f"{reverse(name)}?{back}"

    def go(self, request: HttpRequest, address: str) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(address)
        return HttpResponseRedirect(address)
