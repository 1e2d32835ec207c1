"""Innovations: begun, written, declared, interviewed, written up, agreed to, published (E16, E17, E18)."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from documents import files
from hosts import versions
from hosts.models import HostInstitution
from hosts.territories import territory_of
from hosts.versions import Edit
from practices import innovation_emails as emails
from practices.innovation_enums import Agreement, InnovationKind, InnovationState
from practices.innovation_workflow import TELLERS, part_of, require
from practices.models import GoodPractice, Innovation, InnovationPerson, InnovationStep
from practices.models.innovations import LONG_TEXTS
from practices.workflow import Action

TEXTS = ("title", "summary", "inspiration", *LONG_TEXTS, "contact", "photo_words")
FIELDS = ("kind", "organisation", "practice", "host", "sectors", *TEXTS)
NEEDED = ("title", "summary", "change", "way_of_working")
LONGEST_SLUG, TAKEN = 80, frozenset({"raconter"})


class Lacking(Refused):
    """What an innovation that is declared cannot do without; `names` are its fields."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("Something is missing before it can be declared."))
        self.names = names


def locked(innovation_id: int) -> Innovation:
    rows = Innovation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "host__organisation", "practice").get(pk=innovation_id)


@transaction.atomic
def begin(
    *,
    author: User,
    organisation: Organisation | None = None,
    kind: str = InnovationKind.INNOVATION,
    practice: GoodPractice | None = None,
    host: HostInstitution | None = None,
    values: Mapping[str, str] | None = None,
) -> Innovation:
    """A draft inspired by a good practice or by a stay at a host, filled in with `values` (texts by TEXTS)."""
    given = {name: str(value)[: _longest(name)] for name, value in (values or {}).items() if name in TEXTS}
    made = Innovation(organisation=organisation, kind=kind, practice=practice, host=host, **given)
    made.territory = _territory(made)
    made.save()
    if host is not None and host.sector_id:
        made.sectors.add(host.sector_id)
    InnovationPerson.objects.create(innovation=made, user=author, is_author=True, name=author.get_full_name()[:120])
    _trace("innovation.begun", made, author)
    return made


def _longest(name: str) -> int:
    return int(getattr(Innovation._meta.get_field(name), "max_length", 0) or 300)


def _open(innovation_id: int, actor: User) -> Innovation:
    """One that its people may write in now."""
    innovation = locked(innovation_id)
    if not innovation.is_open or not part_of(innovation, actor) & set(TELLERS):
        raise Refused(_("This innovation is not open for writing: take it back first."))
    return innovation


@transaction.atomic
def update(
    *, innovation_id: int, actor: User, changes: Mapping[str, Any], edit: Edit, quiet: bool = False
) -> Innovation:
    """Saves fields of an open innovation. Raises StaleEdit."""
    innovation = _open(innovation_id, actor)
    versions.check(innovation, edit, changes)
    for name, value in changes.items():
        if name == "sectors":
            innovation.sectors.set(value)
        elif name in FIELDS:
            setattr(innovation, name, value)
    innovation.territory = _territory(innovation)
    versions.touch(innovation, edit)
    innovation.save()
    if not quiet:
        _trace("innovation.edited", innovation, actor)
    return innovation


@transaction.atomic
def set_photo(*, innovation_id: int, actor: User, upload: UploadedFile | None, words: str = "") -> Innovation:
    """A picture with the words that replace it, or none."""
    innovation = _open(innovation_id, actor)
    if upload is not None and not words.strip():
        raise Refused(_("Say what the picture shows, for those who cannot see it."))
    innovation.photo = files.store_image(upload, user=actor) if upload is not None else None
    innovation.photo_words = words.strip()[:200] if upload is not None else ""
    versions.touch(innovation, None)
    innovation.save()
    _trace("innovation.edited", innovation, actor)
    return innovation


@transaction.atomic
def delete_draft(*, innovation_id: int, actor: User) -> None:
    innovation = _open(innovation_id, actor)
    if innovation.declared_at is not None:
        raise Refused(_("An innovation that was declared is withdrawn, not deleted."))
    _trace("innovation.deleted", innovation, actor)
    innovation.delete()


# What is decided


@transaction.atomic
def act(*, innovation_id: int, action: str, actor: User, reason: str = "") -> Innovation:
    """Declares, takes back, publishes, sends back, withdraws, opens again. `plan` and `write_up` are their own."""
    innovation = locked(innovation_id)
    step = require(innovation, action, actor)
    reason = reason.strip()[:1000]
    if step.needs_reason and not reason:
        raise Refused(_("Say why, in a sentence: it is sent to the people concerned."))
    if action == "declare":
        _declare(innovation)
    elif action == "publish":
        _publish(innovation)
    _move(innovation, step, actor, reason)
    emails.follow(innovation, step.code, actor)
    return innovation


def _declare(innovation: Innovation) -> None:
    if lacking := missing(innovation):
        raise Lacking(lacking)
    innovation.declared_at = timezone.now()
    new = list(innovation.people.filter(is_author=False, invited_at=None))
    for one in new:
        one.invited_at = innovation.declared_at
        one.save(update_fields=["invited_at"])
        emails.invite(innovation, one)


def missing(innovation: Innovation) -> list[str]:
    """What an innovation that is declared cannot do without (E17: the impact on the way of working), and its source."""
    lacking = [name for name in NEEDED if not getattr(innovation, name).strip()]
    if not (innovation.practice_id or innovation.host_id or innovation.inspiration.strip()):
        lacking.append("inspiration")
    return lacking


def _publish(innovation: Innovation) -> None:
    waiting = innovation.people.filter(agreement=Agreement.ASKED)
    if waiting.exists():
        names = ", ".join(waiting.values_list("name", flat=True))
        raise Refused(_("Not everybody has agreed yet: %(names)s.") % {"names": names})
    if innovation.put_to_them != fingerprint(innovation):
        raise Refused(_("The words have changed since they were agreed to: put them to everybody again."))
    innovation.slug = innovation.slug or free_slug(innovation.title)
    innovation.published_at = innovation.published_at or timezone.now()


@transaction.atomic
def plan(
    *, innovation_id: int, actor: User, at: datetime.datetime, minutes: int, where: str, by: User | None = None
) -> Innovation:
    """« Les interviewera volontiers »: day, hour, length, place or telephone, and by whom; again when it moves."""
    innovation = locked(innovation_id)
    step = require(innovation, "plan", actor)
    if at <= timezone.now():
        raise Refused(_("Choose a day and an hour to come."))
    innovation.interview_at, innovation.interview_minutes = at, minutes
    innovation.interview_where, innovation.interview_by = where.strip()[:300], by or actor
    _move(innovation, step, actor, "")
    emails.follow(innovation, "plan", actor)
    return innovation


@transaction.atomic
def write_up(
    *, innovation_id: int, actor: User, story: str, edit: Edit | None = None, draft: bool = False
) -> Innovation:
    """Keeps the story; unless it is a draft, puts it to everybody named, who agree anew where words changed."""
    innovation = locked(innovation_id)
    step = require(innovation, "write", actor)
    if edit is not None:
        versions.check(innovation, edit, {"story": story})
    if draft and innovation.state == InnovationState.WRITTEN:
        raise Refused(_("These words wait for agreement: put the new ones to everybody."))
    innovation.story = story.strip()
    if draft:
        versions.touch(innovation, edit)
        innovation.save()
        return innovation
    if not innovation.story:
        raise Refused(_("Write the story first."))
    print_of = fingerprint(innovation)
    if print_of != innovation.put_to_them:
        innovation.put_to_them = print_of
        asked = innovation.people.exclude(user=None, email="")
        asked.update(agreement=Agreement.ASKED, answered_at=None)
    _move(innovation, step, actor, "")
    emails.follow(innovation, "write", actor)
    return innovation


def fingerprint(innovation: Innovation) -> str:
    """Of every word that readers see."""
    words = [getattr(innovation, name) for name in (*TEXTS, "story")]
    shown = [innovation.kind, innovation.organisation_id, innovation.practice_id, innovation.host_id]
    shown += [str(innovation.photo_id), *innovation.sectors.order_by("pk").values_list("pk", flat=True)]
    return hashlib.sha256(repr([*words, *shown]).encode()).hexdigest()


def _move(innovation: Innovation, step: Action, actor: User, reason: str) -> None:
    """The transition with its row and its line in the trace."""
    source = innovation.state
    innovation.state, innovation.state_reason = step.target, reason if step.needs_reason else ""
    versions.touch(innovation, None)
    innovation.save()
    InnovationStep.objects.create(
        innovation=innovation, action=step.code, source=source, target=step.target, actor=actor, comment=reason
    )
    audit.record(
        action=f"innovation.{step.code}",
        actor=actor,
        target=innovation,
        organisation=innovation.organisation,
        data={"from": source},
        text=reason,
    )


def free_slug(title: str) -> str:
    """An address that no innovation has; kept for good."""
    base = slugify(title.replace("’", "-"))[:LONGEST_SLUG].strip("-") or "innovation"
    taken = {*TAKEN, *Innovation.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def _territory(innovation: Innovation) -> Any:
    """Whose validators look at it: where those who did it work, else where they saw it."""
    if innovation.organisation and innovation.organisation.territory_id:
        return innovation.organisation.territory
    if innovation.practice and innovation.practice.territory_id:
        return innovation.practice.territory
    site = innovation.host.sites.filter(active=True).select_related("place").first() if innovation.host else None
    return territory_of(site)


def _trace(action: str, innovation: Innovation, actor: User) -> None:
    audit.record(action=action, actor=actor, target=innovation, organisation=innovation.organisation)
