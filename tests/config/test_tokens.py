"""The colours: readable in light and dark, defined once."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from config import tokens

LIGHT, DEVICE, CHOSEN = tokens.blocks()
GROUNDS = ("paper", "card", "sunk")
# Text on each ground it may stand on: 4.5:1.
TEXT = [
    *[(ink, ground) for ink in ("ink", "muted", "lagoon", "lagoon-strong", "coral", "red") for ground in GROUNDS],
    *[("ink", f"{name}-soft") for name in ("lagoon", "coral", "amber", "green", "red")],
    *[(name, f"{name}-soft") for name in ("coral", "amber", "green", "red")],
    ("lagoon-strong", "lagoon-soft"),
    ("muted", "lagoon-soft"),
    ("on-lagoon", "lagoon"),
    ("on-lagoon", "lagoon-strong"),
    ("on-coral", "coral"),
    ("on-coral", "coral-strong"),
    *[(f"tint-{number}-ink", f"tint-{number}") for number in range(12)],
]
# Edges of controls, marks of state, the focus ring: 3:1.
PARTS = [
    *[("edge", ground) for ground in GROUNDS],
    *[("lagoon", ground) for ground in (*GROUNDS, "lagoon-soft")],
    *[(name, "card") for name in ("red", "green", "amber", "coral")],
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, CHOSEN], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (PARTS, 3.0)], ids=["text", "parts"])
def test_contrast(theme: dict[str, str], pairs: list[tuple[str, str]], least: float) -> None:
    """WCAG 1.4.3 and 1.4.11, on every pair the style sheets use."""
    weak = {pair: round(ratio, 2) for pair in pairs if (ratio := contrast(theme[pair[0]], theme[pair[1]])) < least}
    assert not weak


def test_dark_by_device_and_by_choice_are_the_same() -> None:
    assert len(DEVICE) > 80
    assert DEVICE == CHOSEN
    assert DEVICE.keys() == LIGHT.keys()


def test_triplets_match_their_colours() -> None:
    for theme in (LIGHT, CHOSEN):
        triplets = {name.removesuffix("-rgb"): value for name, value in theme.items() if name.endswith("-rgb")}
        assert len(triplets) >= 8
        for name, value in triplets.items():
            colour = theme[name]
            assert value == ", ".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))


def test_every_colour_used_is_defined() -> None:
    """A mistyped variable would silently leave a part without its colour."""
    folder = tokens.SHEET.parent
    sheets = {sheet.name: sheet.read_text() for sheet in folder.glob("*.css")}
    everything = "".join(sheets.values())
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    used = set(re.findall(r"var\((--(?!bs-)[\w-]+)", everything))
    assert len(used) > 60
    assert not used - defined


def test_each_sector_has_its_tint() -> None:
    components = (tokens.SHEET.parent / "components.css").read_text()
    for number in range(12):
        assert f".tint-{number} {{" in components


def test_a_token_for_emails() -> None:
    assert tokens.token("lagoon") == "#0e6b6b"
    with pytest.raises(KeyError):
        tokens.token("mauve")


def test_no_template_names_a_colour() -> None:
    """Pages take them from classes, e-mails from `{% token "lagoon" %}`."""
    templates = [*(tokens.SHEET.parents[2] / "templates").rglob("*.html")]
    assert len(templates) > 60
    colour = re.compile(r"(?<![&\w\"'/?])#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?![\w-])")
    assert not [str(path) for path in templates if colour.search(path.read_text())]


def test_emails_carry_the_colours_of_the_site() -> None:
    page = render_to_string("messaging/email/base.html", {"subject": "Bonjour", "button_url": "https://example.org"})
    assert f"background:{LIGHT['paper']}" in page
    assert f"background:{LIGHT['lagoon']}" in page
