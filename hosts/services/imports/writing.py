"""Writes what an import found, five hundred lines at a time."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Territory
from hosts.enums import HostOrigin, HostState, RowOutcome
from hosts.models import ContactPerson, HostInstitution, HostSite, RegisterEntry, Sector
from hosts.services.imports.copying import copy
from hosts.services.imports.results import CONTACT, INSTITUTION, ORGANISATION, POSITION, SITE, Result
from hosts.text import fold


class Writer:
    """Knows what lines refer to: sectors, communes, territories. `touched` collects the hosts to index again."""

    def __init__(self, register: str, places: dict[str, int], territory: Territory | None) -> None:
        self.register, self.places, self.territory = register, places, territory
        self.sectors = dict(Sector.objects.values_list("code", "pk"))
        self.territories = {
            department: each for each in Territory.objects.order_by("-pk") for department in each.departments
        }
        self.touched: list[int] = []
        self.now: datetime.datetime = timezone.now()

    def write(self, results: list[Result]) -> None:
        self._create([result for result in results if result.outcome == RowOutcome.CREATED])
        self._update([result for result in results if result.entry is not None and result.changes])
        self._archive([result for result in results if result.archive])
        self._remember([result for result in results if result.entry is not None])

    def _create(self, results: list[Result]) -> None:
        if not results:
            return
        organisations = copy([self._organisation(result) for result in results])
        slugs = free_slugs(results)
        institutions = copy([self._institution(*each) for each in zip(results, organisations, slugs, strict=True)])
        sites = copy(
            [self._site(result, institution) for result, institution in zip(results, institutions, strict=True)]
        )
        copy([self._entry(result, site) for result, site in zip(results, sites, strict=True)])
        copy(
            [
                contact(result.draft.values, institution, site)
                for result, institution, site in zip(results, institutions, sites, strict=True)
                if result.draft.values["email"] or result.draft.values["contact_name"]
            ]
        )
        for result, institution in zip(results, institutions, strict=True):
            result.institution = institution
        self.touched += [institution.pk for institution in institutions]

    def _organisation(self, result: Result) -> Organisation:
        values = result.draft.values
        return Organisation(
            kind=OrganisationKind.HOST,
            country=values["country"],
            territory=self.territory or self.territories.get(result.draft.department),
            **{name: values[name] for name in ORGANISATION},
        )

    def _institution(self, result: Result, organisation: Organisation, slug: str) -> HostInstitution:
        values = result.draft.values
        institution = HostInstitution(
            organisation=organisation,
            slug=slug,
            state=HostState.PUBLISHED,
            published_at=self.now,
            origin=HostOrigin.IMPORT,
            membership_status=result.draft.membership,
            sector_id=self.sectors.get(values["sector"]),
            **{name: values[name] for name in INSTITUTION if name != "sector"},
        )
        institution.fold_name()
        return institution

    def _site(self, result: Result, institution: HostInstitution) -> HostSite:
        values = result.draft.values
        return HostSite(
            institution=institution,
            is_main=True,
            place_id=self.places.get(values["place"]),
            **{name: values[name] for name in (*SITE, *POSITION) if name != "place"},
        )

    def _entry(self, result: Result, site: HostSite) -> RegisterEntry:
        return RegisterEntry(
            site=site,
            register=self.register,
            identifier=result.draft.identifier,
            checksum=result.draft.checksum(),
            values=result.draft.values,
            seen_at=self.now,
        )

    def _update(self, results: list[Result]) -> None:
        changed: dict[type, tuple[dict[int, Any], set[str]]] = {
            Organisation: ({}, set()),
            HostInstitution: ({}, set()),
            HostSite: ({}, set()),
        }
        for result in results:
            self._apply(result, changed)
            self._update_contact(result)
            self.touched.append(result.institution.pk if result.institution else 0)
        for model, (objects, fields) in changed.items():
            if objects:
                model._default_manager.bulk_update(objects.values(), sorted(fields))  # type: ignore[attr-defined]

    def _apply(self, result: Result, changed: dict[type, tuple[dict[int, Any], set[str]]]) -> None:
        entry = result.entry
        if entry is None:
            return
        site = entry.site
        institution = site.institution

        def put(target: Any, name: str, value: Any) -> None:
            objects, fields = changed[type(target)]
            setattr(target, name, value)
            objects[target.pk] = target
            fields.add(name.removesuffix("_id"))

        for name, value in result.changes.items():
            if name in ORGANISATION:
                put(institution.organisation, name, value)
            elif name == "sector":
                put(institution, "sector_id", self.sectors.get(value))
            elif name in INSTITUTION:
                put(institution, name, value)
            elif name == "place":
                put(site, "place_id", self.places.get(value))
            elif name in (*SITE, *POSITION):
                put(site, name, value)
        for target in (institution, site):
            # A form that is open on the sheet is told that it changed meanwhile.
            put(target, "version", target.version + 1)
            put(target, "edited_from", "")
        institution.fold_name()
        for name in ("folded_name", "name_tokens"):
            put(institution, name, getattr(institution, name))
        put(institution, "updated_at", self.now)

    @staticmethod
    def _update_contact(result: Result) -> None:
        """Our contact is replaced where it still stands as the register gave it."""
        entry, values = result.entry, result.draft.values
        if entry is None or not set(CONTACT) & set(result.changes):
            return
        institution = entry.site.institution
        before = entry.values.get("email") or entry.values.get("contact_name")
        if before:
            ours = institution.contacts.filter(
                email=entry.values.get("email") or "", name=entry.values.get("contact_name") or default_contact()
            )
            if not ours.exists():
                return
            ours.delete()
        if values["email"] or values["contact_name"]:
            contact(values, institution, entry.site).save()

    def _archive(self, results: list[Result]) -> None:
        ids = [result.institution.pk for result in results if result.institution]
        if ids:
            HostInstitution.objects.filter(pk__in=ids).update(state=HostState.ARCHIVED, updated_at=self.now)
            self.touched += ids

    def _remember(self, results: list[Result]) -> None:
        """What the register says now, so that the next import compares with it."""
        entries = []
        for result in results:
            entry = result.entry
            if entry is not None and result.outcome in (RowOutcome.UPDATED, RowOutcome.UNCHANGED):
                checksum = result.draft.checksum()
                entry.seen_at = self.now
                if entry.checksum != checksum and not result.archive:
                    entry.checksum, entry.values = checksum, result.draft.values
                    entries.append(entry)
        RegisterEntry.objects.bulk_update(entries, ["checksum", "values", "seen_at"])
        seen = [result.entry.pk for result in results if result.entry is not None]
        RegisterEntry.objects.filter(pk__in=seen).update(seen_at=self.now)


def default_contact() -> str:
    """The name of a contact of which a register gives only the address: stored, so it is always French."""
    with override("fr"):
        return _("Reception desk")


def contact(values: dict[str, Any], institution: HostInstitution, site: HostSite) -> ContactPerson:
    return ContactPerson(
        institution=institution,
        site=site,
        name=values["contact_name"] or default_contact(),
        function=values["contact_function"],
        email=values["email"],
    )


def free_slugs(results: Iterable[Result]) -> list[str]:
    """An address per new host: its name and town, with its number where somebody bears that already."""
    bases = []
    for result in results:
        values = result.draft.values
        plain = slugify(fold(f"{values['name']} {values['city']}"))[:70].strip("-") or "hote"
        number = slugify(result.draft.identifier)[-18:].strip("-") or secrets.token_hex(4)
        bases.append((plain, f"{plain}-{number}"))
    wanted = {slug for pair in bases for slug in pair}
    taken = set(HostInstitution.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    slugs = []
    for pair in bases:
        slug = next((slug for slug in pair if slug not in taken), f"{pair[0][:70]}-{secrets.token_hex(6)}")
        taken.add(slug)
        slugs.append(slug)
    return slugs
