"""An administrator imports a register with a bad row, mends it, imports (must show 2, E3, §3)."""

from __future__ import annotations

from pathlib import Path

from accounts.enums import OrganisationKind, Role
from hosts.models import HostInstitution
from messaging import outbox
from tests import factories
from tests.journeys.conftest import Mode, Walk, Walker


def register(folder: Path, mode: Mode, *, town: str) -> Path:
    """Three lines; the town of the last one is missing unless it is given."""
    tag = str(mode)
    lines = [
        "numero;nom;adresse;code_postal;commune;telephone",
        f"{tag}-1;Foyer Les Genêts {tag};3 rue Haute;35500;Vitré;02 99 00 00 01",
        f"{tag}-2;Crèche Pomme d’api {tag};8 rue Basse;35300;Fougères;02 99 00 00 02",
        f"{tag}-3;Centre social L’Étape {tag};1 place Neuve;{'34700' if town else ''};{town};04 67 00 00 03",
    ]
    path = folder / f"registre-{tag}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def take_in(someone: Walker, file: Path, name: str) -> None:
    """From the file to what the import would do."""
    someone.go("/imports/nouveau/")
    someone.page.locator('input[type="file"]').set_input_files(file)
    someone.press("Read this file")
    if someone.page.locator('[name="register"]').count():
        someone.fill("register", name)
    someone.press("Check the file")


def test_a_register_with_a_bad_row_is_mended_and_imported(walk: Walk, mode: Mode, tmp_path: Path) -> None:
    network = factories.organisation(OrganisationKind.NETWORK)
    admin = factories.member(network, Role.NETWORK_ADMIN)
    factories.second_factor(admin)
    names = [f"{name} {mode}" for name in ("Foyer Les Genêts", "Crèche Pomme d’api", "Centre social L’Étape")]
    found = HostInstitution.objects.filter(organisation__name__in=names)
    with walk(mode, admin) as someone:
        take_in(someone, register(tmp_path, mode, town=""), f"journey-{mode}")
        assert "Centre social L’Étape" in someone.text
        assert someone.say("Neither postcode nor town nor coordinates: we cannot tell where it is.") in someone.text
        with someone.page.expect_download() as download:
            someone.page.locator("a[download]").filter(has_text="CSV").first.click()
        bad = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert "L’Étape" in bad
        assert "Genêts" not in bad, "only the lines to mend"
        assert not found.exists(), "all or nothing: nothing is written yet"
        take_in(someone, register(tmp_path, mode, town="Lodève"), f"journey-{mode}")
        with someone.leaving():
            someone.page.locator(".import-decide button").click()
        assert someone.say("The register is imported") in someone.text
    assert found.count() == 3
    while outbox.drain():
        """What was imported becomes findable after the commit."""
    with walk(mode) as visitor:
        visitor.go("/recherche/?q=genets&lieu=Vitré")
        assert "Foyer Les Genêts" in visitor.page.locator(".hits").inner_text()
