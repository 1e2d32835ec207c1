"""What requests and the ledger register when the site starts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _


def register() -> None:
    from accounts import links, tracewords
    from agreements.services import prefill
    from exchanges import (
        request_emails,
        request_merging,
        request_prefill,
        request_reminders,
        request_todos,
    )
    from exchanges.request_words import WORDS
    from exchanges.request_workflow import VISA_LINK
    from exchanges.selectors import requests
    from exchanges.services import following
    from exchanges.views.request_acts import visa_page
    from hosts.services import merging
    from internships import events
    from messaging import inbox

    tracewords.add(WORDS)
    links.register(
        VISA_LINK,
        view=visa_page,
        send=request_emails.send_link,
        label=_("the visa you are asked for"),
        lifetime=timedelta(days=30),
        still_wanted=requests.link_still_wanted,
    )
    request_reminders.register()
    inbox.register(request_todos.person)
    inbox.register(request_todos.structure)
    events.register("changed", following.follow_changed)
    events.register("stopped", following.follow_stopped)
    events.register("cancelled", following.follow_cancelled)
    merging.register_follower(request_merging.follow)
    prefill.register(request_prefill.terms)
    _pages()


def _pages() -> None:
    from exchanges import panels, request_panels, tabs

    tabs.add(_("Requests"), "exchanges:requests", place=40)
    tabs.add(_("Reciprocity"), "exchanges:ledger", place=50, when=tabs.works)
    tabs.add(_("Ledger of exchanges"), "exchanges:ledger_whole", place=85, when=lambda seat: seat.is_pilot)
    panels.register(request_panels.home, page=panels.HOME)
    panels.register(request_panels.dashboard)
