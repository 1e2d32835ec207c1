"""Which words mean the same, which say nothing, and how rare each is: read once, kept by each process for a while."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import connection

from hosts.selectors.search import lists
from hosts.selectors.search.kept import Kept
from hosts.selectors.search.text import known_acronyms, stems
from internships.matching.goals import Lexicon, Phrase, Way

KEPT = 600
# An acronym says the same; a related word nearly; an occupation's or sector's own tag says that one meets it there.
RELATED, OF_OCCUPATION, OF_SECTOR = 0.8, 0.6, 0.1
# Rarity is learnt from so many of the newest entries of each index (_NEWEST). So many more without the word are
# imagined: in a small index nothing is known to be frequent.
SAMPLE, IMAGINED = 1_000, 50
LEXEME = re.compile(r"'((?:[^']|'')+)'")
RELATED_WORDS = Path(__file__).parents[2] / "data" / "related_words.csv"
# What objectives are made of in every field.
_VACUOUS = """
mener conduire réaliser faire participer proposer utiliser comprendre connaître savoir observer voir découvrir apprendre
aider accompagner travailler organiser préparer présenter tenir prendre donner recevoir concevoir construire établir
créer monter mettre parler expliquer partager trouver choisir adapter associer remplir rapporter soutenir repérer
améliorer développer renforcer acquérir maîtriser pouvoir être avoir permettre respecter rôle façon manière moyen
stage stagiaire tutrice tuteur référente référent équipe service semaine jour journée mois matin soir heure fois
un deux trois quatre cinq six sept huit neuf dix douze vingt seul seule seuls sans aide fiche grille bilan relu relus
jugé jugées validé noté écrit écrite menés menées suivi suivis suivies fin début avant après pendant chaque tout toute
personne personnes quelqu chose groupe petit petite grand grande nouveau nouvelle autre autres même mieux bien vrai
situation besoin action activité projet travail métier collègues public mon ma mes moi ceux celle celui qui leur leurs
"""
VACUOUS = _VACUOUS.split()


def _phrase(stemmed: str) -> Phrase:
    return tuple(found.replace("''", "'") for found in LEXEME.findall(stemmed))


def groups() -> list[list[str]]:
    """The groups of related words that Escale ships."""
    with RELATED_WORDS.open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";")
        return [row["words"].split("|") for row in rows]


def _occupation_names() -> list[tuple[str, str]]:
    """(name or synonym, tag) of every occupation in use: « Moniteur éducateur / monitrice éducatrice » is two."""
    return [
        (name, f"m:{occupation.pk}")
        for occupation in lists.occupations.get().by_number.values()
        for name in [*occupation.name_fr.split(" / "), *occupation.synonyms]
    ]


def _sector_names() -> list[tuple[str, str]]:
    """(what a sector covers, its tag)."""
    return [
        (part, f"s:{sector.pk}")
        for sector in lists.sectors.get().by_number.values()
        for part in sector.description_fr.split(", ")
        if part
    ]


def _read() -> Lexicon:
    related, tagged = groups(), [*_occupation_names(), *_sector_names()]
    known = stems([*(word for group in related for word in group), *(name for name, _tag in tagged), *VACUOUS])
    ways: dict[Phrase, dict[Way, None]] = defaultdict(dict)
    for one, other in _acronyms():
        ways[one][Way(other)] = None
        ways[other][Way(one)] = None
    for group in related:
        phrases = [phrase for word in group if (phrase := _phrase(known[word]))]
        for one in phrases:
            ways[one].update(dict.fromkeys(Way(other, RELATED) for other in phrases if other != one))
    for name, tag in tagged:
        if phrase := _phrase(known[name]):
            strength = OF_OCCUPATION if tag.startswith("m:") else OF_SECTOR
            ways[phrase][Way((), strength, tag)] = None
    vacuous = frozenset(phrase[0] for word in VACUOUS if len(phrase := _phrase(known[word])) == 1)
    plain = {phrase: tuple(others) for phrase, others in ways.items() if len(phrase) > 1 or phrase[0] not in vacuous}
    return Lexicon(plain, vacuous)


def _acronyms() -> Iterable[tuple[Phrase, Phrase]]:
    for short, expansions in known_acronyms.get().expansions.items():
        for expansion in expansions:
            yield _phrase(short), _phrase(expansion)


lexicon: Kept[Lexicon] = Kept(_read, KEPT)

_NEWEST = """
SELECT vector FROM (
  SELECT vector FROM hosts_searchentry ORDER BY published_at DESC, id DESC LIMIT 1000) AS places
UNION ALL
SELECT vector FROM (
  SELECT vector FROM practices_practiceentry ORDER BY published_at DESC, id DESC LIMIT 1000) AS told
"""
_LEARNT = f"SELECT word, ndoc, (SELECT count(*) FROM ({_NEWEST}) AS newest) FROM ts_stat(%s)"  # noqa: S608


class Rarity(Mapping[str, float]):
    """From 0, in every text, to 1, in none of those looked at."""

    def __init__(self, texts: int, holding: Mapping[str, int]) -> None:
        self.texts, self.holding = texts, holding
        self._whole = math.log((texts + IMAGINED + 1) / 0.5)

    def __getitem__(self, lexeme: str) -> float:
        share = math.log((self.texts + IMAGINED + 1) / (self.holding.get(lexeme, 0) + 0.5))
        return max(0.0, min(1.0, share / self._whole))

    def get(self, lexeme: str, default: float | None = None) -> float:  # type: ignore[override]
        return self[lexeme]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.holding)

    def __len__(self) -> int:
        return len(self.holding)


def _read_rarity() -> Rarity:
    with connection.cursor() as cursor:
        cursor.execute(_LEARNT, [_NEWEST])
        rows = cursor.fetchall()
    return Rarity(rows[0][2] if rows else 0, {word: number for word, number, _texts in rows})


rarity: Kept[Rarity] = Kept(_read_rarity, KEPT)


def lexeme_of(words: Iterable[str]) -> dict[str, str]:
    """What the index makes of each word; "" for small ones."""
    return {word: phrase[0] if (phrase := _phrase(stem)) else "" for word, stem in stems(words).items()}
