"""What waits for each role, so that « à faire » and the lists are alive: made through the services, as people would.

Letters that go with it leave through the outbox and arrive in the demonstration's mailbox.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from accounts.services import create_organisation, invite
from config.demo.dates import moment
from config.demo.texts import HERE, Codes, read
from hosts.enums import AlertFrequency, HostOrigin
from hosts.models import HostInstitution, ImportBatch, Place, PlacementOffer, SavedSearch
from hosts.services import claims, favourites, institutions, saved_searches
from hosts.services.imports import batches
from hosts.threads import HostSheet
from messaging import threads
from messaging.emails import reference

if TYPE_CHECKING:
    from config.demo.world import World


def make(world: World) -> None:
    text = read("waiting.toml")
    _discoveries(world, text)
    _claim(world, text)
    _newcomers(world)
    _conversation(world, text)
    _kept(world)
    _imports(world)


def _discoveries(world: World, text: dict[str, Any]) -> None:
    """Sheets that wait for a moderator; the first has a likely twin."""
    codes = Codes()
    for one in text["discovered"]:
        place = Place.objects.get(country="FR", code=one["commune"])
        site: dict[str, Any] = {
            "city": place.name,
            "postcode": place.postcodes[0] if place.postcodes else "",
            "country": "FR",
            "place": place,
        }
        host = institutions.create_host(
            actor=world.people[one["finder"]],
            origin=HostOrigin(one["origin"]),
            name=one["name"],
            site=site,
            details={
                "activity": one["activity"],
                "sector_id": codes.sectors[one["sector"]],
                "presentation": one["words"],
            },
        )
        sent = timezone.now() - datetime.timedelta(days=one["days"])
        HostInstitution.objects.filter(pk=host.pk).update(submitted_at=sent, created_at=sent)


def _claim(world: World, text: dict[str, Any]) -> None:
    """The professional recognises the structure where he works, and asks to keep its sheet."""
    territory = world.territories["ille-et-vilaine"]
    drawn = HostInstitution.objects.published().filter(organisation__territory=territory, sector__code="social")
    host = drawn.order_by("pk").first()
    if host is not None:
        claims.claim(
            institution=host,
            user=world.people["professional"],
            **text["claim"],
        )


def _newcomers(world: World) -> None:
    """Two invitations that were not answered yet, and a school that signed up by itself."""
    creche, institute = world.hosts["creche"].organisation, world.organisations["institute"]
    invite(
        organisation=creche, by=world.people["manager"], email="nouvelle.tutrice@example.org", roles=[Role.TUTOR.value]
    )
    invite(organisation=institute, by=world.people["coordinator"], email="nouvel.etudiant@example.org", roles=[])
    founder = User.objects.create_user(
        "lycee@example.org",
        None,
        first_name="Gaëlle",
        last_name="Morin",
        date_joined=moment(world.today, weeks_ago=0.4),
    )
    EmailAddress.objects.create(user=founder, email=founder.email, verified=True, primary=True)
    create_organisation(
        founder=founder,
        kind=OrganisationKind.TRAINING,
        name="Lycée agricole des Trois-Rivières",
        territory=world.territories["ille-et-vilaine"],
    )


def _conversation(world: World, text: dict[str, Any]) -> None:
    """The animator of the territory and the nursery's manager write to each other about its sheet."""
    host, manager = world.hosts["creche"], world.people["manager"]
    opening = HostSheet().opening(manager, str(host.pk))
    if opening is None:
        raise LookupError("the manager of the nursery cannot write about its sheet")
    thread = threads.begin(about=reference(host), opening=opening)
    bodies = {"creche": host.organisation, "club": world.organisations["club"]}
    for one in text["message"]:
        author, body = world.people[one["author"]], bodies[one["organisation"]]
        threads.write(thread=thread, author=author, organisation=body, text=one["text"].strip())


def _kept(world: World) -> None:
    """What the student, the professional and a school want to find again."""
    student, coordinator = world.people["student"], world.people["coordinator"]
    offers = PlacementOffer.objects.open().order_by("pk")
    things: tuple[tuple[User, HostInstitution | PlacementOffer], ...] = (
        (student, world.hosts["residence"]),
        (student, offers.filter(institution=world.hosts["centre_social"])[0]),
        (student, offers.filter(institution=world.hosts["mediatheque"])[0]),
        (coordinator, world.hosts["centre_social"]),
        (world.people["professional"], world.hosts["ime"]),
    )
    for user, thing in things:
        favourites.mark(user=user, thing=thing)
    near = saved_searches.keep(
        user=student,
        name="Petite enfance autour de Montpellier",
        parameters={"q": ["crèche"], "lieu": ["Montpellier (34000)"], "rayon": ["30"]},
        frequency=AlertFrequency.WEEKLY,
    )
    saved_searches.keep(
        user=world.people["professional"],
        name="IME en Ille-et-Vilaine",
        parameters={"q": ["IME"], "territoire": ["ille-et-vilaine"]},
        frequency=AlertFrequency.DAILY,
    )
    # Kept the evening before, so that beat sends its first alert a moment after the site has started.
    now = timezone.now()
    SavedSearch.objects.filter(pk=near.pk).update(checked_until=now - datetime.timedelta(hours=12), next_check_at=now)


def _imports(world: World) -> None:
    """A file of partners that came in some weeks ago, and the next one, checked, with lines to mend."""
    past = _import(world, "partenaires.csv")
    batches.start(batch_id=past.pk, actor=world.people["admin"])
    batches.go_on_here(batch_id=past.pk)
    then = moment(world.today, weeks_ago=11, hour=14)
    ImportBatch.objects.filter(pk=past.pk).update(created_at=then, checked_at=then, finished_at=then)
    _import(world, "nouveaux-partenaires.csv")


def _import(world: World, name: str) -> ImportBatch:
    """Takes a file and has it checked, as the administrator would."""
    admin = world.people["admin"]
    upload = SimpleUploadedFile(name, (HERE / "imports" / name).read_bytes(), content_type="text/csv")
    batch = batches.take(upload=upload, organisation=world.organisations["network"], actor=admin)
    pairs = [(column, field) for column, field in batch.mapping]
    batches.configure(batch_id=batch.pk, actor=admin, pairs=pairs, options={"register": "partenaires"})
    batches.go_on_here(batch_id=batch.pk)
    return batch
