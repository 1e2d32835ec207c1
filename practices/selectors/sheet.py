"""A version of a practice as pages and the PDF show it: its content with what its numbers stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Pupil, User
from documents import richtext
from hosts.enums import HostState
from hosts.locator import Locator, locate
from hosts.models import HostInstitution, Occupation, Place, Sector
from hosts.selectors.search.kept import KeptByKey
from hosts.words import country_choices, language_choices
from practices.content import Content, freeze
from practices.enums import Evidence
from practices.models import Audience, GoodPractice, PracticeAttachment, PracticePhoto, PracticeVersion

# The parts of a practice in the order in which one reads them: what did they do, does it work, could we do it.
PARTS = (
    ("context", _("Why they began")),
    ("description", _("What they do")),
    ("effects", _("Does it work?")),
    ("conditions", _("What it takes")),
    ("resources", _("Means and resources")),
    ("transferability", _("Doing the same elsewhere")),
)


_parts: KeptByKey[list[Part]] = KeptByKey(600.0, 300)


@dataclass(frozen=True)
class Part:
    """One long text: its heading, and the clean HTML of its Markdown."""

    name: str
    title: Any
    html: SafeString


@dataclass
class Sheet:
    """`content` belongs to `practice`; `version` is the one it was frozen in, None for the sheet as it stands now."""

    practice: GoodPractice
    content: Content
    version: PracticeVersion | None = None
    viewer: Any = field(default=None, repr=False)

    @property
    def title(self) -> str:
        return self.content["title"] or str(_("Untitled practice"))

    @property
    def shown_at(self) -> datetime:
        """The day it was validated, or else changed."""
        validated = self.version.validated_at if self.version else None
        return validated or (self.version.made_at if self.version else self.practice.updated_at)

    @cached_property
    def sectors(self) -> list[Sector]:
        return _terms(Sector, self.content["sectors"])

    @cached_property
    def occupations(self) -> list[Occupation]:
        return _terms(Occupation, self.content["occupations"])

    @cached_property
    def audiences(self) -> list[Audience]:
        return _terms(Audience, self.content["audiences"])

    @property
    def languages(self) -> list[str]:
        names = dict(language_choices())
        return [names.get(code, code) for code in self.content["languages"]]

    @cached_property
    def parts(self) -> list[Part]:
        """The long texts that say something. A version never changes, so its HTML is made once in a while."""
        if self.version is None:
            return self._made_parts()
        return _parts.get((self.version.pk, self.version.made_at), self._made_parts)

    def _made_parts(self) -> list[Part]:
        told = [(name, title) for name, title in PARTS if self.content[name].strip()]
        return [Part(name, title, richtext.render(self.content[name])) for name, title in told]

    @property
    def evidence(self) -> str:
        return str(Evidence(self.content["evidence"]).label) if self.content["evidence"] else ""

    @property
    def is_observed(self) -> bool:
        return bool(self.content["is_observed"])

    # Files

    @cached_property
    def photos(self) -> list[PracticePhoto]:
        """In the version's order and with its words."""
        rows = _enclosed(PracticePhoto.objects, self.content["photos"])
        return [_worded(row, "alternative", words) for row, words in rows]

    @cached_property
    def attachments(self) -> list[PracticeAttachment]:
        rows = _enclosed(PracticeAttachment.objects, self.content["attachments"])
        return [_worded(row, "title", words) for row, words in rows]

    # Where

    @cached_property
    def host(self) -> HostInstitution | None:
        """The host's sheet; the one it was merged into."""
        if not self.content["host"]:
            return None
        hosts = HostInstitution.objects.select_related("organisation", "sector", "merged_into__organisation")
        found = hosts.filter(pk=self.content["host"]).first()
        return found.merged_into or found if found else None

    @property
    def host_is_public(self) -> bool:
        return self.host is not None and self.host.state == HostState.PUBLISHED

    @property
    def where(self) -> str:
        return str(self.host) if self.host else str(self.content["structure"])

    @cached_property
    def place(self) -> Place | None:
        return Place.objects.filter(pk=self.content["place"]).first() if self.content["place"] else None

    @property
    def town(self) -> str:
        postcode, city = self.content["postcode"], self.content["city"]
        return f"{city} ({postcode})" if postcode and city else str(city or postcode)

    @property
    def country(self) -> str:
        """Named where it is not France."""
        code = str(self.content["country"])
        return "" if code == "FR" else dict(country_choices()).get(code, code)

    @cached_property
    def locator(self) -> Locator | None:
        place = self.place
        return locate(place.country, place.department, place.latitude, place.longitude) if place else None

    # Who

    @cached_property
    def people(self) -> list[User]:
        """Author first; nobody whose name is not to be shown, nobody who was erased."""
        if not self.content["name_shown"]:
            return []
        wanted = [self.practice.author_id, *self.content["co_authors"]]
        return _in_order(named_in_public(), wanted)

    @cached_property
    def team(self) -> list[User]:
        """Author and co-authors, for those who write and validate: also those whom readers do not see."""
        wanted = [self.practice.author_id, *self.content["co_authors"]]
        return _in_order(User.objects.filter(anonymised_at__isnull=True), wanted)

    @cached_property
    def organisation(self) -> Organisation | None:
        """On whose behalf it is told; older versions do not say, theirs is the sheet's."""
        number = self.content.get("organisation", self.practice.organisation_id)
        if number == self.practice.organisation_id:
            return self.practice.organisation
        return Organisation.objects.filter(pk=number).first() if number else None

    @property
    def others(self) -> list[str]:
        """Co-authors without an account, one a line."""
        lines = self.content["other_authors"].splitlines() if self.content["name_shown"] else []
        return [line.strip() for line in lines if line.strip()]


def named_in_public() -> QuerySet[User]:
    """People whose names may stand on a public page (S5): no minors; of unknown age, only the staff of a member."""
    today = timezone.localdate()
    adult = today.replace(year=today.year - 18, day=min(today.day, 28))
    pupil = Exists(Pupil.objects.filter(user=OuterRef("pk")))
    staff = Exists(Membership.objects.current().filter(user=OuterRef("pk")))
    hidden = Q(birth_date__gt=adult) | Q(Q(pupil) | ~Q(staff), birth_date__isnull=True)
    return User.objects.filter(anonymised_at__isnull=True).exclude(hidden)


def _in_order(people: QuerySet[User], wanted: list[int | None]) -> list[User]:
    """Each once."""
    known = people.filter(pk__in=[pk for pk in wanted if pk]).in_bulk()
    return [known[pk] for pk in dict.fromkeys(wanted) if pk in known]


def of_version(version: PracticeVersion) -> Sheet:
    return Sheet(version.practice, version.content, version)


def as_stands(practice: GoodPractice) -> Sheet:
    """What its authors have before them."""
    return Sheet(practice, freeze(practice))


def as_sent(practice: GoodPractice) -> Sheet:
    """What those who only validate read: the version that was sent last, not what is being typed since."""
    version = practice.versions.first()
    return Sheet(practice, version.content, version) if version else as_stands(practice)


def _terms(model: Any, numbers: Iterable[int]) -> list[Any]:
    """Entries in the order of their list, also those out of use."""
    numbers = list(numbers)
    return list(model.objects.filter(pk__in=numbers)) if numbers else []


def _enclosed(rows: Any, wanted: list[dict[str, Any]]) -> list[tuple[Any, str]]:
    if not wanted:
        return []
    known = rows.select_related("file").in_bulk([one["id"] for one in wanted])
    return [(known[one["id"]], one["words"]) for one in wanted if one["id"] in known]


def _worded(row: Any, name: str, words: str) -> Any:
    setattr(row, name, words)
    return row
