"""Pages of the site: read by everyone, changed on screen by network administrators (S13)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import public, site_admin
from documents import reference, site
from documents.forms import SitePageForm, SiteSettingsForm
from documents.models import SitePage, SiteSettings


@public
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page in the reader's language, otherwise in the site's own."""
    found = site.find(slug, translation.get_language() or settings.LANGUAGE_CODE)
    if found is None:
        raise Http404
    return render(request, "documents/page.html", {"page": found, "body": site.html_of(found.body)})


@site_admin
@require_http_methods(["GET", "HEAD", "POST"])
def site_pages(request: HttpRequest) -> HttpResponse:
    """Who runs the site, and the list of its pages."""
    current = SiteSettings.current()
    form = SiteSettingsForm(request.POST or None, instance=current)
    if request.method == "POST" and form.is_valid():
        site.save_settings(site=form.save(commit=False), actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved. The pages of the site show it from now on."))
        return redirect("documents:site_pages")
    pages = [(one, site.changed_by_people(one)) for one in SitePage.objects.select_related("updated_by")]
    context = {"form": form, "pages": pages, "missing": site.missing(SiteSettings.current())}
    return render(request, "documents/site_pages.html", context)


@site_admin
@require_http_methods(["GET", "HEAD", "POST"])
def edit_page(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Changes a page, with a preview. `?origine=1` puts the text that came with the software into the form."""
    found = get_object_or_404(SitePage, slug=slug, language=language)
    values = {"title": found.title, "body": found.body, "version": found.version}
    if "origine" in request.GET and slug in reference.SLUGS:
        values["title"], values["body"] = reference.delivered(slug, language)
    form = SitePageForm(request.POST or None, initial=values)
    body, stale = found.body, None
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        if "preview" not in request.POST:
            try:
                site.change(page=found, **form.cleaned_data, actor=request.user)  # type: ignore[arg-type]
            except site.Stale as problem:
                # What was typed stays; publishing it again, once compared, goes over the other change knowingly.
                stale = problem.page
                form = SitePageForm(initial={**form.cleaned_data, "version": stale.version})
            else:
                messages.success(request, _("The page is published as you wrote it."))
                return redirect("documents:page", slug=slug)
    context = {
        "form": form,
        "page": found,
        "stale": stale,
        "body": site.html_of(body),
        "previewed": request.method == "POST",
        "changed": site.changed_by_people(found),
        "placeholders": [(f"{{{name}}}", words) for name, (words, value) in site.PLACEHOLDERS.items()],
    }
    return render(request, "documents/edit_page.html", context, status=409 if stale else 200)
