"""How a working professional prepares a stay at a browser: CV, practices, objectives, planning, budget, grant."""

from __future__ import annotations

import datetime
from urllib.parse import quote

from accounts.models import User
from agreements.models import Agreement
from agreements.services import drafting, versions
from internships.models import Grant, Placement, SmartObjective
from internships.services import placements
from practices.models import GoodPractice
from tests import factories
from tests.agreements.drafting_world import answers
from tests.journeys import behind
from tests.journeys.conftest import Walker
from tests.journeys.placing import Cast, Letters, address_in

DAY = datetime.timedelta(days=1)
WEEK = [(day, start, end) for day in range(1, 6) for start, end in ((540, 750), (810, 1020))]
AIMS = (
    "Conduire un premier entretien d’accueil avec une famille.",
    "Animer le café des parents avec une collègue du lieu.",
    "Tenir un carnet de liaison sans aide.",
    "Présenter notre projet à l’équipe qui m’accueille.",
    "Organiser une sortie de groupe avec les habitants.",
)


def write_profile(someone: Walker) -> None:
    """Who I am, a line of the CV, what is missing, who may read it (E6)."""
    someone.go("/mon-profil/")
    assert someone.say("Nothing yet. Two or three sentences are enough to begin.") in someone.text
    someone.press("Write who I am")
    someone.fill("headline", "Éducatrice spécialisée depuis huit ans en accueil de jour")
    someone.fill("presentation", "J’aime travailler avec les familles. Je cherche comment leur ouvrir nos réunions.")
    someone.fill("mobility", "Partout où l’on peut loger")
    someone.press("Save who I am")
    someone.follow("/mon-profil/experience/ajouter/")
    someone.fill("title", "Éducatrice spécialisée")
    someone.fill("organisation", "Association Les Rives")
    someone.fill("start", "09/2018")
    someone.press("Save this line")
    for words in ("accueil de jour", "Association Les Rives", "Partout où l’on peut loger"):
        assert words in someone.text
    assert someone.say("Still missing:") in someone.text
    someone.look()
    with someone.page.expect_download() as waiting:
        someone.page.locator('a[href="/mon-profil/cv.pdf"]').click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def find_practice(someone: Walker, practice: GoodPractice, words: str) -> None:
    """Searches the practices freely, without a placement, and reads one (E2)."""
    someone.go("/pratiques/")
    form = someone.page.locator("#search-form")
    form.locator('[name="q"]').fill(words)
    send = form.get_by_role("button", name=someone.say("Search"), exact=True)
    if someone.mode.javascript:
        send.click()
        someone.page.wait_for_url(lambda address: "q=" in address)
        someone.settle()
    else:
        with someone.leaving():
            send.click()
    someone.look()
    with someone.leaving():
        someone.page.locator(".hits").get_by_role("link", name=practice.title).filter(visible=True).first.click()
    assert practice.title in someone.text
    assert practice.effects[:40] in someone.text
    someone.look()


def write_objective(someone: Walker, person: User, due: datetime.date) -> None:
    """Five questions; without a day it is refused, and the sentence stands beside the field (E7)."""
    someone.go("/mes-objectifs/")
    someone.press("Write my first objective")
    for name, words in (
        ("specific", AIMS[0]),
        ("measurable", "Trois entretiens menés, une fiche relue pour chacun."),
        ("acceptable", "L’équipe le fait chaque semaine et les familles sont d’accord."),
        ("realistic", "J’ai suivi la formation, et ma tutrice sera là."),
    ):
        someone.fill(name, words)
    someone.press("Save the objective")
    assert not SmartObjective.objects.filter(person=person).exists()
    beside = someone.page.locator("#div_id_due")
    assert someone.say("Choose the day by which it is to be reached.") in beside.inner_text()
    assert someone.page.locator('[name="measurable"]').input_value().startswith("Trois entretiens"), "nothing is lost"
    someone.look()
    someone.fill("due", due.isoformat())
    someone.press("Save the objective")
    assert someone.say("Your objective is written. You can write the next one.") in someone.told
    assert SmartObjective.objects.get(person=person).due == due
    someone.look()


def more_objectives(person: User, due: datetime.date) -> None:
    """The four others, which are written the same way."""
    for aim in AIMS[1:]:
        factories.objective(person, specific=aim, due=due)


def plan(someone: Walker, placement: Placement) -> None:
    """A journey, a lodging, two activities, each with its objective; an overlap is refused (E8)."""
    first = placement.start
    address = f"/stages/{placement.pk}/planning/"
    someone.go(address)
    someone.press("Plan an activity")
    someone.fill("title", "Suivre l’accueil du matin")
    someone.page.locator('[name="objective"]').select_option(index=1)
    _when(someone, first, "09:00", "12:00")
    someone.press("Put it in the planning")
    someone.press("Plan an activity")
    someone.fill("title", "Préparer le café des parents")
    someone.page.locator('[name="objective"]').select_option(index=2)
    _when(someone, first, "11:00", "13:00")
    someone.press("Put it in the planning")
    assert placement.planning.count() == 1, "no overlap"  # type: ignore[attr-defined]
    assert someone.page.locator(".has-error, .invalid-feedback").filter(visible=True).count()
    someone.look()
    _when(someone, first, "13:30", "15:00")
    someone.press("Put it in the planning")
    someone.press("Note a journey")
    for name, words in (("origin", "Nantes"), ("destination", "Rennes"), ("day", (first - DAY).isoformat())):
        someone.fill(name, words)
    someone.fill("start", "17:00")
    someone.fill("end", "18:45")
    someone.page.locator('[name="means"]').select_option("train")
    someone.press("Put it in the planning")
    someone.go(address)
    someone.press("Note a lodging")
    someone.fill("title", "Auberge du Canal")
    someone.fill("day", (first - DAY).isoformat())
    someone.fill("until", (first + 4 * DAY).isoformat())
    someone.press("Put it in the planning")
    someone.go(f"{address}?semaine={first.isoformat()}")
    for words in ("Suivre l’accueil du matin", "Préparer le café des parents", "Auberge du Canal"):
        assert words in someone.text
    someone.look()


def _when(someone: Walker, day: datetime.date, start: str, end: str) -> None:
    for name, value in (("day", day.isoformat()), ("start", start), ("end", end)):
        someone.fill(name, value)


def note_expense(someone: Walker, placement: Placement, label: str, planned: str) -> None:
    """A line of the budget, planned (E9)."""
    someone.go(f"/stages/{placement.pk}/budget/")
    someone.press("Note an expense")
    someone.page.locator('[name="category"]').select_option(index=1)
    someone.fill("label", label)
    someone.fill("planned", planned)
    someone.press("Put it in the budget")
    assert label in someone.text


def ask_for_grant(someone: Walker, grant: Grant, amount: str) -> None:
    """From the budget to the grants, and to the one that suits the stay; nothing leaves before it is sent (E5)."""
    someone.press("See all grants")
    someone.go(f"/bourses/?q={quote(str(grant.funder))}")
    someone.follow(f"/bourses/{grant.pk}/")
    someone.press("Ask for this grant")
    someone.look()
    with someone.leaving():
        someone.page.locator('button[name="placement"]').click()
    someone.press("Write the request")
    someone.fill("amount_asked", amount)
    someone.fill("message", "Ce séjour prépare l’ouverture de nos réunions aux familles.")
    someone.press("Keep it")
    someone.press("Send to the funder")
    someone.press("Send my request")
    assert someone.say("Sent. You are told as soon as the funder answers.") in someone.told
    someone.look()


def give_grant(someone: Walker, letters: Letters, officer: User) -> None:
    """The funder reads the request with its budget and objectives, and grants it."""
    someone.go(address_in(letters(str(officer.email))[-1], someone, "/bourses/demandes/"))
    for words in ("Train Nantes–Rennes", AIMS[0]):
        assert words in someone.text
    someone.press("Grant it")
    someone.fill("answer", "Versée avant votre départ.")
    someone.press("Grant and tell them")
    assert someone.say("Granted: the trainee is told, and the amount stands in their budget.") in someone.told
    someone.look()


def agreement_sent(cast: Cast, placement: Placement) -> Agreement:
    """The journeys of the main job walk it: the hours are noted, each side writes its part, the document is made."""
    placements.set_week(placement_site_id=placement.sites.get().pk, actor=cast.manager, slots=WEEK)  # type: ignore[attr-defined]
    agreement = drafting.draw_up(placement_id=placement.pk, actor=cast.manager)
    for part in agreement.parts.order_by("pk"):
        agreement.refresh_from_db()
        drafting.save_part(
            agreement_id=agreement.pk,
            side=part.side,
            institution=part.institution_id,
            terms=answers(agreement, part.key),
            version=agreement.version,
            actor=cast.manager,
        )
    versions.begin(agreement_id=agreement.pk, actor=cast.manager)
    return behind.drained(agreement)
