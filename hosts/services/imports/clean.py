"""Cleans single values of a register. Each function gives the value kept, or None when it makes no sense."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from hosts.enums import Access, MembershipStatus
from hosts.text import fold

YES = frozenset("oui o yes y true vrai x 1 present presence".split())  # noqa: SIM905
NO = frozenset("non n no false faux 0 absent absence aucun aucune".split())  # noqa: SIM905
CLOSED = re.compile(r"\b(ferme|fermee|closed|cesse|cessee|radie|radiee|supprime|inactif|dissous)\b")
COUNTRIES = {
    "france": "FR", "fr": "FR", "fra": "FR", "belgique": "BE", "belgium": "BE", "be": "BE", "bel": "BE",
    "luxembourg": "LU", "lu": "LU", "suisse": "CH", "switzerland": "CH", "ch": "CH", "canada": "CA", "ca": "CA",
    "allemagne": "DE", "germany": "DE", "de": "DE", "espagne": "ES", "spain": "ES", "es": "ES", "italie": "IT",
    "italy": "IT", "it": "IT", "pays bas": "NL", "nl": "NL", "portugal": "PT", "pt": "PT", "maroc": "MA", "ma": "MA",
    "royaume uni": "GB", "united kingdom": "GB", "gb": "GB", "uk": "GB", "irlande": "IE", "ie": "IE",
    "roumanie": "RO", "ro": "RO", "senegal": "SN", "sn": "SN", "tunisie": "TN", "tn": "TN",
}  # fmt: skip
LANGUAGES = {
    "francais": "fr", "french": "fr", "anglais": "en", "english": "en", "neerlandais": "nl", "dutch": "nl",
    "flamand": "nl", "allemand": "de", "german": "de", "espagnol": "es", "spanish": "es", "italien": "it",
    "italian": "it", "portugais": "pt", "arabe": "ar", "breton": "br", "basque": "eu", "occitan": "oc", "corse": "co",
}  # fmt: skip
_URL = URLValidator(schemes=["http", "https"])


def number(text: str) -> float | None:
    """« 48,117 », « 352 442.5 », « -1.68 » → a number."""
    plain = re.sub(r"[\s\u202f\u00a0']", "", text)
    if "," in plain and "." in plain:
        plain = plain.replace("," if plain.rindex(",") < plain.rindex(".") else ".", "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e12 else None


def pair(text: str) -> tuple[float, float] | None:
    """« 48.9067, 2.2369 », « 48,9067 ; 2,2369 », « POINT(2.2369 48.9067) » → (latitude, longitude)."""
    well_known = re.fullmatch(r"\s*POINT\s*\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)\s*\)\s*", text, re.IGNORECASE)
    if well_known:
        return float(well_known.group(2)), float(well_known.group(1))
    inside = text.strip("()[] ")
    by_dots = "." in inside and inside.count(",") == 1  # « 48.1,2.3 »: the comma separates, the dots are decimal
    parts = [part for part in re.split(r"[;|/,\s]+" if by_dots else r"[;|/\s]+|,\s+", inside) if part]
    values = [number(part) for part in parts]
    if len(values) != 2 or values[0] is None or values[1] is None:
        return None
    return values[0], values[1]


def on_earth(latitude: float | None, longitude: float | None) -> bool:
    """Whether the two are a real position: not missing, not zero, in range."""
    if latitude is None or longitude is None:
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180 and (abs(latitude) > 0.01 or abs(longitude) > 0.01)


def telephone(text: str, country: str) -> str | None:
    """French numbers by pairs (« 02 99 00 00 00 », also when the zero was lost), others as they are written."""
    first = re.split(r"\s*[/;|]\s*|\s+ou\s+|\s+-\s+", text)[0]
    digits = re.sub(r"\D", "", first)
    if country == "FR":
        digits = re.sub(r"^(?:0033|33)(?=[1-9]\d{8}$)", "0", digits)
        digits = f"0{digits}" if len(digits) == 9 and digits[0] != "0" else digits
        if len(digits) == 10 and digits[0] == "0":
            return " ".join(digits[i : i + 2] for i in range(0, 10, 2)) if int(digits) else None
    if not 4 <= len(digits) <= 15 or not int(digits):
        return None
    return " ".join(re.sub(r"[^\d+(). -]", "", first).split())[:30]


def email(text: str) -> str | None:
    first = re.split(r"[\s;,|]+", text.strip().removeprefix("mailto:"))[0].strip("<>")
    try:
        validate_email(first)
    except ValidationError:
        return None
    return first[:254] if len(first) <= 254 else None


def website(text: str) -> str | None:
    first = re.split(r"[\s;|]+", text.strip())[0]
    first = re.sub(r"^(https?):/?/?(?=\w)", r"\1://", first, flags=re.IGNORECASE)
    if first and not re.match(r"https?://", first, re.IGNORECASE):
        first = f"https://{first}"
    try:
        _URL(first)
    except ValidationError:
        return None
    return first if len(first) <= 200 else None


def company_number(text: str) -> str | None:
    """SIRET (14 figures), SIREN (9), Belgian number (10), or another country's: letters and figures."""
    plain = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    plain = plain.removeprefix("BE") if re.fullmatch(r"BE\d{9,10}", plain) else plain
    if plain.isdecimal():
        if len(plain) == 13:
            plain = f"0{plain}"
        return plain if len(plain) in (9, 10, 14) and int(plain) else None
    return plain if 5 <= len(plain) <= 20 and any(sign.isdecimal() for sign in plain) else None


def access(text: str) -> str | None:
    folded = fold(text)
    if folded in YES or folded.startswith("oui"):
        return str(Access.YES)
    if folded in NO or folded.startswith("non"):
        return str(Access.NO)
    return None


def whole(text: str) -> int | None:
    value = number(text)
    return int(value) if value is not None and 0 <= value < 1_000_000 and value == int(value) else None


def country(text: str) -> str | None:
    return COUNTRIES.get(fold(text))


def languages(text: str) -> list[str]:
    words = [fold(word) for word in re.split(r"[,;/|+]| et | and ", text)]
    codes = [LANGUAGES.get(word, word if len(word) == 2 and word.isalpha() else "") for word in words]
    return list(dict.fromkeys(code for code in codes if code))


def membership(text: str) -> str | None:
    folded = fold(text)
    if folded in NO or "potentiel" in folded or "potential" in folded or "non membre" in folded:
        return str(MembershipStatus.POTENTIAL)
    if folded in YES or "membre" in folded or "member" in folded or "adherent" in folded:
        return str(MembershipStatus.MEMBER)
    return None


def is_closed(status: str) -> bool:
    """« FERMÉ », « F », « Closed »; « À fermer » is still open."""
    folded = fold(status)
    return folded in ("f", "c", "3") or (bool(CLOSED.search(folded)) and not folded.startswith("a ferm"))


def day(text: str) -> datetime.date | None:
    """A date as registers write it: 2023-06-08, 08/06/2023, 20230608."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.datetime.strptime(text.strip()[:10], pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def identifier(text: str, width: int) -> str:
    """A number without spaces or dots, with the zeros on its left that a spreadsheet dropped."""
    plain = re.sub(r"[\s.\u00a0]", "", text).upper() if width else " ".join(text.split())
    scientific = re.fullmatch(r"(\d)(?:[.,](\d+))?E\+?(\d+)", text.strip().upper())
    if width and scientific:
        return text.strip()
    lost = width - len(plain)
    return plain.zfill(width) if 0 < lost <= 3 and plain[:1].isdecimal() else plain


def postcode(text: str, country_code: str) -> str:
    plain = re.sub(r"^[A-Z]{1,2} ?- ?(?=\d)", "", re.sub(r"[\s\u00a0]", "", text).upper())
    if country_code == "FR" and re.fullmatch(r"\d{4}", plain):
        return f"0{plain}"
    return plain[:10]


def postcode_and_city(text: str) -> tuple[str, str]:
    """« 92250 LA GARENNE COLOMBES », « B-5000 Namur » → the two."""
    found = re.fullmatch(r"\s*(?:[BFL] ?- ?)?(\d{4,5})\s*[-,]?\s*(.*)", text.strip(), re.IGNORECASE)
    return (found.group(1), found.group(2).strip()) if found else ("", text.strip())


def matches(number: str, pattern: str) -> bool:
    return re.fullmatch(pattern, number) is not None
