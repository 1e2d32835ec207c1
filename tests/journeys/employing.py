"""A working professional names an employer and applies; the host accepts (E10, ECETT)."""

from __future__ import annotations

import datetime

from internships.models import Application, PlacementKind
from tests.journeys import placing
from tests.journeys.conftest import Walk, Walker
from tests.journeys.placing import Cast, Letters


def name_employer(someone: Walker, contact: str, director: str) -> None:
    """« Mon dossier »: in whose service, whom to write to there, who signs."""
    someone.go("/mon-dossier/")
    someone.look()
    someone.press("Name my employer")
    someone.look()
    for name, value in (
        ("name", "Association Les Rives"),
        ("address", "5 quai de la Loire"),
        ("postcode", "44000"),
        ("city", "Nantes"),
        ("function", "éducatrice spécialisée"),
        ("contact_name", "Sofia Pereira"),
        ("contact_email", contact),
    ):
        someone.fill(name, value)
    someone.page.locator("details summary").filter(has_text=someone.say("Somebody else signs for my employer")).click()
    someone.fill("signatory_name", "Inès Garnier")
    someone.fill("signatory_email", director)
    someone.press("Save my employer")
    if someone.page.locator('[name="same"]').count():
        # The employer of another journey bears the same name.
        someone.look()
        someone.page.locator('[name="same"][value="other"]').check()
        someone.press("Save my employer")
    assert "Sofia Pereira" in someone.text
    someone.look()


def apply(someone: Walker, cast: Cast, *, born: datetime.date | None = None) -> None:
    """As a professional in post; the employer that was named is ticked already, the objectives are shown."""
    kind = PlacementKind.objects.get(code="professionnel")
    placing.find_offer(someone, cast)
    someone.press("Apply")
    someone.page.locator(f'[name="frame"][value="p{kind.pk}"]').check()
    for box in someone.page.locator('[name="objectives"]').all():
        box.check()
    if born:
        someone.fill("birth_date", born.isoformat())
    someone.look()
    someone.fill("message", "Bonjour, j’aimerais voir comment vous accueillez les familles.")
    someone.press("Send my application")
    assert someone.say("Your application has left. You will be told as soon as the host answers.") in someone.text


def accepted(walk: Walk, letters: Letters, cast: Cast, application: Application) -> None:
    with walk(cast.mode, cast.manager) as host:
        host.go(f"/candidatures/{application.pk}/")
        host.look()
        assert "Association Les Rives" in host.text
        placing.accept(host, cast)
