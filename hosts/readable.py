"""Names and addresses written in capitals, as registers do, made readable.

Accents cannot be guessed; only words that exist in no other spelling get theirs back (« ECOLE », « FRANCOIS »).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from hosts.text import fold

DATA = Path(__file__).parent / "data"


def _words(name: str) -> list[str]:
    return (DATA / f"{name}.txt").read_text("utf-8").split()


_SMALL = "a à au aux avec chez d dans de des du en entre et l la le les lès lez ou par pour près s sous sur un une"
SMALL = frozenset(_SMALL.split())
# Kept in capitals besides the acronyms of the field (hosts.models.Acronym).
CAPITALS = frozenset(_words("capitals"))
# Words that have an accent in every one of their uses.
ACCENTED = {fold(word).upper(): word for word in _words("accented")}
# Acronyms that are also words of names: « Notre-Dame ».
ORDINARY = frozenset({"DAME"})
ARTICLES = frozenset({"le", "la", "les", "l", "un", "une", "au", "aux"})
SHORTENED = {"ST": "Saint", "STE": "Sainte", "STS": "Saints", "STES": "Saintes", "GAL": "Général", "DR": "Docteur",
             "PR": "Professeur", "CTRE": "Centre", "PDT": "Président", "MGR": "Mgr", "CNE": "Capitaine"}  # fmt: skip
ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
DOTTED = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\b)*", re.UNICODE)
VOWELS = frozenset("AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")
STREETS = {
    "ALL": "allée", "AV": "avenue", "AVE": "avenue", "BD": "boulevard", "BLD": "boulevard", "BLVD": "boulevard",
    "CAR": "carrefour", "CHE": "chemin", "CHEM": "chemin", "CH": "chemin", "CRS": "cours", "DOM": "domaine",
    "ESP": "esplanade", "FG": "faubourg", "FBG": "faubourg", "HAM": "hameau", "IMP": "impasse", "LD": "lieu-dit",
    "LOT": "lotissement", "MTE": "montée", "PAS": "passage", "PL": "place", "PROM": "promenade", "QU": "quai",
    "QUA": "quartier", "R": "rue", "RES": "résidence", "RLE": "ruelle", "RPT": "rond-point", "RTE": "route",
    "SEN": "sentier", "SQ": "square", "TRA": "traverse", "VLA": "villa", "VLGE": "village", "VOI": "voie",
}  # fmt: skip
SHOUTED = re.compile(r"\b[A-ZÀ-Ý]+(?:[-' ][A-ZÀ-Ý]+)*\b")
TITLED = re.compile(r"\b[A-Z][a-z]{4,}\b")
STREET = re.compile(
    r"^(\W*(?:\d+[\w/-]*\s*(?:bis|ter|quater|[a-d]\b)?\s*[,;]?\s*)?)([A-Z]{1,4})\.?\s+(?=\S)", re.IGNORECASE
)


@lru_cache(maxsize=10_000)
def readable(text: str, acronyms: frozenset[str] = frozenset()) -> str:
    """« IME LES TILLEULS DE L'ETANG » → « IME Les Tilleuls de l'Etang ». What is not all in capitals stays as it is."""
    text = " ".join(text.split())
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < 3:
        return text
    if sum(letter.isupper() for letter in letters) < 0.8 * len(letters):
        return TITLED.sub(lambda found: _accented(found.group()), text)
    first = True

    def word(found: re.Match[str]) -> str:
        nonlocal first
        before, begins = text[: found.start()].rstrip(), first
        first = False
        elided = text[found.end() : found.end() + 1] in ("'", "’")
        last = before.split(" ")[-1]
        again = before.endswith(("(", "–", "«", '"', "/", ":", " -")) or _stays(last, acronyms)
        plain = found.group().lower()
        new = begins or (again and plain in ARTICLES)
        return _word(found.group(), acronyms, sentence=new, elided=elided, after=before[-1:])

    return WORD.sub(word, text)


def _word(word: str, acronyms: Collection[str], *, sentence: bool, elided: bool, after: str) -> str:
    if elided:
        return word.capitalize() if sentence else word.lower()
    if word in SHORTENED:
        return SHORTENED[word]
    if word.lower() in SMALL and not (len(word) == 1 and after == "."):
        plain = "à" if word == "A" else word.lower()
        return plain.capitalize() if sentence else plain
    return word if _stays(word, acronyms) else _capitalised(word)


def _stays(word: str, acronyms: Collection[str]) -> bool:
    if word in acronyms or word in CAPITALS or DOTTED.fullmatch(word):
        return True
    if len(word) > 1 and ROMAN.fullmatch(word) and word not in {"DI", "MI", "LI", "MIL"}:
        return True
    return len(word) == 1 or (len(word) <= 5 and not VOWELS & set(word) and word not in SHORTENED)


def _accented(word: str) -> str:
    """« Ecole » → « École »: the accent that capitals lose even in words written small."""
    known = ACCENTED.get(word.upper(), "")
    return known[:1].upper() + known[1:] if known else word


def _capitalised(word: str) -> str:
    if word in SHORTENED:
        return SHORTENED[word]
    if word in ACCENTED:
        return ACCENTED[word][:1].upper() + ACCENTED[word][1:]
    return ".".join(part[:1].upper() + part[1:].lower() for part in word.split("."))


def known_acronyms() -> frozenset[str]:
    """The acronyms of the field, as the list stands now."""
    from hosts.models import Acronym

    return frozenset(Acronym.objects.filter(active=True).values_list("short", flat=True)) - ORDINARY


def street(text: str) -> str:
    """« 15 AV AUGUSTINE » → « 15 avenue Augustine »; « 12 R DE LA POSTE » → « 12 rue de la Poste »."""
    text = " ".join(text.split()).strip(" ,;")
    found = STREET.match(text)
    if found and (kind := STREETS.get(found.group(2).upper())):
        begins = found.group(1)
        rest = readable(text[found.end() :])
        rest = rest[:1].lower() + rest[1:] if rest.split(" ")[0].lower() in SMALL else rest
        rest = _small_first(rest)
        return f"{begins.lower()}{kind if begins.strip() else kind.capitalize()} {rest}"
    return _small_after_number(SHOUTED.sub(_lowered, readable(text)))


def _lowered(shout: re.Match[str]) -> str:
    """Words in capitals within an address: « 6 rue JACQUES CARTIER », but neither « BP » nor « ZA »."""
    words = shout.group()
    return readable(words) if any(len(word) > 3 for word in re.split(r"[-' ]", words)) else words


def _small_first(rest: str) -> str:
    """« de la Poste » rather than « De La Poste » once a kind of street stands before."""
    head, _, tail = rest.partition(" ")
    return f"{head.lower()} {tail}" if head.lower() in SMALL and tail else rest


def _small_after_number(text: str) -> str:
    """« 12 Rue » → « 12 rue »."""
    return re.sub(
        r"^(\d+\s*(?:bis|ter|quater)?,?\s+)(Rue|Avenue|Boulevard|Place|Chemin|Route|Allée|Allee|Impasse|Quai|Square|Cours)\b",
        lambda found: found.group(1).lower() + found.group(2).lower(),
        text,
        flags=re.IGNORECASE,
    )
