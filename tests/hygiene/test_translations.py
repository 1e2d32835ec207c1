"""French is what people read: complete, with the same places to fill, and set as French wants it."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from config.messages import tidy, typographic
from tests.hygiene.sources import ORDER, ROOT, TOP, name, python_of

CATALOGUE = polib.pofile(str(ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")
HARD, THIN = "\u00a0", "\u202f"
STRUCTURE = "« structure » for a host"
FAULTS = {
    "an ordinary space before a double sign": re.compile(r"\w [:;?!»](?:\s|$)"),
    "no space before a double sign": re.compile(r"[\wéèêàù)][?!;](?:\s|$)|[a-zéèêàù]:\s"),
    "an ordinary space after an opening guillemet": re.compile("« "),
    "a guillemet without its space": re.compile(rf"«[^{HARD}{THIN}\s]|[^{HARD}{THIN}\s]»"),
    "a straight double quote": re.compile(r'"(?![^<]*>)'),
    "« tu »": re.compile(r"\b(?:tu|toi|tes|ton)\b(?! de)", re.IGNORECASE),
    "three dots": re.compile(r"\.\.\."),
    # One word for one thing: who hosts is « l'hôte »; « structure d'accueil » is its legal institution, in forms. In
    # the space of exchanges a body both receives and sends: there, as on the paper form (BEPRIP), it is a structure.
    STRUCTURE: re.compile(r"\bstructures?\b(?! d’accueil)", re.IGNORECASE),
    "a word of shouting": re.compile(r"\b(?:OK|Soumettre)\b"),
    "« courriel » for an e-mail": re.compile(r"\bcourriels?\b", re.IGNORECASE),
    "a feminine in brackets": re.compile(r"\w\((?:e|es|ne|rice|trice)\)"),
}


def test_an_update_leaves_each_message_on_one_line(tmp_path: Path) -> None:
    """In order, and the same at the next update: two people's sentences merge, a change shows as what it is."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    words = "Une phrase qui va bien au-delà de la largeur d’un écran. " * 4
    catalogue = polib.POFile(wrapwidth=78)
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "POT-Creation-Date": "today"}
    catalogue.extend([polib.POEntry(msgid=msgid, msgstr=words) for msgid in ("Zebra", "A sentence " * 20)])
    catalogue.save(str(path))
    tidy(path)
    once = path.read_text(encoding="utf-8")
    assert f'msgstr "{words}"' in once
    assert once.index("A sentence") < once.index("Zebra")
    assert "today" not in once
    tidy(path)
    assert path.read_text(encoding="utf-8") == once


def sentences() -> list[tuple[str, str]]:
    return [
        (entry.msgid, text)
        for entry in CATALOGUE
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
    ]


def places(text: str) -> list[str]:
    return sorted(match[0] for match in PLACES.finditer(text))


def test_every_message_is_translated() -> None:
    assert len(CATALOGUE) > 200
    assert not [entry.msgid for entry in CATALOGUE if entry.fuzzy or not entry.translated()]


def test_every_message_can_be_collected() -> None:
    """gettext reads the sources: it knows the names of its functions and `_`, and misses any other."""
    renamed = re.compile(r"\b(?:gettext|ngettext|pgettext|npgettext)(?:_lazy)? as (?!_\b)\w+")
    assert renamed.search("from django.utils.translation import gettext as now")
    assert not [name(path) for path in python_of(TOP, *ORDER) if renamed.search(path.read_text())]


def test_nothing_is_singular() -> None:
    """French says « 0 place »: the compiled catalogue counts as French does, and not as English."""
    assert not CATALOGUE.metadata_is_fuzzy
    with translation.override("fr"):
        said = [
            translation.ngettext("%(taken)s seat taken of %(capacity)s", "%(taken)s seats taken of %(capacity)s", taken)
            for taken in range(3)
        ]
    assert [words.split()[1] for words in said] == ["place", "place", "places"]


def test_translations_keep_the_places_to_fill() -> None:
    wrong = []
    for entry in CATALOGUE:
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        # « Une offre » may say one in words; nothing may be filled that is not given.
        allowed = [places(entry.msgid), places(entry.msgid_plural or entry.msgid)]
        if entry.msgid_plural:
            allowed.append([place for place in allowed[1] if place != "%(count)s"])
        wrong += [entry.msgid for text in texts if text and places(text) not in allowed]
    assert not wrong


@pytest.mark.parametrize("fault", FAULTS)
def test_french_typography(fault: str) -> None:
    said = [(msgid, re.sub(r"https?://\S+|<[^>]*>", "", text)) for msgid, text in sentences()]
    if fault == STRUCTURE:
        said = [(msgid, text) for msgid, text in said if not re.search("structure", msgid, re.IGNORECASE)]
    assert len(said) > 200
    assert not [text for _, text in said if FAULTS[fault].search(text)]


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("an ordinary space before a double sign", "Vraiment ?"),
        ("no space before a double sign", "Vraiment?"),
        ("an ordinary space after an opening guillemet", "« oui »"),
        ("« tu »", "Choisis ton stage"),
    ],
)
def test_the_guard_sees(fault: str, text: str) -> None:
    assert FAULTS[fault].search(text)
    assert not FAULTS[fault].search(f"Vraiment{THIN}? Oui{HARD}: «{HARD}toujours{HARD}», à 9{HARD}h{HARD}30")


def test_the_catalogue_is_set_as_french_wants_when_it_is_updated() -> None:
    assert typographic("L'hôte : « oui » ou « non » ?") == (
        f"L’hôte{HARD}: «{HARD}oui{HARD}» ou «{HARD}non{HARD}»{HARD}?"
    )
    assert typographic("https://example.org :root 9:30") == "https://example.org :root 9:30"
