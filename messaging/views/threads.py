from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.idempotency import once
from accounts.models import User
from messaging import threads
from messaging.forms import MessageForm
from messaging.models import Message, Thread

PER_PAGE = 20


@require_safe
@signed_in
def thread_list(request: HttpRequest) -> HttpResponse:
    """One's exchanges, the latest first; `q` searches their titles."""
    words = request.GET.get("q", "").strip()
    found = Thread.objects.visible_to(request.user).with_unread(request.user).newest_first()
    if words:
        found = found.filter(subject__icontains=words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "messaging/threads.html", {"page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One exchange: its messages, who reads along, and the form to answer."""
    shown = get_object_or_404(Thread.objects.as_shown_to(request.user).with_unread(request.user), pk=pk)
    may_write: bool = shown.may_write  # type: ignore[attr-defined]
    if request.method == "POST" and not may_write:
        raise Http404
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _written(request, shown, form)
    written = shown.messages.select_related("author", "organisation", "thread").order_by("pk")
    pages = Paginator(written, PER_PAGE)
    page = pages.get_page(request.GET.get("page") or pages.num_pages)
    context = {"thread": shown, "form": form, "may_write": may_write, **_about(shown, _person(request))}
    lines = [(message, threads.author_name(message, _person(request))) for message in page]
    return render(
        request, "messaging/thread.html", {**context, "page": page, "lines": lines}, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def write(request: HttpRequest, about: str) -> HttpResponse:
    """The first message about an object; leads to the exchange when there is one already."""
    known, opening = threads.may_open(_person(request), about)
    if known:
        return redirect("messaging:thread", pk=known.pk)
    if opening is None:
        raise Http404
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            begun = threads.begin(about=about, opening=opening)
            if not threads.may_write(begun, _person(request)):
                raise Http404
            return _written(request, begun, form)
    subject = threads.subject_of(about)
    context = {"form": form, "opening": opening, "back": subject.url(about.rpartition(":")[2]) if subject else ""}
    return render(request, "messaging/write.html", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that the messages shown were read: by the page itself with JavaScript, by a button without."""
    shown = get_object_or_404(Thread.objects.visible_to(request.user), pk=pk)
    until = request.POST.get("until", "")
    last = get_object_or_404(Message, pk=until if until.isdecimal() else 0, thread=shown)
    threads.mark_read(thread=shown, user=_person(request), until=last.pk)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("messaging:threads")


def _written(request: HttpRequest, shown: Thread, form: MessageForm) -> HttpResponse:
    workspace = request.workspace  # type: ignore[attr-defined]
    threads.write(
        thread=shown, author=_person(request), text=form.cleaned_data["text"], organisation=workspace.organisation
    )
    messages.success(request, _("Your message is sent."))
    return redirect("messaging:thread", pk=shown.pk)


def _about(shown: Thread, viewer: User) -> dict[str, object]:
    parties, watchers = threads.party_names(shown, viewer)
    subject = threads.subject_of(shown.about)
    return {
        "parties": parties,
        "watchers": watchers,
        "about_url": subject.url(shown.about.rpartition(":")[2]) if subject else "",
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
