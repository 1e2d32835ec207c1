"""Practices: begun, written, sent for validation, decided on (E1, E23)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, User
from hosts import versions
from hosts.models import HostInstitution, HostSite
from hosts.territories import territory_of
from hosts.versions import Edit
from practices import content, notifications
from practices.models import CheckItem, GoodPractice, PracticeStep, PracticeVersion
from practices.selectors.completeness import Missing, missing
from practices.services.indexing import reindex
from practices.workflow import Action, NotPossible, require

# What `begin` may fill in.
FIELDS = (*content.TEXTS, *content.FLAGS, *content.LINKS, *content.LISTS, "languages")
LONGEST_SLUG = 80
# Words of other addresses below « /pratiques/ ».
TAKEN = frozenset({"carte", "partager"})
# What validators do to the version that was sent.
DECISIONS = ("validate", "send_back")


class Incomplete(Exception):
    """The sheet lacks something that a reader needs. `missing` says what, by step."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(str(one.label) for one in missing))
        self.missing = missing


class ReasonNeeded(Exception):
    """Sending back and archiving say why, to the people concerned."""


class Unread(NotPossible):
    """A newer version was sent while the validator read."""


class Unchecked(Exception):
    """A practice is validated once every point of the checklist is met; the message says what is left."""


@transaction.atomic
def begin(
    *,
    author: User,
    organisation: Organisation | None = None,
    values: Mapping[str, Any] | None = None,
    is_observed: bool = False,
    host: HostInstitution | None = None,
) -> GoodPractice:
    """A draft, filled in with `values` (E23: from a stay). A host brings its sector and its commune along.

    `values` go by the fields of the sheet: texts, `languages`, `place`, and the lists `sectors`, `occupations`,
    `audiences`, `co_authors`. Raises ValueError on any other name.
    """
    given = dict(values or {})
    if unknown := set(given) - set(FIELDS):
        raise ValueError(f"a practice has no {', '.join(sorted(unknown))}")
    lists = {name: given.pop(name) for name in content.LISTS if name in given}
    practice = GoodPractice(author=author, organisation=organisation)
    practice.languages = [author.language]
    if host is not None:
        _observed_at(practice, host)
    for name, value in given.items():
        setattr(practice, name, _fitting(name, value))
    practice.is_observed = is_observed
    practice.territory = _territory(practice)
    practice.save()
    if host is not None and host.sector_id and "sectors" not in lists:
        lists["sectors"] = [host.sector_id]
    for name, value in lists.items():
        getattr(practice, name).set(value)
    _trace("practice.begun", practice, author)
    return practice


def _observed_at(practice: GoodPractice, host: HostInstitution) -> None:
    """The host, and where it is."""
    practice.host = host
    site = host.sites.filter(active=True).select_related("place").first()
    if site is not None:
        practice.place, practice.postcode = site.place, site.postcode
        practice.city, practice.country = site.city, site.country


def _fitting(name: str, value: Any) -> Any:
    """A text cut where its column ends: a prefilled draft is never refused for its length."""
    most = getattr(GoodPractice._meta.get_field(name), "max_length", None)
    return value[:most] if isinstance(value, str) and most else value


@transaction.atomic
def update(
    *, practice_id: int, actor: User, changes: Mapping[str, Any], edit: Edit, autosave: bool = False
) -> GoodPractice:
    """Saves fields of an open sheet. Raises versions.StaleEdit, and NotPossible where it is not open (any more)."""
    practice = locked(practice_id)
    if not practice.is_open:
        raise NotPossible(_("This sheet is not open for writing: take it back, or begin a new version."))
    versions.check(practice, edit, changes)
    for name, value in changes.items():
        if name in content.LISTS:
            getattr(practice, name).set(value)
        else:
            setattr(practice, name, value)
    practice.territory = _territory(practice)
    versions.touch(practice, edit)
    practice.save()
    if not autosave:
        _trace("practice.edited", practice, actor, fields=sorted(changes))
    return practice


@transaction.atomic
def act(
    *,
    practice_id: int,
    action: str,
    actor: User,
    reason: str = "",
    met: frozenset[str] | None = None,
    read: int | None = None,
) -> GoodPractice:
    """Applies one action of the table. `met`: the points that the validator ticked; `read`: the version they read.

    Raises NotPossible, Unread, ReasonNeeded, Incomplete (submit) or Unchecked (validate).
    """
    practice = locked(practice_id)
    step = require(practice, action, actor)
    reason = reason.strip()[:1000]
    if step.needs_reason and not reason:
        raise ReasonNeeded(_("Say why, in a sentence: it is sent to the people concerned."))
    if action in DECISIONS and read is not None:
        _check_read(practice, read)
    unmet = _unmet(met) if action in DECISIONS else []
    if action == "validate" and unmet:
        raise Unchecked(_("Tick every point, or send the sheet back and say what is missing."))
    source = practice.state
    made = DEEDS[action](practice, actor) if action in DEEDS else practice.versions.first()
    practice.state, practice.state_reason = step.target, reason if step.needs_reason else ""
    versions.touch(practice, None)
    practice.save()
    log(practice, step, source, actor, version=made, comment=reason, unmet=unmet)
    reindex([practice.pk])
    notifications.follow(practice, step, actor, unmet)
    return practice


def _check_read(practice: GoodPractice, number: int) -> None:
    if not practice.versions.filter(number=number).exists() or practice.versions.filter(number__gt=number).exists():
        raise Unread(_("The state of the sheet has changed meanwhile: here it is."))


def log(
    practice: GoodPractice,
    step: Action,
    source: str,
    actor: User | None,
    *,
    version: PracticeVersion | None,
    comment: str = "",
    unmet: list[CheckItem] | None = None,
) -> None:
    """Every transition leaves its row, and its line in the trace."""
    PracticeStep.objects.create(
        practice=practice,
        of_version=version,
        action=step.code,
        source=source,
        target=step.target,
        actor=actor,
        comment=comment,
        unmet=[item.code for item in unmet or ()],
    )
    audit.record(
        action=f"practice.{step.code}",
        actor=actor,
        target=practice,
        organisation=practice.organisation,
        data={"from": source},
        text=comment,
    )


def _submit(practice: GoodPractice, actor: User) -> PracticeVersion:
    """Freezes what is sent: that is what the validator reads."""
    if lacking := missing(practice):
        raise Incomplete(lacking)
    last = practice.versions.order_by("-number").values_list("number", flat=True).first() or 0
    practice.submitted_at = timezone.now()
    frozen = content.freeze(practice)
    return PracticeVersion.objects.create(practice=practice, number=last + 1, content=frozen, made_by=actor)


def _validate(practice: GoodPractice, actor: User) -> PracticeVersion:
    version = practice.versions.order_by("-number").first()
    assert version is not None
    version.validated_at, version.validated_by = timezone.now(), actor
    version.save(update_fields=["validated_at", "validated_by"])
    practice.published = version
    practice.validated_at = practice.validated_at or version.validated_at
    practice.slug = practice.slug or free_slug(version.content["title"])
    return version


def _revise(practice: GoodPractice, actor: User) -> PracticeVersion | None:
    """Versions made before organisations were frozen are given theirs, which can change from now on."""
    version = practice.published
    if version is not None and "organisation" not in version.content:
        version.content = {**version.content, "organisation": practice.organisation_id}
        version.save(update_fields=["content"])
    return version


def _discard(practice: GoodPractice, actor: User) -> PracticeVersion | None:
    version = practice.published
    if version is not None:
        content.thaw(practice, version.content)
    return version


DEEDS = {"submit": _submit, "validate": _validate, "revise": _revise, "discard": _discard}


def _unmet(met: frozenset[str] | None) -> list[CheckItem]:
    """Points in use that were not ticked; without a checklist sent along (a service, the demonstration), none."""
    return [] if met is None else [item for item in CheckItem.objects.in_use() if item.code not in met]


@transaction.atomic
def delete_draft(*, practice_id: int, actor: User) -> None:
    """Deletes a sheet that was never validated and waits for nobody."""
    practice = locked(practice_id)
    if not practice.is_open or practice.published_id is not None:
        raise NotPossible(_("A practice that was validated is archived, not deleted."))
    _trace("practice.deleted", practice, actor)
    practice.delete()


def locked(practice_id: int) -> GoodPractice:
    """The practice under its row lock."""
    rows = GoodPractice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "place", "host__organisation", "published").get(pk=practice_id)


def free_slug(title: str) -> str:
    """An address that no practice has; kept for good once it is public."""
    base = slugify(title.replace("’", "-"))[:LONGEST_SLUG].strip("-") or "pratique"
    taken = {*TAKEN, *GoodPractice.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def _territory(practice: GoodPractice) -> Any:
    """Whose validators look at it: the territory of its commune, else of its host, else of who wrote it."""
    spot = HostSite(place=practice.place, postcode=practice.postcode, country=practice.country)
    if found := territory_of(spot):
        return found
    for body in (practice.host.organisation if practice.host else None, practice.organisation):
        if body is not None and body.territory_id:
            return body.territory
    return None


def _trace(action: str, practice: GoodPractice, actor: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, target=practice, organisation=practice.organisation, data=data or None)
