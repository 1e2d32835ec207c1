"""The state of an application as a sentence, for each reader."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from internships.disclosure import name_for_host
from internships.enums import ApplicationState
from internships.models import Application
from internships.workflow import Who

S = ApplicationState


@dataclass(frozen=True)
class Sentence:
    """`kind` is that of the component « state »: waiting, done, stopped, urgent, draft or nothing."""

    text: str
    kind: str


KINDS = {
    S.HELD: "draft",
    S.SENT: "waiting",
    S.READ: "waiting",
    S.ACCEPTED: "urgent",
    S.CONFIRMED: "done",
    S.REFUSED: "stopped",
}


def sentence(application: Application, who: frozenset[Who]) -> Sentence:
    """How far it is, said to the trainee, to the host, or to whoever looks on."""
    state = ApplicationState(application.state)
    if Who.TRAINEE in who:
        text = _for_trainee(application, state)
    elif who & {Who.HOST, Who.COLLEAGUE}:
        text = _for_host(application, state)
    else:
        text = str(state.label)
    kind = KINDS.get(state, "")
    if state == S.ACCEPTED and Who.TRAINEE not in who:
        kind = "waiting"
    if state in (S.SENT, S.READ) and who & {Who.HOST, Who.COLLEAGUE} and _is_soon(application):
        kind = "urgent"
    return Sentence(text, kind)


def _is_soon(application: Application) -> bool:
    return application.due_on is not None and (application.due_on - timezone.localdate()).days <= 3


def _values(application: Application) -> dict[str, str]:
    closed = application.closed_at or application.answered_at or application.sent_at or application.created_at
    return {
        "host": application.institution.organisation.name,
        "trainee": name_for_host(application),
        "due": _day(application.due_on) if application.due_on else "",
        "sent": _day(timezone.localtime(application.sent_at).date()) if application.sent_at else "",
        "closed": _day(timezone.localtime(closed).date()),
    }


def _day(value: datetime.date) -> str:
    words = date_format(value, "j F")
    return f"1er{words[1:]}" if words.startswith("1 ") and get_language() != "en" else words


def _for_trainee(application: Application, state: ApplicationState) -> str:
    words = {
        S.HELD: _("Leaves as soon as the sheet of %(host)s is checked"),
        S.SENT: _("Sent on %(sent)s, answer expected by %(due)s"),
        S.READ: _("Read by the host, answer expected by %(due)s"),
        S.ACCEPTED: _("Accepted: confirm by %(due)s"),
        S.CONFIRMED: _("Confirmed: the placement is yours"),
        S.REFUSED: _("The host said no on %(closed)s"),
        S.WITHDRAWN: _("Withdrawn by you on %(closed)s"),
        S.EXPIRED: _("No answer in time, closed on %(closed)s"),
        S.LAPSED: _("Not confirmed in time, closed on %(closed)s"),
        S.RELEASED: _("Closed on %(closed)s: you confirmed another placement"),
    }
    return words[state] % _values(application)


def _for_host(application: Application, state: ApplicationState) -> str:
    words = {
        S.HELD: _("Not sent yet"),
        S.SENT: _("New: answer by %(due)s"),
        S.READ: _("To be answered by %(due)s"),
        S.ACCEPTED: _("Accepted: %(trainee)s confirms by %(due)s"),
        S.CONFIRMED: _("Confirmed by %(trainee)s"),
        S.REFUSED: _("Refused on %(closed)s"),
        S.WITHDRAWN: _("Withdrawn by %(trainee)s on %(closed)s"),
        S.EXPIRED: _("Closed on %(closed)s without an answer"),
        S.LAPSED: _("%(trainee)s did not confirm in time"),
        S.RELEASED: _("%(trainee)s has found another placement"),
    }
    return words[state] % _values(application)
