"""Pages of the house itself: home, health, errors, language, style guide."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.access import public
from accounts.contributions import given
from accounts.workspace import Workspace
from config.doors import doors
from config.figures import figures
from config.styleguide import examples
from documents.models import SiteSettings
from hosts.forms.places import PlaceWidget
from internships import steps
from messaging.inbox import todos
from practices.selectors import network


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For visitors: what this is, and where to begin. For people with an account: what waits for them, first."""
    workspace: Workspace = request.workspace  # type: ignore[attr-defined]
    context: dict[str, object] = {"doors": doors(workspace), "place_box": place_box()}
    if workspace.user is None:
        context["figures"] = figures()
        context["testimonials"] = network.newest.get()
        context["articles"] = network.newest_articles.get()
        # The law wants it on the home page (article 47 of the law of 11 February 2005).
        context["conformity"] = SiteSettings.current().get_conformity_display()
    else:
        context["todos"] = todos(workspace)
        context |= gave(workspace)
        if workspace.kind == "trainee":
            context["route"] = steps.route(workspace.user, request.GET.get("stage", ""))
    return render(request, "config/home.html", context)


def gave(workspace: Workspace) -> dict[str, object]:
    """What the person gave to the network, and the organisation acted for (E25)."""
    user, body = workspace.user, workspace.organisation
    if user is None:
        return {}
    found = given(people=[user.pk], organisations=[body.pk] if body else [])
    return {"gave": found.person(user.pk), "we_gave": found.organisation(body.pk if body else None)}


def place_box() -> str:
    """The box « où ? » of the search, completed as one types."""
    attributes = {"id": "home-lieu", "class": "form-control", "aria-describedby": "home-lieu-hint"}
    return PlaceWidget().render("lieu", "", attributes)


@public
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEVELOPMENT:
        raise Http404
    return render(request, "config/styleguide.html", examples(request))


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Stores the chosen language in a cookie, and with the account when one is signed in."""
    language = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 86400,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
        if request.user.is_authenticated and request.user.language != language:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: whatever broke must not break this page too.

    When the database cannot be reached, or every connection to it is busy, that is a 503: come back soon.
    """
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    return HttpResponse(_static_page("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(_static_page("503.html"), status=503)
    response.headers["Retry-After"] = "10"
    return response


def _static_page(template: str) -> str:
    from django.template.loader import render_to_string

    return render_to_string(template, {"SITE_NAME": settings.SITE_NAME})
