"""Short articles of the network (S12): read by everybody, written by validators, animators and administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import public, with_role
from accounts.errors import Refused
from accounts.idempotency import once
from documents import richtext
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from hosts.views.people import person
from practices.editing import EDITORS
from practices.forms.network import ArticleFilter, ArticleForm
from practices.models import Article
from practices.network_enums import ArticleState
from practices.selectors import network as selectors
from practices.services import articles as service

PER_PAGE = 12
editor = with_role(*EDITORS)


@require_safe
@public
def article_list(request: HttpRequest) -> HttpResponse:
    chosen = ArticleFilter(request.GET, queryset=selectors.articles())
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/articles/list.html", {"page": page, "filter": chosen})


@require_safe
@public
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; those who keep it also see a draft."""
    rows = Article.objects.visible_to(request.user).select_related("photo", "territory")
    found = get_object_or_404(rows, slug=slug)
    others = [one for one in selectors.newest_articles.get() if one.pk != found.pk][:2]
    keeps = request.user.is_authenticated and Article.objects.kept_by(request.user).filter(pk=found.pk).exists()
    context = {"article": found, "body": richtext.render(found.body), "others": others, "keeps": keeps}
    response = render(request, "practices/articles/detail.html", context)
    if found.state != ArticleState.PUBLISHED:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@editor
def article_kept(request: HttpRequest) -> HttpResponse:
    page = Paginator(selectors.kept_articles(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "practices/articles/kept.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@editor
@once
def article_write(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A new article, or one changed; a stale edit is a 409 that loses nothing."""
    found = (
        get_object_or_404(Article.objects.kept_by(request.user).select_related("photo"), slug=slug) if slug else None
    )
    posted = request.POST if request.method == "POST" else None
    form = ArticleForm(posted, request.FILES or None, instance=found, person=person(request))
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        try:
            made = service.write(
                actor=person(request),
                values=form.changes,
                article_id=found.pk if found else None,
                upload=data["upload"],
                drop_photo=data.get("drop_photo", False),
                edit=form.edit,
            )
        except StaleEdit as problem:
            return stale(request, form, problem.current, back=request.path)
        except (Refused, ValidationError) as problem:
            for words in problem.messages if isinstance(problem, ValidationError) else [str(problem)]:
                form.add_error(None, words)
        else:
            messages.success(request, _("The article is kept."))
            return redirect(made)
    shown = Article.objects.select_related("photo").get(pk=found.pk) if found else None
    context = {"form": form, "article": shown}
    return render(request, "practices/articles/write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@editor
@once
def article_act(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Asks, then publishes, withdraws with a reason, or deletes what was never published."""
    found = get_object_or_404(Article.objects.kept_by(request.user), slug=slug)
    if request.method != "POST" and (action == "retirer") != (found.state == ArticleState.PUBLISHED):
        raise Http404
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            if action == "publier":
                service.publish(article_id=found.pk, actor=person(request))
                messages.success(request, _("The article is published."))
            elif action == "retirer":
                service.withdraw(article_id=found.pk, actor=person(request), reason=reason)
                messages.success(request, _("The article is withdrawn."))
            else:
                service.delete_draft(article_id=found.pk, actor=person(request))
                messages.success(request, _("The draft is deleted."))
                return redirect("practices:article_kept")
        except Refused as problem:
            error = str(problem)
        else:
            return redirect(found)
    context = {"article": found, "action": action, "error": error, "reason": reason}
    return render(request, "practices/articles/act.html", context, status=422 if error else 200)
