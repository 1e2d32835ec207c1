"""What a host's name says once the legal words are gone: its kind (IME, collège) and its own name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hosts.text import fold

# A phrase as registers and people write it → the word it is compared by. Longest first.
KINDS = {
    "institut medico educatif": "ime",
    "instituts medico educatifs": "ime",
    "externat medico educatif": "ime",
    "externat medico pedagogique": "ime",
    "institut medico pedagogique": "ime",
    "institut medico professionnel": "ime",
    "impro": "ime",
    "emp": "ime",
    "imp": "ime",
    "institut therapeutique educatif et pedagogique": "itep",
    "institut de reeducation": "itep",
    "dispositif itep": "itep",
    "ditep": "itep",
    "service d education speciale et de soins a domicile": "sessad",
    "service d education et de soins specialises a domicile": "sessad",
    "centre medico psycho pedagogique": "cmpp",
    "centre medico psychologique": "cmp",
    "centre d action medico sociale precoce": "camsp",
    "centre action medico sociale precoce": "camsp",
    "maison d enfants a caractere social": "mecs",
    "foyer de l enfance": "fde",
    "institut d education motrice": "iem",
    "institut education motrice": "iem",
    "centre d hebergement et de reinsertion sociale": "chrs",
    "centre d accueil de demandeurs d asile": "cada",
    "centre communal d action sociale": "ccas",
    "centre intercommunal d action sociale": "cias",
    "centre public d action sociale": "cpas",
    "etablissement et service d aide par le travail": "esat",
    "etablissement d hebergement pour personnes agees dependantes": "ehpad",
    "maison de retraite": "ehpad",
    "foyer d accueil medicalise": "fam",
    "maison d accueil specialisee": "mas",
    "foyer de vie": "fv",
    "foyer jeunes travailleurs": "fjt",
    "foyer de jeunes travailleurs": "fjt",
    "service d accompagnement a la vie sociale": "savs",
    "protection judiciaire de la jeunesse": "pjj",
    "protection maternelle et infantile": "pmi",
    "aide sociale a l enfance": "ase",
    "maison des jeunes et de la culture": "mjc",
    "maison des adolescents": "mda",
    "mission locale": "mission-locale",
    "centre d information et d orientation": "cio",
    "centre information orientation": "cio",
    "centre socio culturel": "centre-social",
    "centre socioculturel": "centre-social",
    "centre social": "centre-social",
    "espace de vie sociale": "evs",
    "centre de loisirs": "centre-de-loisirs",
    "accueil de loisirs": "centre-de-loisirs",
    "centre hospitalier universitaire": "chu",
    "centre hospitalier": "ch",
    "multi accueil": "creche",
    "maison de la petite enfance": "creche",
    "halte garderie": "creche",
    "creche": "creche",
    "ecole maternelle": "maternelle",
    "ecole elementaire": "ecole",
    "ecole primaire": "ecole",
    "lycee polyvalent": "lycee",
    "lycee general et technologique": "lycee",
    "lycee professionnel": "lycee-professionnel",
    "lycee agricole": "lycee-agricole",
    "lp": "lycee-professionnel",
    "college": "college",
    "lycee": "lycee",
    "ecole": "ecole",
    "mairie": "mairie",
    "commune": "mairie",
    "mediatheque": "bibliotheque",
    "bibliotheque": "bibliotheque",
    "pharmacie": "pharmacie",
    "clinique": "clinique",
    "ephad": "ehpad",
}
# Words that stand alone for a kind, as in « IME Les Tilleuls ».
for _code in set(KINDS.values()):
    KINDS.setdefault(_code, _code)

_LEGAL = (
    "association asso ass sarl sas sasu eurl sa sci scop scic snc asbl vzw fondation federation mutuelle groupe "
    "etablissement etablissements etab service services antenne site public publique prive privee departemental "
    "departementale communal communale municipal municipale loi 1901 gcsms gie cooperative societe ets cie"
)
_LINKING = "a au aux d de des du en et l la le les pour sur sous s un une"
LEGAL, LINKING = frozenset(_LEGAL.split()), frozenset(_LINKING.split())
_PHRASES = sorted(KINDS, key=lambda phrase: (-phrase.count(" "), -len(phrase)))


@dataclass(frozen=True)
class Name:
    """A name taken apart. `core` is what is left without kinds, legal and linking words."""

    folded: str
    kinds: frozenset[str]
    core: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.core)

    @property
    def tokens(self) -> list[str]:
        """What the database is asked for: the name's own words, or its kinds when it has none of its own."""
        return list(self.core) or sorted(self.kinds) or self.folded.split()


@lru_cache(maxsize=20_000)
def parse(name: str) -> Name:
    """Takes a host's name apart."""
    folded = fold(name)
    rest, kinds = f" {folded} ", set()
    for phrase in _PHRASES:
        if f" {phrase} " in rest:
            rest = rest.replace(f" {phrase} ", "  ")
            kinds.add(KINDS[phrase])
    core = [word for word in rest.split() if word not in LEGAL and word not in LINKING]
    return Name(folded=folded, kinds=frozenset(kinds), core=tuple(core))
