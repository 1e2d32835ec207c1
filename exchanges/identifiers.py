"""What in a text looks like it tells who a person is (B16): no data about the people followed up belongs here.

Pure functions over words. They warn, and never decide: « M. le directeur » or the name of a school passes, somebody's
address does not, and whoever wrote the text may say that it is right.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "email": _("This looks like an e-mail address: « %(excerpt)s »."),
    "telephone": _("This looks like a telephone number: « %(excerpt)s »."),
    "security": _("This looks like a social security or national number: « %(excerpt)s »."),
    "birth": _("This looks like a date of birth: « %(excerpt)s »."),
    "file": _("This looks like the number of somebody’s file: « %(excerpt)s »."),
    "person": _("This looks like the name of a person: « %(excerpt)s »."),
    "age": _("This looks like a person told by initials or first name and age: « %(excerpt)s »."),
    "address": _("This looks like a postal address: « %(excerpt)s »."),
}
LONGEST = 60
# How far back one looks for what a word belongs to.
AROUND = 80


@dataclass(frozen=True)
class Finding:
    """Some words of a text that look like an identifier of that kind."""

    kind: str
    excerpt: str

    @property
    def words(self) -> str:
        return str(KINDS[self.kind]) % {"excerpt": self.excerpt}


def warnings(text: str) -> list[str]:
    """A sentence for each thing in the text that looks like it tells who somebody is; none: nothing was found."""
    return [finding.words for finding in find(text)]


def find(text: str) -> list[Finding]:
    """The findings of a text, in the order of `KINDS`; what one of them covers is not found again as another kind."""
    found: list[Finding] = []
    taken: list[tuple[int, int]] = []
    for kind, spans in ((kind, _FINDERS[kind](text)) for kind in KINDS):
        for start, end in spans:
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            taken.append((start, end))
            finding = Finding(kind, " ".join(text[start:end].split())[:LONGEST])
            if finding not in found:
                found.append(finding)
    return found


def digest(findings: Iterable[Finding]) -> str:
    """Stands for what was warned of, so that a confirmation holds for that and nothing else."""
    words = "\n".join(sorted(f"{one.kind}:{one.excerpt}" for one in findings))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


# What each kind looks like

Spans = Iterator[tuple[int, int]]
UPPER, LOWER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ", "a-zàâäçéèêëîïôöùûüÿœ"
# A name as people write it: « Dupont », « DUPONT », « Le Goff », « D. », with its hyphens.
NAME = rf"[{UPPER}][{LOWER}{UPPER}’'-]*\.?"
SURNAME = rf"(?:(?:[Dd]e|[Dd]u|[Ll]e|[Ll]a|[Vv]an|[Dd]’|[Dd]')\s?)?{NAME}(?:\s{NAME})?"
MONTHS = (
    r"janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|"
    r"january|february|march|april|may|june|july|august|september|october|november|december"
)
DAY = rf"(?:\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?:\d{{4}}|\d{{2}})|(?:1er|\d{{1,2}})\s(?:{MONTHS})(?:\s\d{{4}})?)"

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)
# French: ten digits, in pairs or in one go. Belgian: with the prefix, or nine to ten digits that signs set apart.
TELEPHONE = re.compile(
    r"(?<![\d.,-])(?:"
    r"(?:(?:\+|00)33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s.\-\u00a0\u202f]?\d{2}){4}"
    r"|(?:\+|00)32\s?(?:\(0\)\s?)?[1-9]\d{0,2}(?:[\s./\-\u00a0\u202f]?\d{2,3}){3}"
    r"|04\d{2}[\s./\u00a0\u202f]\d{2}[\s.\u00a0\u202f]?\d{2}[\s.\u00a0\u202f]?\d{2}"
    r"|0[1-9]\d?[\s/.\u00a0\u202f]\d{2,3}[\s.\u00a0\u202f]\d{2}[\s.\u00a0\u202f]\d{2}"
    r")(?!\d|[\s.]\d)"
)
SPACE = r"[\s.\u00a0\u202f]?"
NIR = re.compile(
    rf"(?<!\d)[12]{SPACE}\d{{2}}{SPACE}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d){SPACE}(?:\d{{2}}|2[AB]){SPACE}\d{{3}}{SPACE}"
    rf"\d{{3}}(?:{SPACE}(\d{{2}}))?(?!\d)"
)
BELGIAN = re.compile(r"(?<!\d)\d{2}\.(?:[024]\d|[135][0-2])\.[0-3]\d-\d{3}\.\d{2}(?!\d)")
BORN = re.compile(
    rf"(?:\bn[ée]{{1,2}}(?:\(?e\)?|·e)?s?\s(?:le\s)?{DAY}|\bborn\s(?:on\s)?(?:the\s)?{DAY}"
    rf"|\b(?:date\sde\snaissance|DDN|naissance|date\sof\sbirth|DOB)\s?:?\s?(?:le\s)?{DAY})",
    re.IGNORECASE,
)
FILE = re.compile(
    r"\b(?:(?:dossier|matricule|allocataire|IPP|NIP|INS|INE|IEP|MDPH|parquet|RG|usager|patient|bénéficiaire|file)\s?"
    r"(?:de\spatient|patient|MDPH|CAF|médical|judiciaire)?\s?(?:n°|no\.?|n\.|numéro|number|:|#)\s?:?"
    r"|(?:n°|numéro|no\.)\s?(?:de\s|d’|d')?(?:dossier|allocataire|usager|patient|parquet|RG|IPP|INE|MDPH|écrou)\s?:?)"
    r"\s?([A-Z]{0,4}[\s/-]?\d[\dA-Z/.\-]{2,})",
    re.IGNORECASE,
)
# « M. Dupont », « M.Dupont », « MME DUPONT ».
TITLE = re.compile(
    rf"(?<![\w.])(?:(?:M|MM|Mr|MR|Mme|MME|Mlle|MLLE|Mrs|Ms)\.(?=[{UPPER}][{LOWER}{UPPER}])"
    r"|(?:M\.|MM\.|Mr\.?|MR\.?|Mme\.?|MME\.?|Mmes|MMES|Mlle\.?|MLLE\.?|Mrs\.?|Ms\.?"
    rf"|[Mm]adame|MADAME|[Mm]onsieur|MONSIEUR|[Mm]ademoiselle|MADEMOISELLE)\s)({SURNAME})"
)
FOLLOWED = re.compile(
    r"\b(?:(?:[Ll]e|[Ll]a|[Uu]n|[Uu]ne|du|au|[Cc]e|[Cc]ette)\s(?:jeune|petite?|patiente?|mineure?|résidente?|usag[eè]re?|"
    r"bénéficiaire)|(?:[Ll]’|[Ll]'|[Uu]n\s|[Uu]ne\s|[Cc]et\s|[Cc]ette\s)(?:enfant|adolescente?|élève|usag[eè]re?))\s"
    rf"([{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)?|[{UPPER}]\.(?:\s?[{UPPER}]\.)*)"
)
# Initials, a first name, alone or with the surname: « L. B. », « Kevin », « Kevin DUPONT », « KEVIN DUPONT ».
FIRST = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?(?:\s(?:[{UPPER}]{{2,}}|[{UPPER}][{LOWER}]+|[{UPPER}]\.?))?"
CAPITALS = rf"[{UPPER}]{{2,}}(?:[\s-][{UPPER}]{{2,}}){{1,2}}"
AGE = re.compile(
    rf"(?<![\w.])(?:((?:[{UPPER}]\.\s?-?){{1,3}}|{FIRST}|{CAPITALS})\s?"
    rf"(?:,\s?|\(\s?|\s)(?:âgée?\sde\s|aged\s|a\s|avait\s|aura\s|is\s)?(?:\d{{1,2}}\s(?:ans|mois|years)\b|{DAY})"
    # Capitals alone may be a service: only who has an age, and no article, is a person.
    rf"|([{UPPER}]{{3,}}),?\s(?:âgée?\sde|aged|a|avait|aura)\s\d{{1,2}}\s(?:ans|mois|years)\b)",
)
ARTICLE = re.compile(r"\b(?:l[’']|d[’']|(?:le|la|un|une|du|au|ce|cet|cette|notre|votre|son|sa)\s)$", re.IGNORECASE)
STREET = r"(?:rue|avenue|av\.|boulevard|bd|impasse|allée|chaussée|lotissement|faubourg)"
WAY = r"(?:place|chemin|route|quai|cours|square|passage|sentier|clos|résidence|montée|esplanade)"
LITTLE = r"(?:de\sla\s|de\sl[’']|des\s|du\s|de\s|d[’']|la\s|le\s|les\s|l[’'])?"
ADDRESS = re.compile(
    rf"(?<![\d/])\d{{1,4}}\s?(?:bis|ter|quater|[A-D])?,?\s(?:{STREET}\s{LITTLE}[\w’'-]+|{WAY}\s{LITTLE}[{UPPER}][\w’'-]+)"
    rf"|\b(?:[Rr]ue|[Aa]venue|[Cc]haussée|[Bb]oulevard)\s{LITTLE}[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?,?\s\d{{1,3}}\b"
    r"(?!\s?(?:ans|jours?|heures?|h\b|minutes?|places?|personnes?|agents?|%|€|/))",
)

# What speaks of a function rather than of somebody.
_FUNCTIONS = (
    "directeur directrice président présidente maire chef cheffe responsable professeur professeure docteur juge "
    "préfet préfète recteur rectrice inspecteur inspectrice principal principale proviseur proviseure secrétaire "
    "cadre psychologue éducateur éducatrice référent référente coordinateur coordinatrice conseiller conseillère "
    "procureur procureure adjoint adjointe ministre manager director head"
)
FUNCTIONS = frozenset(_FUNCTIONS.split())
# « M. X », « Mme Y », « Monsieur Tartempion » are how people leave a name out.
NOBODY = frozenset({"x", "y", "z", "xx", "xxx", "untel", "unetelle", "tartempion", "machin"})
# Names of places and of bodies hold names of people: « lycée Madame de Staël », « rue Monsieur Le Prince ».
BODIES = re.compile(
    r"\b(?:lycée|collège|école|rue|avenue|boulevard|place|impasse|hôpital|clinique|institut|résidence|centre|foyer|ehpad|"
    r"maison|fondation|association|ime|itep|dispositif|groupe scolaire|espace|salle|prix|pôle|film)"
    r"\s(?:\w+[\s’'-]){0,2}$",
    re.IGNORECASE,
)
# What was founded on a day: « l’association, née le 3 mars 1998 ».
FOUNDED = re.compile(
    r"\b(?:association|service|structure|réseau|dispositif|projet|établissement|équipe|maison|fédération|collectif|"
    r"centre|foyer|idée|mission|unité|partenariat|groupement|institut|fondation|plateforme)s?\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
# Whoever the sentence goes on to name by their function is a colleague.
COLLEAGUE = re.compile(
    rf"\s?[,(]\s?(?:(?:notre|votre|le|la|l’|l'|en qualité de|our|the)\s?)?(?:{'|'.join(sorted(FUNCTIONS))}|médecin|"
    r"infirmière?|assistante?|agente?|chargée?|animateur|animatrice|formateur|formatrice|enseignante?|avocate?|"
    r"puéricultrice|orthophoniste|greffi[eè]re?|cpe|drh|tuteur|tutrice)\b",
    re.IGNORECASE,
)
# Words that begin a sentence or a list, and are no first name.
_NO_NAMES = (
    "adolescents adolescentes adolescent adolescente enfants enfant jeunes jeune garçons filles mineurs majeurs "
    "mineur majeur élèves élève étudiants public publics familles parents adultes groupe groupes tranche âge ages "
    "durée depuis pendant après avant dès entre moins plus jusqu de à le la les un une des nous vous ils elles il "
    "elle accueil internat externat maternelle primaire collège lycée patients résidents usagers personnes hommes "
    "femmes bébés janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi "
    "mardi mercredi jeudi vendredi samedi dimanche ouvert ouverte créé créée fondé fondée réunion réunions séance "
    "formation stage stages immersion visite journée période périodes semaine date dates vacances rentrée "
    "convention version on qui chacun chacune tu je association service structure réseau dispositif foyer centre "
    "institut fondation maison équipe projet unité escale"
)
NO_NAMES = frozenset(_NO_NAMES.split())
# « Escale, 14 ans d’expérience », « 11 ans et plus ».
NO_AGE = re.compile(
    r"\s?(?:d’|d'|de\s|après|avant|et\s(?:plus|moins)|ou\s(?:plus|moins)|à\s\d|-\s?\d|révolus|minimum|maximum|environ|of\s)"
)


def _before(text: str, match: re.Match[str]) -> str:
    """The words that lead to a match."""
    return text[max(0, match.start() - AROUND) : match.start()]


def _spans(pattern: re.Pattern[str], text: str) -> Spans:
    return (match.span() for match in pattern.finditer(text))


def _emails(text: str) -> Spans:
    return _spans(EMAIL, text)


def _telephones(text: str) -> Spans:
    return _spans(TELEPHONE, text)


def _numbers(text: str) -> Spans:
    for match in NIR.finditer(text):
        if _is_security_number(match):
            yield match.span()
    yield from _spans(BELGIAN, text)


def _is_security_number(match: re.Match[str]) -> bool:
    """With its key the number must agree with it; without, its month must be one of the calendar."""
    bare = re.sub(r"[\s.]", "", match.group())
    digits = bare[:13].replace("2A", "19").replace("2B", "18")
    if match.group(1) is None:
        return digits.isdigit() and 1 <= int(digits[3:5]) <= 12
    return digits.isdigit() and 97 - int(digits) % 97 == int(match.group(1))


def _births(text: str) -> Spans:
    for match in BORN.finditer(text):
        if not FOUNDED.search(_before(text, match)):
            yield match.span()


def _files(text: str) -> Spans:
    return _spans(FILE, text)


def _people(text: str) -> Spans:
    for match in TITLE.finditer(text):
        words = set(re.split(r"[\s’'-]", match.group(1).strip(".").casefold()))
        if words & (FUNCTIONS | NOBODY) or BODIES.search(_before(text, match)):
            continue
        if not COLLEAGUE.match(text[match.end() :]):
            yield match.span()
    for match in FOLLOWED.finditer(text):
        first = match.group(1).split()[0].casefold()
        if first.strip(".") not in NOBODY and first not in NO_NAMES:
            yield match.span()


def _ages(text: str) -> Spans:
    for match in AGE.finditer(text):
        name = (match.group(1) or match.group(2)).strip()
        parts = [word.strip(".") for word in re.split(r"[\s-]", name.casefold())]
        dated = not re.search(r"(?:ans|mois|years)$", match.group())
        if {parts[0], parts[-1]} & (NO_NAMES | NOBODY) or NO_AGE.match(text[match.end() :]):
            continue
        if match.group(2) and ARTICLE.search(_before(text, match)):
            continue
        # A word and a date make an agenda; only initials and a date make a person.
        if not dated or re.fullmatch(rf"(?:[{UPPER}]\.\s?-?){{1,3}}", name):
            yield match.span()


def _addresses(text: str) -> Spans:
    return _spans(ADDRESS, text)


_FINDERS = {
    "email": _emails,
    "telephone": _telephones,
    "security": _numbers,
    "birth": _births,
    "file": _files,
    "person": _people,
    "age": _ages,
    "address": _addresses,
}
