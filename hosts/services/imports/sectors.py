"""From a register's category to a sector (B4, A19): by its code, then by the words of the category and of the name."""

from __future__ import annotations

import functools
import re

from hosts.naming import parse
from hosts.text import fold

# FINESS, aggregated categories: by their first figures, the longest first.
FINESS_AGGREGATED = {
    "1": "sanitaire", "2": "sanitaire", "3": "sanitaire", "41": "medico-social", "42": "medico-social",
    "43": "medico-social", "44": "medico-social", "45": "social", "4502": "judiciaire", "46": "social",
    "4607": "judiciaire", "5": "sanitaire", "6": "educatif",
}  # fmt: skip
# NAF, rev. 2: by its first signs, the longest first.
NAF = {
    "01": "agriculture", "02": "agriculture", "03": "agriculture", "35": "industrie", "36": "environnement",
    "37": "environnement", "38": "environnement", "39": "environnement", "41": "batiment", "42": "batiment",
    "43": "batiment", "45": "commerce", "46": "commerce", "47": "commerce", "49": "transports", "50": "transports",
    "51": "transports", "52": "transports", "53": "transports", "55": "hotellerie-restauration",
    "56": "hotellerie-restauration", "58": "communication", "59": "culturel", "60": "communication",
    "61": "numerique", "62": "numerique", "63": "numerique", "64": "banque-assurance", "65": "banque-assurance",
    "66": "banque-assurance", "68": "logement", "691": "droit", "692": "banque-assurance", "70": "entreprise",
    "711": "batiment", "712": "sciences", "72": "sciences", "73": "communication", "74": "entreprise",
    "75": "agriculture", "77": "commerce", "78": "emploi", "79": "hotellerie-restauration", "80": "securite",
    "81": "entreprise", "82": "entreprise", "84": "administration", "8423": "droit", "8424": "securite",
    "8425": "securite", "8422": "securite", "8412": "administration", "85": "educatif", "8551": "sport",
    "8552": "culturel", "8559": "emploi", "86": "sanitaire", "87": "medico-social", "8790": "social",
    "8810A": "services-personne", "8810": "medico-social", "8891A": "socio-educatif", "8891B": "medico-social",
    "8899": "social", "90": "culturel", "91": "culturel", "92": "sport", "93": "sport", "94": "entreprise",
    "95": "artisanat", "96": "artisanat", "97": "services-personne", "101": "agriculture", "10": "industrie",
}  # fmt: skip
# Kinds of hosts.naming → sector.
KINDS = {
    "medico-social": "ime itep sessad cmpp camsp iem esat ehpad fam mas fv savs samsah csapa caarud eam eanm",
    "sanitaire": "cmp ch chu clinique pharmacie had ssiad",
    "social": "mecs fde chrs cada ccas cias cpas fjt ase pmi huda cph",
    "judiciaire": "pjj spip cef cer",
    "information-jeunes": "mission-locale cio mda cij bij pij",
    "socio-educatif": "centre-social centre-de-loisirs evs creche mjc",
    "educatif": "maternelle ecole college lycee lycee-professionnel lycee-agricole cfa mfr erea",
    "culturel": "bibliotheque",
    "administration": "mairie",
}
BY_KIND = {kind: sector for sector, kinds in KINDS.items() for kind in kinds.split()}
# Words found anywhere in the category or the name; the first sector that has one wins.
WORDS = {
    "judiciaire": "protection judiciaire|penitentiaire|probation|educatif ferme|educatif renforce|milieu ouvert",
    "information-jeunes": "mission locale|information jeunesse|orientation|maison des adolescents|point accueil ecoute",
    "sante-travail": "sante au travail|medecine du travail|prevention et sante",
    "medico-social": "medico social|medico educatif|handicap|deficien|autis|polyhandicap|personnes agees|dependant|"
    "education speciale|foyer de vie|foyer d hebergement|addict|toxicoman|autonomie|esat|reeducation professionnelle|"
    "accueil medicalise|residence autonomie|maison de repos|service residentiel|aide precoce",
    "sanitaire": "hopital|hospital|clinique|medico psychologique|pharmac|laboratoire|maison de sante|infirmier|"
    "psychiatr|soins|medical|dialyse|maternite|kinesi|dentaire|sanitaire|sante",
    "services-personne": "aide a domicile|aide menagere|services a la personne|domicile",
    "social": "enfants a caractere social|aide sociale|action sociale|insertion sociale|hebergement|demandeurs d asile|"
    "urgence sociale|solidarite|placement familial|protection de l enfance|enfance|assistance|emmaus|secours|sans abri|"
    "village d enfants|planning familial|mandataire|social",
    "emploi": "insertion professionnelle|chantier d insertion|entreprise d insertion|emploi|interim|recrutement|"
    "formation continue|formation des adultes|greta|organisme de formation",
    "socio-educatif": "centre social|accueil de loisirs|petite enfance|multi accueil|halte garderie|creche|ludotheque|"
    "animation|education populaire|maison de quartier|jeunesse|assistants maternels|socio culturel|socioculturel",
    "educatif": "ecole|college|lycee|universit|enseignement|scolaire|rectorat|inspection|formation|campus|education|"
    "institut universitaire|apprenti|instituut|academi",
    "culturel": "mediatheque|bibliotheque|musee|theatre|conservatoire|cinema|archives|patrimoine|culture|spectacle|"
    "danse|musique|librairie|artist|galerie",
    "sport": "sport|piscine|stade|gymnase|equitation|fitness|loisirs|judo|football|natation|club",
    "administration": "mairie|prefecture|departement|region|communaute de communes|metropole|administration|commune|"
    "services de l etat|collectivite|hotel de ville",
    "droit": "tribunal|avocat|notaire|justice|juridique|huissier|commissaire de justice",
    "securite": "police|gendarmerie|pompiers|securite|armee|defense|secours",
    "logement": "logement|immobilier|habitat|hlm|bailleur|residence",
    "numerique": "informatique|numerique|logiciel|digital|web|reseaux|jeux video",
    "hotellerie-restauration": "restaurant|hotel|traiteur|cuisine|brasserie|camping|tourisme|restauration",
    "agriculture": "agricole|ferme|exploitation|maraich|elevage|veterinaire|horticol|paysan|centre equestre|foret",
    "environnement": "environnement|dechet|recycl|nature|eau|ecolog|recyclerie|espaces verts",
    "batiment": "batiment|maconnerie|plomberie|electricite|construction|menuiserie|architect|peinture|travaux",
    "transports": "transport|logistique|bus|sncf|livraison|entrepot|taxi|ambulance",
    "commerce": "magasin|commerce|supermarche|boutique|vente|epicerie|opticien|fleuriste",
    "artisanat": "artisan|boulanger|coiff|patiss|boucher|couture|bijou|esthetique|garage",
    "industrie": "industrie|usine|fabrication|production|aeronautique|mecanique|metallurg",
    "banque-assurance": "banque|assurance|mutuelle|comptab|credit",
    "communication": "communication|presse|radio|imprimerie|edition|journal|publicite|media",
    "sciences": "recherche|laboratoire|scientifique|institut national",
    "entreprise": "association|cooperative|conseil|entreprise|sarl|sas|bureau",
}
PATTERNS = {sector: re.compile(rf"\b(?:{words})") for sector, words in WORDS.items()}


def sector_code(*, category: str = "", code: str = "", name: str = "", register: str = "") -> str:
    """The code of the sector, or "" when nothing tells."""
    code = re.sub(r"[\s.]", "", code).upper()
    if register == "finess" and (found := _longest(code, FINESS_AGGREGATED)) and len(code) == 4:
        return found
    if register == "uai":
        return _school(category)
    naf = _naf(code) if re.fullmatch(r"\d{4}[A-Z]?", code) and register != "finess" else ""
    return naf or _by_words(category) or _by_words(name)


def _school(category: str) -> str:
    """The directory also lists medico-social institutions and guidance centres."""
    folded = fold(category)
    if "medico" in folded or "infirme" in folded or "hospital" in folded:
        return "medico-social"
    return "information-jeunes" if "orientation" in folded else "educatif"


def _naf(code: str) -> str:
    found = _longest(code, NAF)
    return found or ("industrie" if code[:2].isdecimal() and 5 <= int(code[:2]) <= 33 else "")


def _longest(code: str, table: dict[str, str]) -> str:
    return next((table[code[:length]] for length in range(len(code), 0, -1) if code[:length] in table), "")


@functools.lru_cache(maxsize=20_000)
def _by_words(text: str) -> str:
    parsed = parse(text)
    for kind in sorted(parsed.kinds):
        if kind in BY_KIND:
            return BY_KIND[kind]
    return next((sector for sector, pattern in PATTERNS.items() if pattern.search(parsed.folded)), "")
